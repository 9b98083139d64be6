package dev.probation.agent.store.sql;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.store.Change;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Short words for what store tests write. */
public final class StoredChanges {

    public static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private StoredChanges() {}

    public static Deployment deployment(String id) {
        return new Deployment(id, "bookreader", "1.4.2", NOON, NOON, false);
    }

    public static Change nothing(String deployment) {
        return new Change(
                deployment, List.of(), List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Change samples(String deployment, Sample... samples) {
        return new Change(
                deployment,
                List.of(samples),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static Change snapshot(String deployment, JsonObject state) {
        return new Change(
                deployment, List.of(), List.of(), List.of(), Optional.empty(), Optional.of(state), Optional.empty());
    }

    public static Change journal(String deployment, JournalEntry... entries) {
        return new Change(
                deployment,
                List.of(),
                List.of(entries),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static Change messages(String deployment, Message... messages) {
        return new Change(
                deployment,
                List.of(),
                List.of(),
                List.of(messages),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static Change decision(String deployment, String id) {
        return new Change(
                deployment,
                List.of(),
                List.of(entry(JournalEntry.Kind.ROLLBACK_DECIDED, id)),
                List.of(message(id + "-message", deployment, "hook", "rollback")),
                Optional.of(new Change.Decision(id, NOON, "error-rate", "7 % > 5 %")),
                Optional.empty(),
                Optional.of(StoredDeployment.Phase.ROLLING_BACK));
    }

    public static Change ended(String deployment, StoredDeployment.Phase phase) {
        return new Change(
                deployment,
                List.of(),
                List.of(entry(JournalEntry.Kind.ENDED, phase.name())),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(phase));
    }

    public static JournalEntry entry(JournalEntry.Kind kind, String what) {
        return new JournalEntry(NOON.plusSeconds(60), kind, new JsonObject().put("what", what));
    }

    public static Message message(String id, String deployment, String receiver, String incident) {
        return new Message(id, deployment, receiver, incident, NOON, notice(IncidentAction.INFO, id));
    }

    static Notice notice(IncidentAction action, String reason) {
        return Notice.of(NotificationEvent.WINDOW, action, NOON, deployment("bookreader-1"), reason);
    }

    public static Sample sample(long second, String check, double value) {
        return new Sample(NOON.plusSeconds(second), new CheckId(check), Outcome.Measured.of(value));
    }
}
