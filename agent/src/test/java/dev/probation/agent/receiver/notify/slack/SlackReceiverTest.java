package dev.probation.agent.receiver.notify.slack;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.notice.Notice.Part;
import dev.probation.agent.notice.Notice.Resolution;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.notice.RollbackEscalation;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.ReceiverContract;
import dev.probation.agent.receiver.ReceiverKind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackReceiverTest extends ReceiverContract {

    @Override
    protected ReceiverKind kind() {
        return new SlackKind();
    }

    @Override
    protected ReceiverSettings settings(String url) {
        return new SlackSettings(new Secret(url));
    }

    @Override
    protected ResponseDefinitionBuilder success() {
        return aResponse().withStatus(200).withBody("ok");
    }

    @Override
    protected List<String> errorsWithStatus200() {
        return List.of("{\"ok\":false,\"error\":\"channel_not_found\"}", "invalid_blocks", "canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"ok\":false,\"error\":\"channel_not_found\"}", "invalid_blocks", "no_service\n"})
    void anErrorWithStatus200IsNoSuccess(String body) {
        answers(aResponse().withStatus(200).withBody(body));

        assertThat(send(NoticeFixture.failing("x"))).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | no_service                  | HTTP 404: no_service
            403 | action_prohibited           | HTTP 403: action_prohibited
            404 | see https://hooks/T1/secret | HTTP 404
            200 | invalid_blocks              | HTTP 200, and Slack did not take it: invalid_blocks
            """)
    void aRefusalNamesSlacksErrorAndNothingElse(int status, String body, String detail) {
        answers(aResponse().withStatus(status).withBody(body));

        assertThat(((Refused) send(NoticeFixture.failing("x"))).detail()).isEqualTo(detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>ok</html>", "garbage %&"})
    void whatSlackDoesNotSayIsTriedAgain(String body) {
        answers(aResponse().withStatus(200).withBody(body));

        assertThat(send(NoticeFixture.failing("x"))).isInstanceOf(TryAgain.class);
    }

    @Test
    void saysWhatIsWrong() {
        answers(success());

        assertThat(send(NoticeFixture.failing("p95 612 ms, expected < 500 ms"))).isNotNull();

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
                SlackPayload.of(NoticeFixture.failing("<!channel> <@U123> @here <https://evil.example|bank> & *bold*"));

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
    void aStormIsALineForEachCheck() {
        JsonObject body = SlackPayload.of(bundle(3));

        assertThat(body.getString("text")).isEqualTo("🔴 bookreader 1.4.2: 3 checks are failing");
        assertThat(body.getJsonArray("blocks")
                        .getJsonObject(1)
                        .getJsonObject("text")
                        .getString("text"))
                .isEqualTo("• check-0: 5 of 5 bad\n• check-1: 5 of 5 bad\n• check-2: 5 of 5 bad");
    }

    @Test
    void whatHasNoRoomIsCounted() {
        JsonArray blocks = SlackPayload.of(bundle(60)).getJsonArray("blocks");

        assertThat(blocks.encode())
                .contains("• check-39: ")
                .contains("and 20 more")
                .doesNotContain("check-40");
    }

    @Test
    void theTeamsOwnWordsComeFirst() {
        JsonObject body = SlackPayload.of(NoticeFixture.failing("details").announced("Dear all: <!here> hello"));

        assertThat(body.getJsonArray("blocks").getJsonObject(1).encode()).contains("Dear all: <!here> hello");
        assertThat(body.getJsonArray("blocks").getJsonObject(2).encode()).contains("details");
        assertThat(body.getString("text")).contains("Dear all: &lt;!here&gt; hello");
    }

    @Test
    void aRollbackThatIsFollowedNoMoreIsNoGoodNews() {
        Notice over = Notice.of(
                NotificationEvent.ROLLBACK,
                IncidentAction.RESOLVE,
                NoticeFixture.NOON,
                NoticeFixture.deployment("1.4.2"),
                "superseded");

        assertThat(SlackPayload.of(over).getString("text")).startsWith("🟢");
        assertThat(SlackPayload.of(over.escalated(RollbackEscalation.ABANDONED)).getString("text"))
                .startsWith("🟡");
    }

    @Test
    void whatHealedInTheMeantimeIsNoAlarm() {
        JsonObject body = SlackPayload.of(
                NoticeFixture.failing("x").over(Resolution.recovered(NoticeFixture.NOON.plusSeconds(60))));

        assertThat(body.getString("text")).startsWith("🟡 bookreader 1.4.2: p95-latency was failing and is good again");
        assertThat(body.encode()).contains("Healed: 2026-01-31T12:01:00Z");
        String unwatched = SlackPayload.of(NoticeFixture.failing("x").over(new Resolution(NoticeFixture.NOON, false)))
                .encode();
        assertThat(unwatched).contains("🟡 bookreader 1.4.2: p95-latency was failing and is no longer watched");
        assertThat(unwatched).doesNotContain("Healed");
    }

    /** As Slack counts and refuses. */
    @Override
    protected void keepsLimits(LoggedRequest request) {
        super.keepsLimits(request);
        JsonObject body = new JsonObject(request.getBodyAsString());
        assertThat(body.getString("text")).doesNotContain("<").doesNotContain("@here");
        JsonArray blocks = body.getJsonArray("blocks");
        assertThat(blocks.size()).isLessThanOrEqualTo(50);
        assertThat(blocks.encode()).doesNotContain("\u202E");
        int characters = 0;
        for (JsonObject text : texts(blocks)) {
            int length = text.getString("text").length();
            characters += length;
            assertThat(length).isLessThanOrEqualTo(3_000);
            assertThat(text.getString("type").equals("plain_text")
                            || text.getString("text").endsWith("|Open in Probation>"))
                    .isTrue();
        }
        assertThat(blocks.getJsonObject(0)
                        .getJsonObject("text")
                        .getString("text")
                        .length())
                .isLessThanOrEqualTo(150);
        assertThat(characters).isLessThanOrEqualTo(12_000);
        assertThat(blocks.encode()).contains("characters left out)");
    }

    private static List<JsonObject> texts(JsonArray blocks) {
        List<JsonObject> texts = new ArrayList<>();
        for (JsonObject block : blocks.stream().map(JsonObject.class::cast).toList()) {
            if (block.containsKey("text")) {
                texts.add(block.getJsonObject("text"));
            }
            block.getJsonArray("fields", block.getJsonArray("elements", new JsonArray()))
                    .forEach(text -> texts.add((JsonObject) text));
        }
        return texts;
    }

    private static Notice bundle(int checks) {
        List<Part> parts = IntStream.range(0, checks)
                .mapToObj(i -> new Part(
                        new Evidence("check-" + i, "failing", Optional.empty(), Optional.empty()), "5 of 5 bad"))
                .toList();
        return NoticeFixture.failing("x").batched(parts, "lines");
    }
}
