package dev.probation.agent.signal.slack;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.signal.Delivery.Refused;
import dev.probation.agent.signal.Delivery.TryAgain;
import dev.probation.agent.signal.Notices;
import dev.probation.agent.signal.ReceiverContract;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackReceiverTest extends ReceiverContract {

    @Override
    protected String kind() {
        return "slack";
    }

    @Override
    protected ReceiverSettings settings(String url) {
        return new SlackSettings(new Secret(url));
    }

    @Override
    protected ResponseDefinitionBuilder success() {
        return aResponse().withStatus(200).withBody("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"ok\":false,\"error\":\"channel_not_found\"}", "invalid_blocks", "no_service\n"})
    void anErrorWithStatus200IsNoSuccess(String body) {
        answers(aResponse().withStatus(200).withBody(body));

        assertThat(send(Notices.failing("x"))).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>ok</html>", "garbage %&"})
    void whatSlackDoesNotSayIsTriedAgain(String body) {
        answers(aResponse().withStatus(200).withBody(body));

        assertThat(send(Notices.failing("x"))).isInstanceOf(TryAgain.class);
    }

    @Test
    void saysWhatIsWrong() {
        answers(success());

        assertThat(send(Notices.failing("p95 612 ms, expected < 500 ms"))).isNotNull();

        JsonObject body = new JsonObject(received().getBodyAsString());
        assertThat(body.getString("text"))
                .isEqualTo("🔴 bookreader 1.4.2: p95-latency is failing – p95 612 ms, expected &lt; 500 ms");
        assertThat(body.getJsonArray("blocks").encode())
                .contains("Observed: 612 ms")
                .contains("Expected: < 500 ms")
                .contains("https://probation.example.com/deployments/bookreader-1|Open in Probation");
    }

    @Test
    void callsNobodyAndForgesNoLink() {
        JsonObject body =
                SlackPayload.of(Notices.failing("<!channel> <@U123> @here <https://evil.example|bank> & *bold*"));

        assertThat(body.getString("text"))
                .doesNotContain("<")
                .doesNotContain("@here")
                .contains("&lt;!channel&gt;")
                .contains("&amp;");
        JsonArray blocks = body.getJsonArray("blocks");
        for (int i = 0; i < blocks.size(); i++) {
            JsonObject block = blocks.getJsonObject(i);
            if (block.encode().contains("channel")) {
                assertThat(block.getJsonObject("text").getString("type")).isEqualTo("plain_text");
            }
        }
    }

    @Test
    void keepsToSlacksLimits() {
        JsonObject body = SlackPayload.of(Notices.failing("🚀".repeat(20_000)));

        JsonArray blocks = body.getJsonArray("blocks");
        assertThat(blocks.size()).isLessThan(50);
        assertThat(codePoints(blocks.getJsonObject(0))).isLessThanOrEqualTo(150);
        assertThat(codePoints(blocks.getJsonObject(1))).isLessThanOrEqualTo(3_000);
        assertThat(blocks.getJsonObject(1).encode()).contains("…");
    }

    private static long codePoints(JsonObject block) {
        return block.getJsonObject("text").getString("text").codePoints().count();
    }
}
