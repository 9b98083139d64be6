package dev.probation.agent.outbox;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.store.OutboxRepository.Pending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the messages that are due go out now, and which as one. Where one check of a deployment fails, others often
 * follow within seconds: the first waits a little for them, and a storm is one message.
 *
 * @param ready in the order to be sent
 * @param again when those that wait for others go out; empty where none does
 */
public record Batching(List<MessageBatch> ready, Optional<Instant> again) {

    /** Nothing more has come for this long. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    /** And no message waits longer for others than this. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    public Batching {
        ready = List.copyOf(ready);
    }

    private record Group(String deployment, NotificationEvent occasion) {}

    /** Of messages to one receiver, in the order they were written. */
    public static Batching of(List<Pending> due, ConfiguredReceiver addressee, Instant now) {
        Map<Group, List<Pending>> groups = new LinkedHashMap<>();
        List<MessageBatch> ready = new ArrayList<>();
        for (Pending pending : due) {
            Optional<Group> group = group(pending, addressee);
            group.ifPresentOrElse(
                    of -> groups.computeIfAbsent(of, any -> new ArrayList<>()).add(pending),
                    () -> ready.add(MessageBatch.of(pending)));
        }
        List<Instant> again = new ArrayList<>();
        for (List<Pending> group : groups.values()) {
            Instant until = until(group);
            if (now.isBefore(until)) {
                again.add(until);
            } else {
                ready.add(new MessageBatch(group.get(0), group.subList(1, group.size())));
            }
        }
        // after an outage nobody waits for a rollback behind a hundred old messages
        ready.sort(Comparator.comparing(parcel -> urgency(occasion(parcel.lead()))));
        return new Batching(ready, again.stream().min(Comparator.naturalOrder()));
    }

    private static Optional<Group> group(Pending pending, ConfiguredReceiver addressee) {
        return isGathered(pending, addressee)
                ? Optional.of(new Group(pending.message().deployment(), occasion(pending)))
                : Optional.empty();
    }

    /** Whether it may be told together with others of its kind. */
    static boolean isGathered(Pending pending, ConfiguredReceiver addressee) {
        NotificationEvent occasion = occasion(pending);
        boolean isCheck = occasion == NotificationEvent.FAILING
                || (occasion == NotificationEvent.RECOVERED && !addressee.holdsIncidents());
        return isCheck && addressee.traits().bundles() && !pending.leads();
    }

    static NotificationEvent occasion(Pending pending) {
        return Notice.fromJson(pending.message().body()).occasion();
    }

    private static Instant until(List<Pending> group) {
        Instant first = group.get(0).message().at();
        Instant last = group.get(group.size() - 1).message().at();
        Instant quiet = last.plus(QUIET);
        Instant longest = first.plus(LONGEST);
        return quiet.isBefore(longest) ? quiet : longest;
    }

    private static int urgency(NotificationEvent occasion) {
        return switch (occasion) {
            case ROLLBACK -> 0;
            case BLIND, FAILING, UNDELIVERED -> 1;
            case STARTED, WINDOW, RECOVERED, WITHHELD, PASSED -> 2;
        };
    }
}
