package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.ConfigText;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.RealAlertmanager;
import dev.probation.agent.servers.RealPrometheus;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.window.CheckVerdict;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Alertmanager tells a running agent of its alerts, and what is signed as GitHub does announces a deployment. */
class WaysInIT {

    private static final String SECRET = "It's a Secret to Everybody";
    private static final String ALERTMANAGER = """
            route:
              { receiver: probation, group_by: [ alertname ], group_wait: 100ms, group_interval: 500ms, repeat_interval: 500ms }
            receivers:
              - name: probation
                webhook_configs:
                  - url: http://127.0.0.1:PORT/api/v1/webhooks/alertmanager
                    http_config: { authorization: { credentials: t0k3n-of-alertmanager } }
            """;
    private static final String AGENT = """
            agent: { store: "<store>", listen: "127.0.0.1:<port>" }
            events:
              github: { secret: "It's a Secret to Everybody", version: ref }
              alertmanager: { token: t0k3n-of-alertmanager }
            targets:
              alerts: { alerts: Watchdog, within: 4s }
            services:
              shop:
                checks:
                  no-alerts: { alerts: alerts, matchers: { service: shop }, every: 200ms, failures: 1, recover: 1, no-data: inconclusive }
            """;

    private final Vertx vertx = VertxFactory.create();
    private final HttpClient client = HttpClient.newHttpClient();
    private Optional<Agent> agent = Optional.empty();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        stopAgent();
        Await.done(vertx.close());
    }

    private void startAgent(int port) throws IOException {
        Config config =
                new ConfigText(AGENT).withStoreIn(folder).with("port", port).load(folder);
        agent = Optional.of(Await.result(Agent.start(vertx, config)));
    }

    private void stopAgent() {
        agent.ifPresent(running -> Await.done(running.stop()));
        agent = Optional.empty();
    }

    private HttpResponse<String> post(URI uri, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void alert(RealAlertmanager alertmanager, String name, String service, Instant ends) throws Exception {
        JsonObject labels = new JsonObject().put("alertname", name).put("service", service);
        JsonArray alerts =
                new JsonArray().add(new JsonObject().put("labels", labels).put("endsAt", ends.toString()));
        assertThat(post(alertmanager.uri().resolve("/api/v2/alerts"), alerts.encode())
                        .statusCode())
                .isEqualTo(200);
    }

    private static String signature(String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> deploy(int port, String version, String delivery) throws Exception {
        String body = new JsonObject()
                .put(
                        "deployment_status",
                        new JsonObject()
                                .put("state", "success")
                                .put("environment", "production")
                                .put("created_at", Instant.now().toString()))
                .put("deployment", new JsonObject().put("ref", version))
                .put("repository", new JsonObject().put("full_name", "acme/shop"))
                .encode();
        return post(
                URI.create("http://127.0.0.1:" + port + "/api/v1/webhooks/github"),
                body,
                "X-GitHub-Event",
                "deployment_status",
                "X-GitHub-Delivery",
                delivery,
                "X-Hub-Signature-256",
                signature(body));
    }

    private CheckVerdict check() {
        DeploymentView view = Await.result(agent.orElseThrow().deployments().newest("shop", 1))
                .get(0);
        return view.windows().get(0).checks().get(0);
    }

    private void awaitState(CheckState state) {
        Await.until("the check is " + state, () -> check().state() == state);
    }

    @Test
    void alertsThatFireAreEvidenceAndSilenceIsNone() throws Exception {
        int port = RealPrometheus.freePort();
        startAgent(port);
        assertThat(deploy(port, "1.4.2", "d1").body()).contains("announced");
        awaitState(CheckState.NO_DATA);
        Instant far = Instant.now().plusSeconds(3_600);

        try (RealAlertmanager alertmanager =
                RealAlertmanager.configured(folder, ALERTMANAGER.replace("PORT", Integer.toString(port)))) {
            alert(alertmanager, "Watchdog", "shop", far);
            awaitState(CheckState.OK);
            alert(alertmanager, "HighErrors", "other", far);
            alert(alertmanager, "HighErrors", "shop", far);
            awaitState(CheckState.FAILING);
            assertThat(check().reason()).contains("HighErrors");

            stopAgent();
            startAgent(port);
            awaitState(CheckState.FAILING);
            assertThat(deploy(port, "1.4.2", "d1").body()).contains("repeat");

            alert(alertmanager, "HighErrors", "shop", Instant.now());
            awaitState(CheckState.OK);
        }

        awaitState(CheckState.NO_DATA);
    }
}
