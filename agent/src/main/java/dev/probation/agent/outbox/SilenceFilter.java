package dev.probation.agent.outbox;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Step;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository;
import dev.probation.agent.store.OutboxRepository.Pending;
import dev.probation.agent.store.Silence;
import dev.probation.agent.store.Store;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps from people what a silence covers. A failure is kept back while the silence lasts: what still fails at its end is
 * told then, what healed before is not told at all; what had been told is told to be over. All of it stands in the journal.
 * Blocks, on the store's thread.
 */
final class SilenceFilter {

    private final OutboxRepository outgoing;
    private final List<Silence> active;
    private final Instant now;

    private SilenceFilter(Store store, Instant now) {
        this.outgoing = store.outgoing();
        this.active = store.silences().since(now).stream()
                .filter(silence -> silence.isActive(now))
                .toList();
        this.now = now;
    }

    /** What a person's receiver is due and may be told. */
    static List<Pending> audible(Store store, String receiver, Instant now) {
        SilenceFilter silencing = new SilenceFilter(store, now);
        List<Pending> due;
        List<Pending> audible;
        do {
            // again where a message was kept back or settled: what waited behind it comes to light
            due = silencing.outgoing.due(receiver, now);
            audible = due.stream().filter(silencing::isAudible).toList();
        } while (audible.size() < due.size());
        return audible;
    }

    private boolean isAudible(Pending pending) {
        Message message = pending.message();
        Optional<Silence> silence =
                active.stream().filter(each -> each.covers(facts(message))).findFirst();
        return switch (step(message)) {
            case OPENS -> opens(pending, silence);
            case RESOLVES -> resolves(message);
            case TELLS -> tells(message, silence);
        };
    }

    private boolean opens(Pending pending, Optional<Silence> silence) {
        Message message = pending.message();
        if (pending.silenced() && pending.healed().isPresent()) {
            outgoing.mute(message.id(), now, Optional.empty());
            return false;
        }
        silence.ifPresent(by -> outgoing.hold(message.id(), by, entry(message, by)));
        return silence.isEmpty();
    }

    private boolean resolves(Message message) {
        boolean unheard = outgoing.wasMuted(message.receiver(), message.incident());
        if (unheard) {
            outgoing.mute(message.id(), now, Optional.empty());
        }
        return !unheard;
    }

    private boolean tells(Message message, Optional<Silence> silence) {
        silence.ifPresent(by -> outgoing.mute(message.id(), now, Optional.of(entry(message, by))));
        return silence.isEmpty();
    }

    private static Step step(Message message) {
        return Notice.fromJson(message.body()).step();
    }

    private static Map<String, String> facts(Message message) {
        Map<String, String> facts = new LinkedHashMap<>();
        JsonObject body = message.body();
        for (String name : Silence.Matcher.NAMES) {
            Optional.ofNullable(body.getString(name)).ifPresent(value -> facts.put(name, value));
        }
        facts.put("receiver", message.receiver());
        return facts;
    }

    private JournalEntry entry(Message message, Silence silence) {
        Notice notice = Notice.fromJson(message.body());
        return new JournalEntry(
                now,
                JournalEntry.Kind.SILENCED,
                new JsonObject()
                        .put("message", message.id())
                        .put("receiver", message.receiver())
                        .put("said", notice.headline())
                        .put("silence", silence.id())
                        .put("until", silence.ends())
                        .put("by", silence.author())
                        .put("reason", silence.reason()));
    }
}
