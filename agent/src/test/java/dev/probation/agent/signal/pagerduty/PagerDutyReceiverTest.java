package dev.probation.agent.signal.pagerduty;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.signal.Notice;
import dev.probation.agent.signal.Notices;
import dev.probation.agent.signal.ReceiverContract;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import org.junit.jupiter.api.Test;

class PagerDutyReceiverTest extends ReceiverContract {

    @Override
    protected String kind() {
        return "pagerduty";
    }

    @Override
    protected ReceiverSettings settings(String url) {
        // the address of this API is public, the key is not
        return new PagerDutySettings(new Secret("canary-key"), URI.create(url.replace("canary", "v2/enqueue")));
    }

    @Override
    protected ResponseDefinitionBuilder success() {
        return aResponse().withStatus(202).withBody("{\"status\":\"success\",\"message\":\"Event processed\"}");
    }

    @Test
    void triggersAndResolvesOneAlert() {
        answers(success());

        assertThat(send(Notices.failing("p95 612 ms, expected < 500 ms"))).isNotNull();

        JsonObject trigger = new JsonObject(received().getBodyAsString());
        assertThat(trigger.getString("routing_key")).isEqualTo("canary-key");
        assertThat(trigger.getString("event_action")).isEqualTo("trigger");
        assertThat(trigger.getString("dedup_key")).isEqualTo("probation/bookreader/bookreader-1/p95-latency");
        JsonObject payload = trigger.getJsonObject("payload");
        assertThat(payload.getString("summary"))
                .isEqualTo("bookreader 1.4.2: p95-latency is failing – p95 612 ms, expected < 500 ms");
        assertThat(payload.getString("source")).isEqualTo("bookreader");
        assertThat(payload.getString("severity")).isEqualTo("error");
        assertThat(payload.getString("timestamp")).isEqualTo("2026-01-31T12:00:00Z");

        JsonObject resolve = event(Notices.recovered());
        assertThat(resolve.getString("event_action")).isEqualTo("resolve");
        assertThat(resolve.getString("dedup_key")).isEqualTo(trigger.getString("dedup_key"));
    }

    @Test
    void keepsToPagerDutysLimits() {
        JsonObject event = event(Notices.failing("🚀".repeat(100_000)));

        assertThat(event.getJsonObject("payload")
                        .getString("summary")
                        .codePoints()
                        .count())
                .isEqualTo(1_024);
        assertThat(event.toBuffer().length()).isLessThan(512 << 10);
    }

    @Test
    void aRollbackIsCritical() {
        assertThat(event(Notices.rollback("1.4.2")).getJsonObject("payload").getString("severity"))
                .isEqualTo("critical");
    }

    private static JsonObject event(Notice notice) {
        return PagerDutyEvent.of(notice, notice.incident());
    }
}
