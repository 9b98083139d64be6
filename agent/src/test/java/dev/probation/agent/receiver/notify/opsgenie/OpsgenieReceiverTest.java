package dev.probation.agent.receiver.notify.opsgenie;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.receiver.ReceiverContract;
import dev.probation.agent.receiver.ReceiverKind;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpsgenieReceiverTest extends ReceiverContract {

    @Override
    protected ReceiverKind kind() {
        return new OpsgenieKind();
    }

    @Override
    protected ReceiverSettings settings(String url) {
        // the address of this API is public, the key is not
        return new OpsgenieSettings(new Secret("canary-key"), URI.create(url.replace("/canary", "/")));
    }

    @Override
    protected ResponseDefinitionBuilder success() {
        return aResponse().withStatus(202).withBody("{\"result\":\"Request will be processed\",\"requestId\":\"1\"}");
    }

    @Override
    protected List<String> errorsWithStatus200() {
        return noErrorWithStatus200();
    }

    @Override
    protected void keepsLimits(LoggedRequest request) {
        super.keepsLimits(request);
        JsonObject alert = new JsonObject(request.getBodyAsString());
        assertThat(alert.getString("message").length()).isLessThanOrEqualTo(130);
        assertThat(alert.getString("alias").length()).isLessThanOrEqualTo(512);
        assertThat(alert.getString("description").codePoints().count()).isLessThanOrEqualTo(15_000);
        assertThat(alert.getString("description")).doesNotContain("<at>").doesNotContain("@here");
        assertThat(alert.getJsonArray("tags")).allMatch(tag -> tag.toString().length() <= 50);
        assertThat(alert.getJsonObject("details").encode().length()).isLessThanOrEqualTo(8_000);
        assertThat(alert.encode()).doesNotContain("\u202E").contains("characters left out)");
    }

    @Test
    void opensAnAlert() {
        answers(success());

        assertThat(send(NoticeFixture.failing("p95 612 ms, expected < 500 ms"))).isNotNull();

        LoggedRequest request = received();
        assertThat(request.getUrl()).isEqualTo("/v2/alerts");
        assertThat(request.getHeader("Authorization")).isEqualTo("GenieKey canary-key");
        JsonObject alert = new JsonObject(request.getBodyAsString());
        assertThat(alert.getString("message")).isEqualTo("bookreader 1.4.2: p95-latency is failing");
        assertThat(alert.getString("alias")).isEqualTo("probation:bookreader:bookreader-1:p95-latency");
        assertThat(alert.getString("description")).isEqualTo("p95 612 ms, expected < 500 ms");
        assertThat(alert.getString("priority")).isEqualTo("P2");
        assertThat(alert.getJsonArray("tags")).containsExactly("probation", "failing", "bookreader");
        assertThat(alert.getJsonObject("details"))
                .isEqualTo(new JsonObject()
                        .put("service", "bookreader")
                        .put("version", "1.4.2")
                        .put("deployment", "bookreader-1")
                        .put("since", "2026-01-31T12:00:00Z")
                        .put("check", "p95-latency")
                        .put("state", "failing")
                        .put("observed", "612 ms")
                        .put("expected", "< 500 ms")
                        .put("link", "https://probation.example.com/deployments/bookreader-1"));
    }

    @Test
    void closesTheSameAlert() {
        answers(success());

        assertThat(send(NoticeFixture.recovered())).isNotNull();

        LoggedRequest request = received();
        assertThat(request.getUrl())
                .isEqualTo("/v2/alerts/probation:bookreader:bookreader-1:p95-latency/close?identifierType=alias");
        assertThat(new JsonObject(request.getBodyAsString()).getString("note"))
                .isEqualTo("bookreader 1.4.2: p95-latency is good again\n2 good samples");
    }

    @Test
    void aRollbackWakesPeople() {
        assertThat(OpsgenieAlert.opening(NoticeFixture.rollback("1.4.2"), "a").getString("priority"))
                .isEqualTo("P1");
    }

    @Test
    void anAliasThatIsChangedOrCutStaysApartFromOthers() {
        String long1 = OpsgenieAlert.alias("probation/" + "x".repeat(1_000) + "/1");
        String long2 = OpsgenieAlert.alias("probation/" + "x".repeat(1_000) + "/2");

        assertThat(long1).hasSize(512).isNotEqualTo(long2);
        assertThat(OpsgenieAlert.alias("a b?")).matches("a_b_~[0-9a-f]{16}").isNotEqualTo(OpsgenieAlert.alias("a_b?"));
        assertThat(OpsgenieAlert.alias("a:b/c")).isNotEqualTo(OpsgenieAlert.alias("a/b:c"));
    }
}
