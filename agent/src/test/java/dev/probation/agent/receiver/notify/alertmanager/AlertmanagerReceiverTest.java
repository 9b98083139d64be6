package dev.probation.agent.receiver.notify.alertmanager;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Resolution;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.ReceiverContract;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.servers.Await;
import dev.probation.agent.store.Message;
import dev.probation.agent.time.FakeTime;
import dev.probation.agent.time.Mistake;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlertmanagerReceiverTest extends ReceiverContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();
    private final FakeTime time = new FakeTime(NoticeFixture.NOON);

    @AfterEach
    void close() {
        Await.done(vertx.close());
    }

    @Override
    protected ReceiverKind kind() {
        return new AlertmanagerKind();
    }

    @Override
    protected ReceiverSettings settings(String url) {
        // the address is not secret, the token is
        return new AlertmanagerSettings(
                List.of(URI.create(url.replace("/canary", "/"))), MINUTE, Optional.of(new Secret("canary")));
    }

    @Override
    protected ResponseDefinitionBuilder success() {
        return aResponse().withStatus(200);
    }

    @Override
    protected List<String> errorsWithStatus200() {
        return noErrorWithStatus200();
    }

    @Override
    protected void keepsLimits(LoggedRequest request) {
        super.keepsLimits(request);
        JsonObject alert = new JsonArray(request.getBodyAsString()).getJsonObject(0);
        assertThat(alert.getJsonObject("labels").fieldNames()).contains("alertname");
        assertThat(alert.getJsonObject("labels").stream())
                .allMatch(label -> label.getValue().toString().codePoints().count() <= 500);
        assertThat(alert.getJsonObject("annotations").getString("description"))
                .hasSizeLessThan(16_000)
                .contains("characters left out)");
    }

    @Test
    void sendsAnAlertThatFires() {
        answers(success());

        assertThat(send(NoticeFixture.failing("p95 612 ms"))).isInstanceOf(Delivered.class);

        LoggedRequest request = received();
        assertThat(request.getUrl()).isEqualTo("/api/v2/alerts");
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer canary");
        JsonObject alert = new JsonArray(request.getBodyAsString()).getJsonObject(0);
        assertThat(Instant.parse((String) alert.remove("endsAt"))).isAfter(NoticeFixture.NOON);
        assertThat(alert)
                .isEqualTo(new JsonObject()
                        .put(
                                "labels",
                                new JsonObject()
                                        .put("alertname", "ProbationCheckFailing")
                                        .put("service", "bookreader")
                                        .put("deployment", "bookreader-1")
                                        .put("version", "1.4.2")
                                        .put("severity", "critical")
                                        .put("incident", "probation/bookreader/bookreader-1/p95-latency")
                                        .put("check", "p95-latency"))
                        .put(
                                "annotations",
                                new JsonObject()
                                        .put("summary", "bookreader 1.4.2: p95-latency is failing")
                                        .put("description", "p95 612 ms"))
                        .put("startsAt", "2026-01-31T12:00:00Z")
                        .put("generatorURL", "https://probation.example.com/deployments/bookreader-1"));
    }

    @Test
    void theEndHasTheSameLabelsWhateverIsKnownOfTheBeginning() {
        Alert opened = Alert.opened(message(NoticeFixture.failing("x")), NoticeFixture.NOON);
        Alert known = Alert.resolved(message(NoticeFixture.recovered()), opened);
        Alert unknown = Alert.resolved(message(NoticeFixture.recovered()), null);

        assertThat(known.labels()).isEqualTo(opened.labels());
        assertThat(unknown.labels()).isEqualTo(opened.labels());

        Notice helped = Notice.of(
                NotificationEvent.ROLLBACK,
                IncidentAction.RESOLVE,
                NoticeFixture.NOON,
                NoticeFixture.deployment("1.4.2"),
                "good again");
        assertThat(Alert.resolved(message(helped), null).labels())
                .isEqualTo(Alert.opened(message(NoticeFixture.rollback("1.4.2")), NoticeFixture.NOON)
                        .labels());
    }

    @Test
    void repeatsWhatFiresAndForFiveMinutesWhatIsOver() {
        answers(success());
        Receiver receiver = fake(address("/"));
        receiver.begin(since -> Future.succeededFuture(List.of()));
        assertThat(Await.result(receiver.send(message(NoticeFixture.failing("x")))))
                .isInstanceOf(Delivered.class);

        advance(2, 3);
        Notice over = Notice.of(
                        NotificationEvent.RECOVERED,
                        IncidentAction.RESOLVE,
                        time.now(),
                        NoticeFixture.deployment("1.4.2"),
                        "2 good samples")
                .about(NoticeFixture.recovered().check().orElseThrow());
        assertThat(Await.result(receiver.send(message(over)))).isInstanceOf(Delivered.class);
        advance(4, 8);

        String end = "2026-01-31T12:02:00Z";
        assertThat(all("endsAt"))
                .containsExactlyInAnyOrder(
                        "2026-01-31T12:05:00Z",
                        "2026-01-31T12:06:00Z",
                        "2026-01-31T12:07:00Z",
                        end,
                        end,
                        end,
                        end,
                        end);
        assertThat(all("startsAt")).containsOnly("2026-01-31T12:00:00Z");
        time.advance(Duration.ofMinutes(60));
        assertThat(asked()).hasSize(8);
        Await.done(receiver.close());
    }

    @Test
    void afterARestartItRepeatsWhatWasOpen() {
        answers(success());
        Receiver receiver = fake(address("/"));
        Notice blind = Notice.of(
                NotificationEvent.BLIND,
                IncidentAction.TRIGGER,
                NoticeFixture.NOON,
                NoticeFixture.deployment("1.4.2"),
                "every check errors");

        receiver.begin(since -> Future.succeededFuture(
                List.of(message(NoticeFixture.failing("x")), message(blind), message(NoticeFixture.recovered()))));

        Await.until("it is told again", () -> asked().size() == 1);
        time.advance(Duration.ofMinutes(10));
        Await.until("and again", () -> asked().size() == 11);
        assertThat(new JsonArray(asked().get(0).getBodyAsString())).hasSize(2);
        assertThat(asked().stream().filter(request -> new JsonArray(request.getBodyAsString()).size() == 1))
                .hasSize(6)
                .allMatch(request -> request.getBodyAsString().contains("ProbationBlind"));
        Await.done(receiver.close());
    }

    @Test
    void whatWasNotTakenIsNotRepeated() {
        answers(aResponse().withStatus(500));
        Receiver receiver = fake(address("/"));
        receiver.begin(since -> Future.succeededFuture(List.of()));

        assertThat(Await.result(receiver.send(message(NoticeFixture.failing("x")))))
                .isNotInstanceOf(Delivered.class);

        time.advance(Duration.ofMinutes(10));
        assertThat(asked()).hasSize(1);
        Await.done(receiver.close());
    }

    @Test
    void whatHealedBeforeItWasToldFiresForAMinuteAllTheSame() {
        Alert healed = Alert.opened(
                message(NoticeFixture.failing("x").over(Resolution.recovered(NoticeFixture.NOON.plusSeconds(60)))),
                NoticeFixture.NOON.plusSeconds(3_600));
        Alert over = Alert.resolved(message(NoticeFixture.recovered()), healed);

        assertThat(healed.end()).contains(NoticeFixture.NOON.plusSeconds(3_660));
        assertThat(over.end()).contains(NoticeFixture.NOON.plusSeconds(3_660));
    }

    @Test
    void aMessageThatWasNotDeliveredIsAnAlertForAnHour() {
        Notice lost = Notice.of(
                NotificationEvent.UNDELIVERED,
                IncidentAction.TRIGGER,
                NoticeFixture.NOON,
                NoticeFixture.deployment("1.4.2"),
                "slack refused it");

        assertThat(Alert.opened(message(lost), NoticeFixture.NOON).end())
                .contains(NoticeFixture.NOON.plusSeconds(3_600));
    }

    @Test
    void itIsTakenWhereOneOfTheClusterTookIt() {
        answers(success());
        Receiver receiver = fake("http://localhost:1/", address("/"));

        assertThat(Await.result(receiver.send(message(NoticeFixture.failing("x")))))
                .isEqualTo(new Delivered("HTTP 200 from 1 of 2"));
        Await.done(receiver.close());
    }

    @Test
    void aReminderThatThrowsIsFollowedByTheNext() {
        answers(success());
        Receiver receiver = fake(address("/"));
        receiver.begin(since -> Future.succeededFuture(List.of()));
        Delivery delivered = Await.result(receiver.send(message(NoticeFixture.failing("x"))));
        assertThat(delivered).isInstanceOf(Delivered.class);
        time.breakWallClock(Mistake.EXCEPTION);
        time.advance(Duration.ofMinutes(1));
        time.breakWallClock(null);

        advance(1, 2);
        Await.done(receiver.close());
    }

    private void advance(int minutes, int requests) {
        time.advance(Duration.ofMinutes(minutes));
        Await.until(requests + " requests", () -> asked().size() == requests);
    }

    private static List<String> all(String field) {
        return asked().stream()
                .map(request -> new JsonArray(request.getBodyAsString())
                        .getJsonObject(0)
                        .getString(field))
                .toList();
    }

    private Receiver fake(String... urls) {
        List<URI> all = Arrays.stream(urls).map(URI::create).toList();
        return new AlertmanagerReceiver(
                new AlertmanagerSettings(all, MINUTE, Optional.empty()),
                new HttpSender(new ReceiverContext(vertx, time)),
                time);
    }

    private static Message message(Notice notice) {
        return NoticeFixture.message("m1", "team", notice);
    }
}
