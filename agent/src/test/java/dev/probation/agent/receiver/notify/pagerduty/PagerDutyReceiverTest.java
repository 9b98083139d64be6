package dev.probation.agent.receiver.notify.pagerduty;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.notice.Notice.Part;
import dev.probation.agent.notice.Notice.Resolution;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.notice.RollbackEscalation;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.ReceiverContract;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.rules.window.Verdict;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagerDutyReceiverTest extends ReceiverContract {

    private static final Notice STARTED = Notice.of(
            NotificationEvent.STARTED,
            IncidentAction.INFO,
            NoticeFixture.NOON,
            NoticeFixture.deployment("1.4.2"),
            "went live at noon");
    private static final Notice CONFIRMED = Notice.of(
            NotificationEvent.ROLLBACK,
            IncidentAction.INFO,
            NoticeFixture.NOON,
            NoticeFixture.deployment("1.4.2"),
            "the earlier version is back");

    @Override
    protected ReceiverKind kind() {
        return new PagerDutyKind();
    }

    @Override
    protected ReceiverSettings settings(String url) {
        // the address of this API is public, the key is not
        return settings(URI.create(url.replace("canary", "v2/enqueue")), true);
    }

    private static PagerDutySettings settings(URI url, boolean changes) {
        return new PagerDutySettings(new Secret("canary-key"), url, changes);
    }

    private static ReceiverConfig config(boolean changes, NotificationEvent... on) {
        URI url = URI.create("https://events.pagerduty.com/v2/enqueue");
        return new ReceiverConfig("oncall", "pagerduty", settings(url, changes), Set.of(on));
    }

    @Override
    protected ResponseDefinitionBuilder success() {
        return aResponse().withStatus(202).withBody("{\"status\":\"success\",\"message\":\"Event processed\"}");
    }

    @Override
    protected List<String> errorsWithStatus200() {
        return noErrorWithStatus200();
    }

    @Test
    void triggersAndResolvesOneAlert() {
        answers(success());

        assertThat(send(NoticeFixture.failing("p95 612 ms, expected < 500 ms"))).isNotNull();

        assertThat(received().getUrl()).isEqualTo("/v2/enqueue");
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

        JsonObject resolve = event(NoticeFixture.recovered());
        assertThat(resolve.getString("event_action")).isEqualTo("resolve");
        assertThat(resolve.getString("dedup_key")).isEqualTo(trigger.getString("dedup_key"));
    }

    @Test
    void acknowledgesTheRollbackThatIsBeingVerified() {
        JsonObject acknowledge = event(CONFIRMED);

        assertThat(acknowledge.getString("event_action")).isEqualTo("acknowledge");
        assertThat(acknowledge.getString("dedup_key"))
                .isEqualTo(event(NoticeFixture.rollback("1.4.2")).getString("dedup_key"));
    }

    @Test
    void aSignalThatWasLostAcknowledgesNothing() {
        Notice lost = CONFIRMED.escalated(RollbackEscalation.SIGNAL_LOST);

        assertThat(new PagerDutyKind().hears(config(true, NotificationEvent.ROLLBACK), lost))
                .as("nobody has seen to it")
                .isFalse();
    }

    @Test
    void marksADeploymentThatBeginsWithAChangeEvent() {
        answers(success());

        assertThat(send(STARTED)).isNotNull();

        assertThat(received().getUrl()).isEqualTo("/v2/change/enqueue");
        JsonObject change = new JsonObject(received().getBodyAsString());
        assertThat(change.fieldNames()).containsExactlyInAnyOrder("payload", "routing_key");
        JsonObject payload = change.getJsonObject("payload");
        assertThat(payload.fieldNames()).containsExactlyInAnyOrder("summary", "timestamp", "source", "custom_details");
        assertThat(payload.getString("summary")).isEqualTo("bookreader 1.4.2: is being watched");
        assertThat(payload.getString("source")).isEqualTo("bookreader");
    }

    @Test
    void aChangeLinksToTheDeployment() {
        JsonObject change = PagerDutyChange.of(STARTED.linked("https://probation.example.com/1"));

        assertThat(change.getJsonArray("links").getJsonObject(0).getString("href"))
                .isEqualTo("https://probation.example.com/1");
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            occasion | action   | on       | changes | alert | mark
            STARTED  | INFO     | FAILING  | true    | false | true
            STARTED  | INFO     | STARTED  | false   | false | false
            FAILING  | TRIGGER  | FAILING  | true    | true  | false
            FAILING  | TRIGGER  | ROLLBACK | true    | false | false
            RECOVERED| RESOLVE  | FAILING  | true    | true  | false
            ROLLBACK | TRIGGER  | ROLLBACK | true    | true  | false
            ROLLBACK | INFO     | ROLLBACK | true    | true  | true
            ROLLBACK | INFO     | FAILING  | true    | false | true
            ROLLBACK | RESOLVE  | ROLLBACK | false   | true  | false
            PASSED   | INFO     | PASSED   | true    | false | false
            """)
    void alertsAsAskedAndMarksAnyway(
            NotificationEvent occasion,
            IncidentAction action,
            NotificationEvent on,
            boolean changes,
            boolean alert,
            boolean mark) {
        Notice notice = Notice.of(occasion, action, NoticeFixture.NOON, NoticeFixture.deployment("1.4.2"), "x");

        assertThat(PagerDutyKind.alerts(config(changes, on), notice)).isEqualTo(alert);
        assertThat(PagerDutyKind.marks(config(changes, on), notice)).isEqualTo(mark);
        assertThat(new PagerDutyKind().hears(config(changes, on), notice)).isEqualTo(alert || mark);
    }

    @Test
    void marksHowADeploymentEnded() {
        Notice window = Notice.of(
                NotificationEvent.WINDOW,
                IncidentAction.INFO,
                NoticeFixture.NOON,
                NoticeFixture.deployment("1.4.2"),
                "error-rate failed");

        assertThat(PagerDutyKind.marks(config(true), window.about(new Ending("immediate", Verdict.FAIL))))
                .isFalse();
        Notice last = window.about(new Ending("long-term", Verdict.FAIL, Optional.empty(), Optional.of(Verdict.FAIL)));
        assertThat(PagerDutyKind.marks(config(true), last)).isTrue();
        assertThat(PagerDutyChange.of(last).getJsonObject("payload").getString("summary"))
                .isEqualTo("bookreader 1.4.2: failed its probation");
    }

    @Test
    void saysWhatPagerDutyFoundWrong() {
        answers(aResponse().withStatus(400).withBody("""
                {"status":"invalid event","message":"Event object is invalid",
                 "errors":["Length of 'routing_key' is incorrect (should be 32 characters)","'canary-key' is none"]}"""));

        assertThat(send(NoticeFixture.failing("x")))
                .isEqualTo(new Refused(
                        DeliveryFailure.REFUSED,
                        "HTTP 400: Length of 'routing_key' is incorrect (should be 32 characters); '***' is none"));
    }

    @Test
    void keepsToPagerDutysLimits() {
        JsonObject event = event(NoticeFixture.failing("🚀".repeat(100_000)));

        assertThat(event.getJsonObject("payload")
                        .getString("summary")
                        .codePoints()
                        .count())
                .isEqualTo(1_024);
        assertThat(event.toBuffer().length()).isLessThan(512 << 10);
    }

    @Test
    void aStormOfLongNamesFits() {
        String name = "\u0001".repeat(10_000);
        Part part = new Part(new Evidence(name, "failing", Optional.of(name), Optional.of(name)), name);
        Notice storm = NoticeFixture.failing("x").batched(Collections.nCopies(60, part), name.repeat(60));

        JsonObject event = event(storm);

        assertThat(event.toBuffer().length()).isLessThan(512 << 10);
        JsonObject details = event.getJsonObject("payload").getJsonObject("custom_details");
        assertThat(details.getJsonArray("checks")).hasSize(60);
        assertThat(details.containsKey("further_checks")).isFalse();
    }

    @Test
    void saysHowManyChecksOfAStormAreLeftOut() {
        Part part = new Part(new Evidence("a", "failing", Optional.empty(), Optional.empty()), "x");

        JsonObject details =
                PagerDutyDetails.of(NoticeFixture.failing("x").batched(Collections.nCopies(100, part), "x"));

        assertThat(details.getJsonArray("checks")).hasSize(80);
        assertThat(details.getInteger("further_checks")).isEqualTo(20);
    }

    @Test
    void aRollbackIsCriticalAndWhatIsOverIsAWarning() {
        assertThat(event(NoticeFixture.rollback("1.4.2"))
                        .getJsonObject("payload")
                        .getString("severity"))
                .isEqualTo("critical");
        JsonObject healed = event(
                        NoticeFixture.failing("x").over(Resolution.recovered(NoticeFixture.NOON.plusSeconds(60))))
                .getJsonObject("payload");
        assertThat(healed.getString("severity")).isEqualTo("warning");
        assertThat(healed.getString("summary")).contains("was failing and is good again");
        JsonObject unwatched = event(NoticeFixture.failing("x").over(new Resolution(NoticeFixture.NOON, false)))
                .getJsonObject("payload");
        assertThat(unwatched.getString("severity")).isEqualTo("warning");
        assertThat(unwatched.getString("summary")).contains("was failing and is no longer watched");
        assertThat(unwatched.encode()).doesNotContain("good again").doesNotContain("healed");
    }

    @Test
    void theAddressOfChangesStandsBesideTheOther() {
        for (String url : List.of("https://events.eu.pagerduty.com/v2/enqueue", "https://proxy.example.com/pd")) {
            assertThat(settings(URI.create(url), true).changeUrl().toString())
                    .isEqualTo(url.replace("/enqueue", "") + "/change/enqueue");
        }
    }

    private static JsonObject event(Notice notice) {
        return PagerDutyEvent.of(notice, notice.incident());
    }
}
