package dev.probation.agent.receiver.notify.alertmanager;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.RealAlertmanager;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import dev.probation.rules.deployment.Deployment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertmanagerIT {

    private final Vertx vertx = Vertx.vertx();
    private final Time time = new VertxTime(vertx, vertx.getOrCreateContext());
    private final WireMockServer told = new WireMockServer(options().dynamicPort());

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        told.stop();
        Await.done(vertx.close());
    }

    @Test
    void anAlertFiresBeyondTheTimeAfterWhichItWouldBeOverAndIsResolvedOnce() throws IOException {
        told.start();
        told.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200)));
        try (RealAlertmanager alertmanager =
                RealAlertmanager.configured(folder, """
                global: { resolve_timeout: 1s }
                route: { receiver: hook, group_by: [ alertname ], group_wait: 100ms, group_interval: 1s, repeat_interval: 1h }
                receivers: [ { name: hook, webhook_configs: [ { url: "http://localhost:PORT/", send_resolved: true } ] } ]
                """.replace("PORT", Integer.toString(told.port())))) {
            Receiver receiver = new AlertmanagerReceiver(
                    new AlertmanagerSettings(List.of(alertmanager.uri()), Duration.ofSeconds(1), Optional.empty()),
                    new HttpSender(new ReceiverContext(vertx, time)),
                    time);
            receiver.begin(since -> Future.succeededFuture(List.of()));
            Deployment deployment = new Deployment("d-1", "bookreader", "1.4.2", time.now(), time.now(), false);

            assertThat(Await.result(receiver.send(NoticeFixture.message(
                            "m1", "team", notice(NotificationEvent.FAILING, IncidentAction.TRIGGER, deployment)))))
                    .isInstanceOf(Delivered.class);

            Await.until("it is told that it fires", () -> statuses().contains("firing"));
            String first = alertmanager.alerts().get(0).getString("endsAt");
            // five reminders later: without them it would be over, and its end would not move
            Await.until("its end moves on", () -> moved(alertmanager, first));
            assertThat(alertmanager.alerts()).hasSize(1);
            assertThat(alertmanager.alerts().get(0).getJsonObject("labels").getString("check"))
                    .isEqualTo("p95-latency");
            assertThat(statuses()).containsExactly("firing");

            assertThat(Await.result(receiver.send(NoticeFixture.message(
                            "m2", "team", notice(NotificationEvent.RECOVERED, IncidentAction.RESOLVE, deployment)))))
                    .isInstanceOf(Delivered.class);

            Await.until("it is told that it is over", () -> statuses().contains("resolved"));
            assertThat(alertmanager.alerts()).isEmpty();
            assertThat(statuses()).containsExactly("firing", "resolved");
            Await.done(receiver.close());
        }
    }

    private Notice notice(NotificationEvent occasion, IncidentAction action, Deployment deployment) {
        return Notice.of(occasion, action, time.now(), deployment, "p95 612 ms, expected < 500 ms")
                .about(new Evidence("p95-latency", "failing", Optional.empty(), Optional.empty()));
    }

    /** By more than the alert lives without a reminder. */
    private static boolean moved(RealAlertmanager alertmanager, String first) {
        return alertmanager.alerts().stream()
                .map(alert -> Instant.parse(alert.getString("endsAt")))
                .anyMatch(end -> end.isAfter(Instant.parse(first).plusSeconds(6)));
    }

    private List<String> statuses() {
        return told.findAll(anyRequestedFor(anyUrl())).stream()
                .map(request -> new JsonObject(request.getBodyAsString()).getString("status"))
                .toList();
    }
}
