package dev.probation.agent.assembly;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Slack, PagerDuty and the deployer that takes the rollback signal, as one WireMock that remembers what it was sent. */
final class People implements AutoCloseable {

    static final String SECRET = "whsec_"
            + Base64.getEncoder().encodeToString("the key of the deployer alone".getBytes(StandardCharsets.UTF_8));

    /** The section that has them told; {@code <people>} stands for their port. */
    static final String NOTIFY = """
            notify:
              oncall:
                pagerduty: { routing-key: 0123456789abcdef0123456789abcdef, url: "http://127.0.0.1:<people>/pagerduty" }
                on: [ failing, rollback, blind ]
              team:
                slack: { url: "http://127.0.0.1:<people>/slack" }
                on: [ started, window, failing, recovered, rollback, blind, passed ]
            """;

    private static final String DEPLOYER = "/rollback";
    private static final String PAGER = "/pagerduty";
    private static final String SLACK = "/slack";

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

    People() {
        server.start();
        server.stubFor(post(SLACK).willReturn(aResponse().withBody("ok")));
        for (String pager : List.of(PAGER, PAGER + "/change/enqueue")) {
            server.stubFor(
                    post(pager).willReturn(okJson("{\"status\":\"success\"}").withStatus(202)));
        }
        deployerAnswers(200);
    }

    /** From now on the deployer answers so. */
    void deployerAnswers(int status) {
        server.stubFor(post(DEPLOYER).willReturn(aResponse().withStatus(status)));
    }

    /** From now on Slack answers so. */
    void slackAnswers(int status) {
        server.stubFor(post(SLACK).willReturn(aResponse().withStatus(status)));
    }

    int port() {
        return server.port();
    }

    /** The signals that came to the deployer, repeats included. */
    List<LoggedRequest> signals() {
        return server.findAll(postRequestedFor(urlEqualTo(DEPLOYER)));
    }

    /** The ids of the signals that came, each once. */
    List<String> signalIds() {
        return signals().stream()
                .map(signal -> signal.getHeader("webhook-id"))
                .distinct()
                .toList();
    }

    /** The keys of the incidents that were triggered or resolved, repeats included. */
    List<String> pages(String action) {
        return server.findAll(postRequestedFor(urlEqualTo(PAGER))).stream()
                .map(page -> new JsonObject(page.getBodyAsString()))
                .filter(page -> page.getString("event_action").equals(action))
                .map(page -> page.getString("dedup_key"))
                .toList();
    }

    /** The texts that the team read. */
    List<String> messages() {
        return server.findAll(postRequestedFor(urlEqualTo(SLACK))).stream()
                .map(message -> new JsonObject(message.getBodyAsString()).getString("text"))
                .toList();
    }

    /** The signature that the Standard Webhooks demand of a request. */
    static String signature(LoggedRequest signal) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring("whsec_".length())), "HmacSHA256"));
        mac.update((signal.getHeader("webhook-id") + '.' + signal.getHeader("webhook-timestamp") + '.')
                .getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signal.getBody()));
    }

    @Override
    public void close() {
        server.stop();
    }
}
