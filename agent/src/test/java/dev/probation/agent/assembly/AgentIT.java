package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.servers.Await;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the whole agent makes of a release, and whom it tells. */
class AgentIT extends WholeAgent {

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
            Await.until("the first window is over", () -> Instant.now().isAfter(live.plusSeconds(15)));

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
}
