package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.probation.agent.cli.command.Run;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.servers.Await;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.window.Verdict;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a bad release. */
class AgentRollbackIT extends WholeAgent {

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
}
