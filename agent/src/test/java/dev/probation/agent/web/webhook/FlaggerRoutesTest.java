package dev.probation.agent.web.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Planned;
import dev.probation.agent.deployments.DeploymentView.Rollback;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.deployments.RollbackTimes;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.web.Pictures;
import dev.probation.agent.web.RunningServer;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlaggerRoutesTest {

    private static final String GATES = "/api/v1/webhooks/flagger/shop/";
    private static final String PAYLOAD = """
            {"name": "shop", "namespace": "books", "phase": "WaitingPromotion", "checksum": "85d557f47b", "more": 1}""";

    private RunningServer running;

    @BeforeEach
    void start() throws Exception {
        running = RunningServer.open();
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    private static WindowVerdict window(String name, String verdict, String state) {
        CheckVerdict check = new CheckVerdict(
                new CheckId("p95"),
                "95 % of requests",
                Verdict.valueOf(verdict.toUpperCase(Locale.ROOT)),
                CheckState.valueOf(state.toUpperCase(Locale.ROOT).replace('-', '_')),
                1,
                240,
                0,
                Duration.ZERO,
                "p95 212 ms");
        return new WindowVerdict(
                name,
                Pictures.DEPLOYED,
                Pictures.NOW,
                Verdict.valueOf(verdict.toUpperCase(Locale.ROOT)),
                List.of(check),
                "because");
    }

    private static DeploymentView view(Phase phase, List<WindowVerdict> windows, Optional<Stage> rollback) {
        Deployment deployment = new Deployment("shop-1", "shop", "1.4.2", Pictures.DEPLOYED, Pictures.DEPLOYED, false);
        return new DeploymentView(
                new StoredDeployment(deployment, phase, Optional.empty(), "f00"),
                Pictures.NOW,
                Verdict.RUNNING,
                windows,
                List.of(
                        new Planned("first", Pictures.DEPLOYED, Pictures.NOW),
                        new Planned("second", Pictures.NOW, Pictures.NOW.plusSeconds(60))),
                List.of(),
                rollback.map(stage -> new Rollback(
                        "r-1",
                        Pictures.NOW,
                        "p95",
                        "612 ms",
                        stage,
                        Pictures.NOW,
                        Pictures.NOW,
                        List.of(),
                        TIMES,
                        Optional.empty())));
    }

    private static final RollbackTimes TIMES = new RollbackTimes(
            Pictures.NOW,
            Optional.empty(),
            Pictures.NOW,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private HttpResponse<String> ask(String gate, String payload) throws Exception {
        return running.post(GATES + gate, payload);
    }

    @ParameterizedTest(name = "first {0}, then {1} with its check {2}: {3}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            first        | second       | check   | status | says
            pass         | running      | ok      | 200    | because
            warn         | running      | warn    | 200    | because
            pass         | running      | waiting | 200    | because
            pass         | pass         | ok      | 200    | because
            running      | ''           | ok      | 409    | window first runs until 2026-01-31T10:10:00Z
            fail         | running      | ok      | 409    | window first: fail, because
            inconclusive | running      | ok      | 409    | window first: inconclusive, because
            ''           | ''           | ok      | 409    | window first has not begun
            pass         | running      | failing | 409    | p95 is failing
            pass         | fail         | ok      | 409    | window second: fail
            pass         | running      | error   | 409    | none of its checks gets an answer now
            pass         | running      | no-data | 409    | none of its checks gets an answer now
            """)
    void isPromotedOnEvidenceAlone(String first, String second, String check, int status, String says)
            throws Exception {
        List<WindowVerdict> windows = second.isEmpty()
                ? first.isEmpty() ? List.of() : List.of(window("first", first, check))
                : List.of(window("first", first, "ok"), window("second", second, check));
        running.deployments.view = view(Phase.WATCHING, windows, Optional.empty());

        HttpResponse<String> response = ask("confirm-promotion", PAYLOAD);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(says);
        assertThat(running.deployments.told).containsExactly("newest shop 1");
    }

    @ParameterizedTest
    @CsvSource({"WATCHING,200", "ROLLING_BACK,200", "FINISHED,409", "SUPERSEDED,409", "CANCELLED,409", "ROLLED_BACK,409"
    })
    void whatIsNoLongerWatchedIsNotPromoted(Phase phase, int status) throws Exception {
        running.deployments.view = view(phase, List.of(window("first", "pass", "ok")), Optional.empty());

        assertThat(ask("confirm-promotion", PAYLOAD).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            stage         | promotion | rollback
            ADVISED       | 409       | 409
            DECIDED       | 409       | 200
            SIGNALLED     | 409       | 200
            CONFIRMED     | 409       | 409
            RECOVERED     | 409       | 409
            NOT_RECOVERED | 409       | 409
            ''            | 200       | 409
            """)
    void isRolledBackWhereThatIsDecidedAndToBeDone(String stage, int promotion, int rollback) throws Exception {
        running.deployments.view = view(
                Phase.ROLLING_BACK,
                List.of(window("first", "pass", "ok")),
                Optional.of(stage).filter(text -> !text.isEmpty()).map(Stage::valueOf));

        assertThat(ask("confirm-promotion", PAYLOAD).statusCode()).isEqualTo(promotion);
        assertThat(ask("rollback", PAYLOAD).statusCode()).isEqualTo(rollback);
    }

    @Test
    void noGateIsOpenedByWhatTheStoreHasNotTakenAllOf() throws Exception {
        running.deployments.view = view(
                        Phase.ROLLING_BACK, List.of(window("first", "pass", "ok")), Optional.of(Stage.DECIDED))
                .outdated();
        assertThat(ask("rollback", PAYLOAD).statusCode()).isEqualTo(409);

        running.deployments.view = view(Phase.WATCHING, List.of(window("first", "pass", "ok")), Optional.empty())
                .outdated();
        HttpResponse<String> response = ask("confirm-promotion", PAYLOAD);

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("is not saved yet");
    }

    @Test
    void anEndedDeploymentIsNotRolledBack() throws Exception {
        running.deployments.view = view(Phase.SUPERSEDED, List.of(), Optional.of(Stage.DECIDED));

        assertThat(ask("rollback", PAYLOAD).statusCode()).isEqualTo(409);
    }

    @Test
    void saysWhatItIsRolledBackFor() throws Exception {
        running.deployments.view = view(Phase.ROLLING_BACK, List.of(), Optional.of(Stage.DECIDED));

        assertThat(new JsonObject(ask("rollback", PAYLOAD).body()))
                .isEqualTo(new JsonObject()
                        .put("deployment", "shop-1")
                        .put("service", "shop")
                        .put("version", "1.4.2")
                        .put("rollback", "r-1")
                        .put("check", "p95")
                        .put("reason", "612 ms"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            metadata              | query           | promotion | rollback
            "version": "1.4.2"    | ''              | 200       | 200
            "version": "1.4.1"    | ''              | 409       | 409
            ''                    | ?version=1.4.2  | 200       | 200
            ''                    | ?version=1.4.1  | 409       | 409
            "window": "first"     | ''              | 200       | 200
            "window": "second"    | ''              | 409       | 200
            "window": "frist"     | ''              | 409       | 200
            ''                    | ?window=second  | 409       | 200
            ''                    | ?windows=second | 400       | 400
            "window": 7           | ''              | 400       | 400
            "other": 7            | ''              | 200       | 200
            """)
    void meansTheVersionAndTheWindowThatAreNamed(String metadata, String query, int promotion, int rollback)
            throws Exception {
        String payload = "{\"metadata\": {" + metadata + "}}";
        running.deployments.view = view(Phase.WATCHING, List.of(window("first", "pass", "ok")), Optional.empty());
        assertThat(ask("confirm-promotion" + query, payload).statusCode()).isEqualTo(promotion);

        running.deployments.view = view(Phase.ROLLING_BACK, List.of(), Optional.of(Stage.SIGNALLED));
        assertThat(ask("rollback" + query, payload).statusCode()).isEqualTo(rollback);
    }

    @ParameterizedTest
    @ValueSource(strings = {"confirm-promotion", "rollback"})
    void isClosedWhereNothingIsKnown(String gate) throws Exception {
        running.deployments.known = false;
        assertThat(ask(gate, PAYLOAD).statusCode()).isEqualTo(404);

        running.deployments.known = true;
        running.deployments.outcome = Future.failedFuture(new IllegalStateException("the store is gone"));
        assertThat(ask(gate, PAYLOAD).statusCode()).isEqualTo(500);
        assertThat(running.post("/api/v1/webhooks/flagger/..%2F/" + gate, PAYLOAD)
                        .statusCode())
                .isEqualTo(404);
        assertThat(running.get(GATES + gate).statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[]|400", "7|400", "{|400", "null|400"})
    void isClosedToWhatIsNoPayload(String body, int status) throws Exception {
        running.deployments.view = view(Phase.ROLLING_BACK, List.of(), Optional.of(Stage.DECIDED));

        assertThat(ask("rollback", body).statusCode()).isEqualTo(status);
        assertThat(ask("rollback", "{\"metadata\": {\"a\": \"" + "x".repeat(70_000) + "\"}}")
                        .statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest(name = "{0} {1} at {2}: {3}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            scheme | secret               | path                                     | status
            Basic  | probation:token      | /api/v1/webhooks/flagger/shop/rollback   | 200
            basic  | :token               | /api/v1/webhooks/flagger/shop/rollback   | 200
            Basic  | probation:gate-token | /api/v1/webhooks/flagger/shop/rollback   | 200
            Bearer | token                | /api/v1/webhooks/flagger/shop/rollback   | 200
            Bearer | gate-token           | /api/v1/webhooks/flagger/shop/rollback   | 200
            Basic  | probation:wrong      | /api/v1/webhooks/flagger/shop/rollback   | 401
            Basic  | token:probation      | /api/v1/webhooks/flagger/shop/rollback   | 401
            Basic  | probation:           | /api/v1/webhooks/flagger/shop/rollback   | 401
            Basic  | probation:token      | /api/v1/deployments/shop-1/rollback      | 401
            Basic  | probation:gate-token | /api/v1/deployments/shop-1/rollback      | 401
            Bearer | gate-token           | /api/v1/deployments/shop-1/rollback      | 401
            Bearer | gate-token           | /api/v1/webhooks/flagger/../../deployments/shop-1/rollback | 401
            """)
    void takesATokenAsAPasswordHereAlone(String scheme, String secret, String path, int status) throws Exception {
        RunningServer guarded = RunningServer.guarded("token");
        try {
            guarded.deployments.view = view(Phase.ROLLING_BACK, List.of(), Optional.of(Stage.DECIDED));
            String credentials = scheme.equals("Bearer")
                    ? secret
                    : Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));

            HttpResponse<String> response = guarded.send(
                    "POST",
                    path,
                    PAYLOAD,
                    "Content-Type",
                    "application/json",
                    "Authorization",
                    scheme + ' ' + credentials);

            assertThat(response.statusCode()).isEqualTo(status);
            if (status == 401) {
                assertThat(response.body().contains("agent.gate-token"))
                        .as("names the token that opens it: %s", response.body())
                        .isEqualTo(path.endsWith("flagger/shop/rollback"));
            }
        } finally {
            guarded.close();
        }
    }
}
