package dev.probation.agent.rollback;

import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.notice.RollbackEscalation;
import dev.probation.agent.store.Change.Decision;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happens to a rollback, as journal entries in their one form; {@link RollbackState} reads them. */
final class RollbackEntries {

    private final RollbackConfig config;

    RollbackEntries(RollbackConfig config) {
        this.config = config;
    }

    /**
     * The decision.
     *
     * @param heldBack why no receiver is signalled and a person is left to decide, if so
     * @param breached the first bad sample of the run that decided
     * @param running under what other name the version is read, if any
     * @param replaced whether the earlier version is known to be gone
     */
    JournalEntry decided(
            Decision decision,
            @Nullable String heldBack,
            Instant breached,
            @Nullable String running,
            boolean replaced) {
        JsonObject data = new JsonObject()
                .put("id", decision.id())
                .put("check", decision.check())
                .put("reason", decision.reason())
                .put("signals", heldBack == null)
                .put("breachedAt", breached)
                .put("replaced", replaced);
        if (heldBack != null) {
            data.put("heldBack", heldBack);
        }
        if (running != null) {
            data.put("running", running);
        }
        return new JournalEntry(decision.at(), Kind.ROLLBACK_DECIDED, withReceivers(data));
    }

    /** A person has it carried out. */
    JournalEntry ordered(Instant at, String by, String reason) {
        return new JournalEntry(at, Kind.ROLLBACK_ORDERED, withReceivers(by(by).put("reason", reason)));
    }

    private JsonObject withReceivers(JsonObject data) {
        JsonArray at = new JsonArray();
        JsonArray approval = new JsonArray();
        config.names().forEach(name -> (config.approval().contains(name) ? approval : at).add(name));
        return data.put("to", at).put("approval", approval);
    }

    static JournalEntry approved(Instant at, String receiver, String by) {
        return new JournalEntry(at, Kind.ROLLBACK_APPROVED, by(by).put("receiver", receiver));
    }

    static JournalEntry notApproved(Instant at, String receiver, String reason) {
        return new JournalEntry(
                at,
                Kind.ROLLBACK_NOT_APPROVED,
                new JsonObject().put("receiver", receiver).put("reason", reason));
    }

    static JournalEntry claimed(Instant at, String by, String reason) {
        return new JournalEntry(at, Kind.ROLLBACK_CLAIMED, by(by).put("reason", reason));
    }

    static JournalEntry escalated(Instant at, RollbackEscalation escalation, String reason) {
        JsonObject data = new JsonObject()
                .put("turn", escalation.label())
                .put("headline", escalation.headline())
                .put("reason", reason);
        return new JournalEntry(at, Kind.ROLLBACK_ESCALATED, data);
    }

    static JournalEntry confirmed(Instant at, String by) {
        return new JournalEntry(at, Kind.ROLLBACK_CONFIRMED, by(by));
    }

    static JournalEntry recovered(Instant at, String reason) {
        return new JournalEntry(at, Kind.ROLLBACK_RECOVERED, new JsonObject().put("reason", reason));
    }

    static JournalEntry notRecovered(Instant at, String reason) {
        return new JournalEntry(at, Kind.ROLLBACK_NOT_RECOVERED, new JsonObject().put("reason", reason));
    }

    private static JsonObject by(String by) {
        return new JsonObject().put("by", by);
    }
}
