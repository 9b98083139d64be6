package dev.probation.agent.receiver.rollback.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.receiver.ReceiverContract;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.WebhookSignature;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReceiverTest extends ReceiverContract {

    private static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    @Override
    protected ReceiverKind kind() {
        return new WebhookKind();
    }

    @Override
    protected ReceiverSettings settings(String url) {
        return new WebhookSettings(new Secret(url), Optional.of(SECRET));
    }

    @Override
    protected ResponseDefinitionBuilder success() {
        return aResponse().withStatus(204);
    }

    @Override
    protected List<String> errorsWithStatus200() {
        return noErrorWithStatus200();
    }

    @Test
    void signsAsThePublishedVectorHasIt() {
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

        assertThat(WebhookSignature.of(SECRET).sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void sendsTheDecisionWithItsIdAndSignature() {
        answers(success());

        assertThat(send(NoticeFixture.rollback("1.4.2"))).isNotNull();

        LoggedRequest request = received();
        assertThat(new JsonObject(request.getBodyAsString()))
                .isEqualTo(new JsonObject()
                        .put("type", "rollback")
                        .put("id", "rollback-bookreader-1")
                        .put("deployment", "bookreader-1")
                        .put("service", "bookreader")
                        .put("version", "1.4.2")
                        .put("check", "error-rate")
                        .put("reason", "error rate 7 %, expected < 5 %")
                        .put("decidedAt", "2026-01-31T12:00:00Z"));
        assertThat(request.getHeader("webhook-id")).isEqualTo("rollback-bookreader-1");
        long timestamp = Long.parseLong(request.getHeader("webhook-timestamp"));
        assertThat(request.getHeader("webhook-signature"))
                .isEqualTo(WebhookSignature.of(SECRET).sign("rollback-bookreader-1", timestamp, request.getBody()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_", "whsec_canary!!", "canary with spaces", "whsec_Y2FuYXJ5"})
    void aSecretOfAnotherFormIsRefusedAndNotRepeated(String secret) {
        assertThatThrownBy(() -> WebhookSignature.of(new Secret(secret)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected whsec_ and a key of 24 bytes or more in base64, found ")
                .hasMessageNotContaining("canary");
    }
}
