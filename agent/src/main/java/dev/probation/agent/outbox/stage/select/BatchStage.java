package dev.probation.agent.outbox.stage.select;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.store.OutboxRepository.Pending;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which of the messages that are due go out now, and which as one. Where one check of a deployment fails, others
 * often follow within seconds: the first waits a little for them, and a storm is one message.
 */
public final class BatchStage implements Stage<Selection> {

    /** Nothing more has come for this long. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    /** And no message waits longer for others than this. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private record Group(String deployment, NotificationEvent occasion) {}

    @Override
    public Future<Selection> run(Selection selection) {
        return Future.succeededFuture(selection
                .receiver()
                .map(receiver -> batched(selection, receiver))
                .orElseGet(() -> selection.withReady(
                        selection.due().stream().map(MessageBatch::of).toList(), null)));
    }

    private static Selection batched(Selection selection, ConfiguredReceiver receiver) {
        Map<Group, List<Pending>> groups = new LinkedHashMap<>();
        List<MessageBatch> ready = new ArrayList<>();
        for (Pending pending : selection.due()) {
            if (isBatched(pending, receiver)) {
                groups.computeIfAbsent(group(pending), any -> new ArrayList<>()).add(pending);
            } else {
                ready.add(MessageBatch.of(pending));
            }
        }
        List<Instant> again = new ArrayList<>();
        for (List<Pending> group : groups.values()) {
            Instant until = until(group);
            if (selection.now().isBefore(until)) {
                again.add(until);
            } else {
                ready.add(new MessageBatch(group.get(0), group.subList(1, group.size())));
            }
        }
        // after an outage nobody waits for a rollback behind a hundred old messages
        ready.sort(Comparator.comparing(batch -> urgency(occasion(batch.lead()))));
        return selection.withReady(
                ready, again.stream().min(Comparator.naturalOrder()).orElse(null));
    }

    /** Whether it may be told together with others of its kind. */
    public static boolean isBatched(Pending pending, ConfiguredReceiver receiver) {
        NotificationEvent occasion = occasion(pending);
        boolean isCheck = occasion == NotificationEvent.FAILING
                || (occasion == NotificationEvent.RECOVERED && !receiver.showsIncidents());
        return isCheck && receiver.traits().bundles() && !pending.isBatchLead();
    }

    private static Group group(Pending pending) {
        return new Group(pending.message().deployment(), occasion(pending));
    }

    private static NotificationEvent occasion(Pending pending) {
        return pending.message().notice().occasion();
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
            case BLIND, UNMEASURED, FAILING, UNDELIVERED -> 1;
            case STARTED, WINDOW, RECOVERED, WITHHELD, VERSION, PASSED -> 2;
        };
    }
}
