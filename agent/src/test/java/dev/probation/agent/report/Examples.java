package dev.probation.agent.report;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.RollbackTimes;
import dev.probation.agent.deployments.WindowJson;
import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A bad release, rolled back after seven and a half minutes. */
final class Examples {

    static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");

    private Examples() {}

    static Instant after(String text) {
        return LIVE.plus(Duration.parse("PT" + text));
    }

    static CheckVerdict check(String name, Verdict verdict, CheckState state, String reason) {
        return new CheckVerdict(
                new CheckId(name), name, verdict, state, 0.9749, 240, 31, Duration.ofSeconds(130), reason);
    }

    static WindowVerdict window(String name, String from, String to, Verdict verdict, CheckVerdict... checks) {
        return new WindowVerdict(name, after(from), after(to), verdict, List.of(checks), "because of " + name);
    }

    static DeploymentView view(String version, Verdict verdict, WindowVerdict... windows) {
        Deployment deployment = new Deployment("d-1", "bookreader", version, LIVE, LIVE, false);
        return new DeploymentView(
                new StoredDeployment(deployment, StoredDeployment.Phase.WATCHING, Optional.empty(), "0123abcd"),
                after("2H"),
                verdict,
                List.of(windows),
                List.of(),
                Optional.empty());
    }

    static DeploymentView with(DeploymentView view, DeploymentView.SignOff signOff) {
        return new DeploymentView(
                view.stored(), view.asOf(), view.verdict(), view.windows(), List.of(signOff), view.rollback());
    }

    static DeploymentView rolledBack(DeploymentView view) {
        DeploymentView.Rollback rollback = new DeploymentView.Rollback(
                "r-1",
                after("7M30S"),
                "error-rate",
                "2 %, expected < 0.1 %",
                DeploymentView.Stage.RECOVERED,
                after("9M"),
                after("22M30S"),
                List.of(new DeploymentView.Signal(
                        "deployer",
                        DeploymentView.Signal.State.TAKEN,
                        Optional.empty(),
                        Optional.empty(),
                        after("7M31S"))),
                new RollbackTimes(
                        after("4M30S"),
                        Optional.empty(),
                        after("7M30S"),
                        Optional.of(after("7M31S")),
                        Optional.of(after("8M")),
                        Optional.of(after("9M")),
                        Optional.empty(),
                        Optional.of(Duration.ofMinutes(5))),
                Optional.empty());
        return new DeploymentView(
                view.stored(), view.asOf(), view.verdict(), view.windows(), view.signOffs(), Optional.of(rollback));
    }

    /** A rollback that is not carried out yet, or was left when the deployment ended. */
    static DeploymentView begun(
            StoredDeployment.Phase phase, String check, DeploymentView.Stage stage, RollbackTimes times) {
        DeploymentView view = view("1.4.2", Verdict.FAIL);
        return new DeploymentView(
                new StoredDeployment(view.stored().deployment(), phase, Optional.empty(), "0123abcd"),
                view.asOf(),
                view.verdict(),
                view.windows(),
                view.signOffs(),
                Optional.of(new DeploymentView.Rollback(
                        "r-1",
                        times.advised().orElse(times.decided()),
                        check,
                        "2 %",
                        stage,
                        times.decided(),
                        after("22M30S"),
                        List.of(),
                        times,
                        Optional.empty())));
    }

    /** The same, with what became of its signals. */
    static DeploymentView with(DeploymentView view, DeploymentView.Signal... signals) {
        DeploymentView.Rollback before = view.rollback().orElseThrow();
        return new DeploymentView(
                view.stored(),
                view.asOf(),
                view.verdict(),
                view.windows(),
                view.signOffs(),
                Optional.of(new DeploymentView.Rollback(
                        before.id(),
                        before.decidedAt(),
                        before.check(),
                        before.reason(),
                        before.stage(),
                        before.since(),
                        before.deadline(),
                        List.of(signals),
                        before.times(),
                        before.waitsFor())));
    }

    static RollbackTimes begun(Instant breached, Optional<Instant> advised, Instant decided) {
        return new RollbackTimes(
                breached,
                advised,
                decided,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static DeploymentView failed() {
        return rolledBack(view(
                "1.4.2",
                Verdict.FAIL,
                window(
                        "immediate",
                        "0S",
                        "1H",
                        Verdict.FAIL,
                        check("health", Verdict.PASS, CheckState.OK, "12 ms"),
                        check("error-rate", Verdict.FAIL, CheckState.FAILING, "2 %, expected < 0.1 %"))));
    }

    static JournalEntry entry(String after, JournalEntry.Kind kind, String... data) {
        JsonObject json = new JsonObject();
        for (int i = 0; i < data.length; i += 2) {
            json.put(data[i], data[i + 1]);
        }
        return new JournalEntry(after(after), kind, json);
    }

    static JournalEntry transition(String after, String check, String from, String to) {
        return entry(
                after, JournalEntry.Kind.TRANSITION, "check", check, "from", from, "to", to, "reason", "as measured");
    }

    static List<JournalEntry> journal() {
        return List.of(
                JournalEntries.started(new Deployment("d-1", "bookreader", "1.4.2", LIVE, LIVE, false), null),
                transition("2M", "error-rate", "ok", "breaching"),
                transition("3M", "error-rate", "breaching", "ok"),
                transition("4M30S", "error-rate", "ok", "breaching"),
                JournalEntries.gap(after("4M40S"), after("5M"), "restarted"),
                transition("7M30S", "error-rate", "breaching", "failing"),
                new JournalEntry(
                        after("7M30S"),
                        JournalEntry.Kind.ROLLBACK_DECIDED,
                        new JsonObject()
                                .put("id", "r-1")
                                .put("check", "error-rate")
                                .put("reason", "2 %")
                                .put("signals", true)
                                .put("breachedAt", after("4M30S"))
                                .put("replaced", true)
                                .put("to", new JsonArray().add("deployer"))
                                .put("approval", new JsonArray())),
                message("7M31S", JournalEntry.Kind.ROLLBACK_SIGNALLED, "deployer", "answer", "HTTP 200"),
                message(
                        "7M32S",
                        JournalEntry.Kind.UNDELIVERED,
                        "team",
                        "said",
                        "shop 1.4.2: rollback",
                        "reason",
                        "HTTP 410"),
                entry("8M", JournalEntry.Kind.ROLLBACK_CONFIRMED, "by", "version"),
                entry("9M", JournalEntry.Kind.ROLLBACK_RECOVERED, "reason", ""),
                new JournalEntry(
                        after("1H"),
                        JournalEntry.Kind.WINDOW_ENDED,
                        new JsonObject()
                                .put("window", WindowJson.write(window("immediate", "0S", "1H", Verdict.FAIL)))));
    }

    private static JournalEntry message(String after, JournalEntry.Kind kind, String receiver, String... data) {
        JournalEntry entry = entry(after, kind, data);
        JsonObject unusedData = entry.data()
                .put("message", "d-1/" + receiver)
                .put("receiver", receiver)
                .put("kind", "webhook")
                .put("occasion", "rollback")
                .put("attempts", 1);
        return entry;
    }
}
