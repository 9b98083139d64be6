package dev.probation.agent.receiver.notify.teams;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Resolution;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.notice.RollbackEscalation;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.ReceiverContract;
import dev.probation.agent.receiver.ReceiverKind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TeamsReceiverTest extends ReceiverContract {

    private static final String FAILED =
            "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error ";

    @Override
    protected ReceiverKind kind() {
        return new TeamsKind();
    }

    @Override
    protected ReceiverSettings settings(String url) {
        return new TeamsSettings(new Secret(url));
    }

    @Override
    protected ResponseDefinitionBuilder success() {
        return aResponse().withStatus(202);
    }

    @Override
    protected List<String> errorsWithStatus200() {
        return List.of(
                FAILED + "429 with ContextId tcid=0,server=canary..",
                FAILED + "413 with ContextId canary",
                FAILED + "503 with ContextId canary",
                "Summary or Text is required.",
                "canary");
    }

    @Override
    protected void keepsLimits(LoggedRequest request) {
        assertThat(request.getBody().length).isLessThanOrEqualTo(20_000);
        String body = request.getBodyAsString();
        assertThat(body)
                .doesNotContain("](")
                .doesNotContain("{{")
                .doesNotContain("<at>")
                .doesNotContain("@here")
                .doesNotContain("\u202E")
                .doesNotContain("\"TextBlock\"")
                .doesNotContain("FactSet")
                .doesNotContain("entities")
                .contains("characters left out)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1"})
    void isDeliveredToAnOlderConnectorThatSaysSo(String body) {
        answers(aResponse().withStatus(200).withBody(body));

        assertThat(send(NoticeFixture.failing("x"))).isInstanceOf(Delivered.class);
    }

    @ParameterizedTest
    @CsvSource({"429, RATE_LIMITED", "502, SERVER_ERROR"})
    void isTriedAgainWhereTeamsItselfMayTakeItLater(int status, DeliveryFailure why) {
        answers(aResponse().withStatus(200).withBody(FAILED + status + " with ContextId canary"));

        assertThat(((TryAgain) send(NoticeFixture.failing("x"))).why()).isEqualTo(why);
    }

    @Test
    void postsACardThatAWorkflowTakes() {
        answers(success());

        assertThat(send(NoticeFixture.failing("p95 612 ms, expected < 500 ms"))).isNotNull();

        JsonObject message = new JsonObject(received().getBodyAsString());
        assertThat(message.getString("type")).isEqualTo("message");
        JsonObject attachment = message.getJsonArray("attachments").getJsonObject(0);
        assertThat(attachment.getString("contentType")).isEqualTo("application/vnd.microsoft.card.adaptive");
        JsonObject card = attachment.getJsonObject("content");
        assertThat(card.getString("type")).isEqualTo("AdaptiveCard");
        assertThat(card.getString("version")).isEqualTo("1.4");
        assertThat(card.getJsonArray("actions").getJsonObject(0).getString("url"))
                .isEqualTo("https://probation.example.com/deployments/bookreader-1");
        assertThat(text(card)).isEqualTo("""
                bookreader 1.4.2: p95-latency is failing
                p95 612 ms, expected <\u200B 500 ms
                Observed: 612 ms
                Expected: <\u200B 500 ms""");
    }

    @Test
    void aStormIsALineForEachCheckAndTheRestIsCounted() {
        String text = text(card(NoticeFixture.storm(60)));

        assertThat(text.lines().count()).isEqualTo(42);
        assertThat(text)
                .startsWith("bookreader 1.4.2: 60 checks are failing\n• 0")
                .endsWith("\nand 20 more");
    }

    @Test
    void theTeamsOwnWordsComeFirstAndWhatHealedIsNoAlarm() {
        JsonObject card = card(NoticeFixture.failing("details")
                .announced("Dear all")
                .over(Resolution.recovered(NoticeFixture.NOON.plusSeconds(60))));

        assertThat(text(card).lines())
                .startsWith("bookreader 1.4.2: p95-latency was failing and is good again", "Dear all", "details");
        assertThat(card.encode()).contains("\"color\":\"Warning\"").contains("2026-01-31T12:01:00Z");
    }

    @Test
    void aRollbackThatIsFollowedNoMoreIsNoGoodNews() {
        Notice over = Notice.of(
                NotificationEvent.ROLLBACK,
                IncidentAction.RESOLVE,
                NoticeFixture.NOON,
                NoticeFixture.deployment("1.4.2"),
                "superseded");

        assertThat(card(over).encode()).contains("\"color\":\"Good\"");
        assertThat(card(over.escalated(RollbackEscalation.ABANDONED)).encode()).contains("\"color\":\"Warning\"");
    }

    private static JsonObject card(Notice notice) {
        return TeamsCard.of(notice).getJsonArray("attachments").getJsonObject(0).getJsonObject("content");
    }

    private static String text(JsonObject card) {
        return objects(card.getJsonArray("body")).stream()
                .map(block -> objects(block.getJsonArray("inlines")).stream()
                        .map(run -> run.getString("text"))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
