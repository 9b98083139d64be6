package dev.probation.agent.outbox.stage.select;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Evidence;
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
import org.jspecify.annotations.Nullable;

/**
 * What active silences cover. A failure is kept back while the silence lasts: what still fails at its end is told then, what
 * recovered before is not told at all; what had been told is told to be over. All of it stands in the journal. Blocks, on
 * the store's thread.
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

    /** Which of the messages that a person's receiver is due may be told. */
    static List<Pending> audible(Store store, Selection selection) {
        SilenceFilter filter = new SilenceFilter(store, selection.now());
        List<Pending> due = selection.due();
        List<Pending> audible = due.stream().filter(filter::isAudible).toList();
        while (audible.size() < due.size()) {
            // where a message was kept back or settled, what waited behind it comes to light
            due = filter.outgoing.due(selection.name(), selection.now());
            audible = due.stream().filter(filter::isAudible).toList();
        }
        return audible;
    }

    private boolean isAudible(Pending pending) {
        if (pending.unreadable().isPresent()) {
            return true;
        }
        Message message = pending.message();
        Optional<Silence> silence =
                active.stream().filter(each -> each.covers(facts(message))).findFirst();
        return switch (message.notice().action()) {
            case TRIGGER -> triggers(pending, silence.orElse(null));
            case RESOLVE -> resolves(message);
            case INFO -> informs(message, silence.orElse(null));
        };
    }

    private boolean triggers(Pending pending, @Nullable Silence silence) {
        Message message = pending.message();
        if (pending.silenced() && pending.over().isPresent()) {
            outgoing.mute(message.id(), now);
            return false;
        }
        if (silence != null) {
            outgoing.hold(message.id(), silence, entry(message, silence));
        }
        return silence == null;
    }

    private boolean resolves(Message message) {
        boolean unheard = outgoing.wasMuted(message.receiver(), message.incident());
        if (unheard) {
            outgoing.mute(message.id(), now);
        }
        return !unheard;
    }

    private boolean informs(Message message, @Nullable Silence silence) {
        if (silence != null) {
            outgoing.mute(message.id(), now, entry(message, silence));
        }
        return silence == null;
    }

    /** By the names that a {@link Silence.Matcher} may have. */
    private static Map<String, String> facts(Message message) {
        Notice notice = message.notice();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("service", notice.service());
        facts.put("version", notice.version());
        facts.put("deployment", notice.deployment());
        notice.check().map(Evidence::check).ifPresent(check -> facts.put("check", check));
        facts.put("occasion", notice.occasion().label());
        facts.put("receiver", message.receiver());
        return facts;
    }

    private JournalEntry entry(Message message, Silence silence) {
        return new JournalEntry(
                now,
                JournalEntry.Kind.SILENCED,
                new JsonObject()
                        .put("message", message.id())
                        .put("receiver", message.receiver())
                        .put("said", message.notice().headline())
                        .put("silence", silence.id())
                        .put("until", silence.ends())
                        .put("by", silence.author())
                        .put("reason", silence.reason()));
    }
}
