package dev.probation.agent.receiver.notify.grafana;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Span;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.ReceiverContract;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.rules.window.Verdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrafanaReceiverTest extends ReceiverContract {

    private static final Notice WINDOW = Notice.of(
                    NotificationEvent.WINDOW,
                    IncidentAction.INFO,
                    NoticeFixture.NOON,
                    NoticeFixture.deployment("1.4.2"),
                    "p95 < 500ms & all well")
            .about(new Ending(
                    "immediate",
                    Verdict.PASS,
                    Optional.of(new Span(NoticeFixture.NOON.minusSeconds(3_600), NoticeFixture.NOON)),
                    Optional.empty()));

    @Override
    protected ReceiverKind kind() {
        return new GrafanaKind();
    }

    @Override
    protected ReceiverSettings settings(String url) {
        // the address is public, the token is not
        return settings(url.replace("/canary", "/grafana/"), Optional.empty());
    }

    private static GrafanaSettings settings(String url, Optional<String> dashboard) {
        return new GrafanaSettings(URI.create(url), new Secret("canary-token"), List.of("team:books"), dashboard);
    }

    @Override
    protected ResponseDefinitionBuilder success() {
        return aResponse().withStatus(200).withBody("{\"message\":\"Annotation added\",\"id\":7}");
    }

    @Override
    protected List<String> errorsWithStatus200() {
        return List.of("<html>canary</html>", "{\"message\":\"canary\"}");
    }

    @Test
    void annotatesTheRegionOfAWindow() {
        answers(success());

        assertThat(send(WINDOW)).isNotNull();

        assertThat(received().getUrl()).isEqualTo("/grafana/api/annotations");
        assertThat(received().getHeader("Authorization")).isEqualTo("Bearer canary-token");
        assertThat(new JsonObject(received().getBodyAsString()))
                .isEqualTo(new JsonObject()
                        .put("time", 1_769_857_200_000L)
                        .put("timeEnd", 1_769_860_800_000L)
                        .put(
                                "tags",
                                new JsonArray(List.of(
                                        "probation",
                                        "service:bookreader",
                                        "version:1.4.2",
                                        "window",
                                        "window:immediate",
                                        "verdict:pass",
                                        "team:books")))
                        .put("text", "bookreader 1.4.2: window immediate ended: pass\np95 &lt; 500ms &amp; all well"));
    }

    @Test
    void annotatesAPointForAllElse() {
        JsonObject rollback = annotation(NoticeFixture.rollback("1.4.2"), Optional.of("uid-1"));

        assertThat(rollback.getLong("time")).isEqualTo(NoticeFixture.NOON.toEpochMilli());
        assertThat(rollback.containsKey("timeEnd")).isFalse();
        assertThat(rollback.getString("dashboardUID")).isEqualTo("uid-1");
        assertThat(rollback.getJsonArray("tags")).contains("rollback");
    }

    @Test
    void isNotDeliveredWhereAPageToLogInAnswers() {
        answers(aResponse().withStatus(200).withBody("<html>Log in</html>"));

        assertThat(send(WINDOW)).isInstanceOf(TryAgain.class);
    }

    @Test
    void cutsWhatIsTooLong() {
        JsonObject annotation = annotation(NoticeFixture.failing("🚀".repeat(100_000)), Optional.empty());

        assertThat(annotation.getString("text").codePoints().count()).isEqualTo(2_000);
        String longest = annotation(NoticeFixture.rollback("9".repeat(10_000)), Optional.empty())
                .getJsonArray("tags")
                .getString(2);
        assertThat(longest).hasSize(100).startsWith("version:9");
    }

    private static JsonObject annotation(Notice notice, Optional<String> dashboard) {
        return GrafanaAnnotation.of(notice, settings("https://grafana.example.com", dashboard));
    }
}
