package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.probation.agent.cli.command.Run;
import dev.probation.agent.cli.replay.Replay;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.deployments.Checklists;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.deployments.WindowJson;
import dev.probation.agent.servers.Await;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.RecordedDeployment;
import dev.probation.rules.sample.RecordingReader;
import dev.probation.rules.sample.RecordingWriter;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole agent on real servers, with windows of seconds in place of hours. */
class AgentIT {

    private static Servers servers;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServers(@TempDir Path data) throws IOException, SQLException {
        servers = new Servers(data);
    }

    @AfterAll
    static void stopServers() throws IOException {
        servers.close();
    }

    private Staging staging(Map<String, String> changes) throws IOException {
        servers.calm();
        return new Staging(folder, servers, changes);
    }

    @Test
    void aGoodReleasePassesAllWindowsAndNobodyIsPaged() throws IOException {
        try (Staging staging = staging(Map.of())) {
            staging.startAgent();
            servers.app.releaseGood("1.4.1");

            String id = staging.deploy("1.4.1");
            staging.awaitPhase(id, Phase.FINISHED);

            JsonObject report = staging.report(id);
            assertThat(report.getString("verdict")).as(report.encodePrettily()).isEqualTo("pass");
            assertThat(report.getJsonArray("windows"))
                    .hasSize(4)
                    .allSatisfy(window -> assertThat(((JsonObject) window).getString("verdict"))
                            .isEqualTo("pass"));
            assertThat(staging.get("/api/v1/deployments/" + id + "/report?format=markdown"))
                    .contains("shop 1.4.1", "immediate", "long-term", "p95", "pass")
                    .doesNotContain("rollback", "❌");
            Await.until(
                    "the team reads that it passed",
                    () -> staging.people.messages().stream().anyMatch(text -> text.contains("passed")));
            assertThat(staging.people.pages("trigger")).isEmpty();
            assertThat(staging.people.signals()).isEmpty();

            staging.stopAgent();
            assertReplayTellsTheSame(staging, id);
        }
    }

    @ParameterizedTest(name = "with the store in {0}")
    @ValueSource(strings = {"SQLite", "PostgreSQL"})
    void aBadReleaseIsRolledBackOnceEvenWhereTheAgentEndsBeforeTheSignalIsTaken(String kept)
            throws IOException, GeneralSecurityException {
        String url = "postgresql://probation@127.0.0.1:" + servers.postgres.port() + "/probation";
        try (Staging staging = staging(kept.equals("SQLite") ? Map.of() : Map.of("<store>", url))) {
            staging.people.deployerAnswers(503);
            staging.startAgent();
            servers.app.releaseBad("1.4.2");
            String id = staging.deploy("1.4.2");
            Await.until(
                    "a signal that is refused", () -> !staging.people.signals().isEmpty());
            staging.stopAgent();
            assertThat(staging.journal(id, Kind.ROLLBACK_SIGNALLED)).isEmpty();

            staging.people.deployerAnswers(200);
            staging.startAgent();
            staging.awaitStage(id, Stage.SIGNALLED);
            servers.app.releaseGood("1.4.1");
            staging.confirm(id);
            staging.awaitPhase(id, Phase.ROLLED_BACK);

            assertOneSignal(staging, id);
            assertOnePageForEachIncident(staging);
            assertThat(staging.people.messages())
                    .anyMatch(text -> text.contains("shop 1.4.2") && text.contains("rollback"));
            assertThat(staging.view(id).rollback().orElseThrow().stage()).isEqualTo(Stage.RECOVERED);
            staging.stopAgent();
            assertThat(staging.journal(id, Kind.ROLLBACK_DECIDED)).hasSize(1);
            assertReplayTellsTheSame(staging, id);
        }
    }

    private static void assertOneSignal(Staging staging, String deployment) throws GeneralSecurityException {
        assertThat(staging.people.signalIds())
                .containsExactly(
                        staging.view(deployment).rollback().orElseThrow().id());
        for (LoggedRequest signal : staging.people.signals()) {
            assertThat(signal.getHeader("webhook-signature")).isEqualTo(People.signature(signal));
            assertThat(new JsonObject(signal.getBodyAsString()).getString("deployment"))
                    .isEqualTo(deployment);
        }
    }

    private static void assertOnePageForEachIncident(Staging staging) {
        Await.until(
                "every incident is resolved",
                () -> new HashSet<>(staging.people.pages("resolve")).containsAll(staging.people.pages("trigger")));
        assertThat(staging.people.pages("trigger")).isNotEmpty().doesNotHaveDuplicates();
        assertThat(staging.people.pages("resolve")).doesNotHaveDuplicates();
    }

    @Test
    void aStepThatMayLoseDataIsTakenOnlyOnceAPersonApproves() throws IOException {
        Path restore = folder.resolve("restore.json");
        String second = "secret: \"<secret>\" }, { file: \"" + restore + "\", name: restore, approval: required } ]";
        try (Staging staging = staging(Map.of("secret: \"<secret>\" } ]", second))) {
            staging.startAgent();
            servers.app.releaseBad("1.4.2");
            String id = staging.deploy("1.4.2");
            Await.until(
                    "approval is asked for",
                    () -> staging.people.pages("trigger").stream().anyMatch(key -> key.endsWith("/approval")));
            assertThat(restore).doesNotExist();

            staging.approve(id, "restore");
            Await.until("the step is taken", () -> Files.exists(restore));
            JsonObject taken = new JsonObject(Files.readString(restore));
            assertThat(taken.getString("id"))
                    .isEqualTo(staging.view(id).rollback().orElseThrow().id());

            servers.app.releaseGood("1.4.1");
            staging.confirm(id);
            staging.awaitPhase(id, Phase.ROLLED_BACK);
            assertOnePageForEachIncident(staging);
            assertThat(staging.get("/api/v1/deployments/" + id + "/report?format=markdown"))
                    .contains("approved by ada");
        }
    }

    @Test
    void whatTheTeamRefusesIsADeadLetterThatThePagerIsToldOf() throws IOException {
        try (Staging staging = staging(Map.of())) {
            staging.people.slackAnswers(404);
            staging.startAgent();
            servers.app.releaseBad("1.4.2");
            String id = staging.deploy("1.4.2");

            Await.until(
                    "the pager is told",
                    () -> staging.people.pages("trigger").stream().anyMatch(key -> key.contains("undelivered")));

            JsonObject letters = new JsonObject(staging.get("/api/v1/dead-letters"));
            assertThat(letters.getJsonArray("deadLetters"))
                    .allSatisfy(letter -> assertThat(((JsonObject) letter).getString("receiver"))
                            .isEqualTo("team"))
                    .anySatisfy(letter -> assertThat(((JsonObject) letter).getString("occasion"))
                            .isEqualTo("started"));
            assertThat(staging.get("/api/v1/deployments/" + id + "/report?format=markdown"))
                    .contains("Undelivered messages", "HTTP 404");
            assertThat(staging.get("/metrics")).contains("probation_dead_letters_total{integration=\"slack\"");
        }
    }

    @Test
    void aSilenceKeepsFailuresFromPeopleButNoRollback() throws IOException {
        try (Staging staging = staging(Map.of())) {
            staging.startAgent();
            Run added = Run.of(
                    Map.of(),
                    "silence",
                    "add",
                    "service=shop",
                    "--for",
                    "10m",
                    "--reason",
                    "load test",
                    "--by",
                    "ada",
                    "--agent",
                    staging.address());
            assertThat(added.exitCode()).as(added.err()).isZero();
            servers.app.releaseBad("1.4.2");
            String id = staging.deploy("1.4.2");
            staging.awaitStage(id, Stage.SIGNALLED);
            servers.app.releaseGood("1.4.1");
            staging.confirm(id);
            staging.awaitPhase(id, Phase.ROLLED_BACK);

            assertThat(staging.people.signalIds()).hasSize(1);
            assertThat(staging.people.pages("trigger")).isNotEmpty().allMatch(key -> key.contains("/rollback"));
            assertThat(staging.get("/api/v1/deployments/" + id + "/report?format=markdown"))
                    .contains("Silenced messages", "load test", "by ada");
        }
    }

    @Test
    void whatCannotBeMeasuredIsInconclusiveAndSignalsNoRollback() throws IOException {
        try (Staging staging = staging(Map.of())) {
            staging.startAgent();
            String id = staging.deploy("1.4.1");
            servers.prometheus.stop();
            Await.until(
                    "the first window ends", () -> staging.view(id).windows().size() > 1);

            WindowVerdict first = staging.view(id).windows().get(0);
            assertThat(first.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(first.reason()).contains("p95 latency has 0 of", " errors");
            assertThat(staging.view(id).rollback()).isEmpty();
            assertThat(staging.people.pages("trigger")).isEmpty();

            staging.loseEverything();
            staging.awaitPhase(id, Phase.FINISHED);

            assertThat(staging.view(id).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(staging.view(id).rollback()).isEmpty();
            Await.until(
                    "blindness is paged", () -> !staging.people.pages("trigger").isEmpty());
            assertThat(staging.people.pages("trigger"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("blind");
            assertThat(staging.people.signals()).isEmpty();
            staging.stopAgent();
            assertThat(staging.journal(id, Kind.BLINDED)).hasSize(1);
            assertReplayTellsTheSame(staging, id);
        } finally {
            servers.prometheus.start();
        }
    }

    @Test
    void anAgentToldLateReadsThePastOfPrometheus() throws IOException {
        try (Staging staging = staging(Map.of())) {
            servers.app.releaseGood("1.4.1");
            staging.startAgent();
            Instant live = Instant.now();
            Await.until("the first window is over", () -> Instant.now().isAfter(live.plusSeconds(10)));

            String id = staging.deploy("1.4.1", live);
            staging.awaitPhase(id, Phase.FINISHED);

            JsonObject report = staging.report(id);
            JsonObject missed = report.getJsonArray("windows").getJsonObject(0);
            assertThat(missed.getJsonArray("checks"))
                    .as(report.encodePrettily())
                    .extracting(check ->
                            ((JsonObject) check).getString("check") + " " + ((JsonObject) check).getString("verdict"))
                    .containsExactlyInAnyOrder(
                            "health inconclusive",
                            "p95-latency pass",
                            "error-rate pass",
                            "db-connections inconclusive",
                            "redis-memory inconclusive");
            assertThat(staging.get("/api/v1/deployments/" + id + "/report?format=markdown"))
                    .contains("samples from before it was announced");
            staging.stopAgent();
            assertReplayTellsTheSame(staging, id);
        }
    }

    @Test
    void aVersionThatIsSeenStartsADeploymentAndItsReturnConfirmsTheRollback() throws IOException {
        Map<String, String> versions =
                Map.of("shop:", "shop:\n    version: { http: app, path: /health, json: \"$.version\", every: 1s }");
        try (Staging staging = staging(versions)) {
            int asked = servers.app.timesAsked();
            staging.startAgent();
            Await.until("the version is read", () -> servers.app.timesAsked() > asked + 1);
            assertThat(staging.newest()).isEmpty();

            servers.app.releaseBad("1.4.2");
            Await.until("a deployment of 1.4.2", () -> staging.newest().size() == 1);
            String bad = Staging.id(staging.newest().get(0));
            staging.awaitStage(bad, Stage.SIGNALLED);
            servers.app.releaseGood("1.4.0");
            staging.awaitPhase(bad, Phase.ROLLED_BACK);
            assertThat(staging.newest())
                    .extracting(view -> view.stored().deployment().version())
                    .containsExactly("1.4.0", "1.4.2");

            Deployment back = staging.newest().get(0).stored().deployment();
            servers.app.releaseBad("1.4.0");
            Await.until("the first window fails", () -> staging.view(back.id()).verdict() == Verdict.FAIL);

            DeploymentView view = staging.view(back.id());
            assertThat(back.rollback()).isTrue();
            assertThat(view.rollback()).isEmpty();
            assertThat(staging.people.signalIds()).hasSize(1);
            staging.stopAgent();
            assertThat(staging.journal(bad, Kind.ROLLBACK_CONFIRMED)).hasSize(1);
            assertReplayTellsTheSame(staging, back.id());
        }
    }

    /** What was decided live, and what the same code makes of the samples that were kept of it. */
    private static void assertReplayTellsTheSame(Staging staging, String deployment) throws IOException {
        Replay.Result replayed = replay(staging, deployment);

        List<JsonObject> transitions = new ArrayList<>();
        replayed.transitions().forEach(line -> transitions.add(new JsonObject(line)));
        replayed.transitions().close();
        assertThat(transitions)
                .isEqualTo(staging.journal(deployment, Kind.TRANSITION).stream()
                        .map(entry -> entry.data().copy().put("at", entry.at().toString()))
                        .toList());
        assertThat(replayed.rollback().stream()
                        .map(decided -> decided.at() + " " + decided.by() + " " + decided.reason()))
                .containsExactlyElementsOf(staging.journal(deployment, Kind.ROLLBACK_DECIDED).stream()
                        .map(entry -> entry.at() + " " + entry.data().getString("check") + " "
                                + entry.data().getString("reason"))
                        .toList());
        assertThat(replayed.windows())
                .containsAll(ended(staging, replayed.deployment(), staging.journal(deployment, Kind.WINDOW_ENDED)));
    }

    /** Those that ended in their time: a recording does not say that one was cut short. */
    private static List<WindowVerdict> ended(Staging staging, Deployment deployment, List<JournalEntry> journal) {
        Set<Instant> ends = staging.config.windows().stream()
                .map(window -> deployment.deployedAt().plus(window.until()))
                .collect(Collectors.toSet());
        return journal.stream()
                .map(entry -> WindowJson.read(entry.data().getJsonObject("window")))
                .filter(window -> ends.contains(window.to()))
                .toList();
    }

    private static Replay.Result replay(Staging staging, String deployment) throws IOException {
        StringWriter recording = new StringWriter();
        try (Store store = staging.store();
                RecordingWriter writer = new RecordingWriter(recording)) {
            Deployment watched =
                    store.deployments().find(deployment).orElseThrow().deployment();
            writer.deployment(new RecordedDeployment(
                    watched.service(),
                    watched.version(),
                    watched.deployedAt(),
                    watched.announcedAt(),
                    watched.rollback()));
            List<Sample> samples = new ArrayList<>();
            store.samples().each(deployment, samples::add);
            for (Sample sample : samples) {
                writer.sample(sample);
            }
        }
        ServiceConfig service = staging.config.services().get(0);
        try (RecordingReader reader = new RecordingReader("live", new StringReader(recording.toString()))) {
            return Replay.of("live", reader, reader.deployment().orElseThrow(), Checklists.of(staging.config, service));
        }
    }
}
