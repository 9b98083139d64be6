package dev.probation.agent.receiver.notify.cdevents;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.notice.RollbackEscalation;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.ReceiverContract;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.store.Message;
import dev.probation.rules.window.Verdict;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CdEventsReceiverTest extends ReceiverContract {

    private static final CdEventsSettings SETTINGS = settings("https://sink.example.com", Optional.empty());

    @Override
    protected ReceiverKind kind() {
        return new CdEventsKind();
    }

    @Override
    protected ReceiverSettings settings(String url) {
        return settings(url, Optional.of(new Secret("canary-token")));
    }

    private static CdEventsSettings settings(String url, Optional<Secret> token) {
        return new CdEventsSettings(
                new Secret(url), "/probation/production", "production", "pkg:oci/SERVICE@VERSION", token);
    }

    @Override
    protected ResponseDefinitionBuilder success() {
        return aResponse().withStatus(202);
    }

    @Override
    protected List<String> errorsWithStatus200() {
        return noErrorWithStatus200();
    }

    private static Notice notice(NotificationEvent occasion, IncidentAction action) {
        return Notice.of(occasion, action, NoticeFixture.NOON, NoticeFixture.deployment("1.4.2"), "the reason");
    }

    private static Notice ended(Verdict overall) {
        return notice(NotificationEvent.WINDOW, IncidentAction.INFO)
                .about(new Ending("long-term", Verdict.PASS, Optional.empty(), Optional.of(overall)));
    }

    private static JsonObject event(CdEventType type, Notice notice) {
        Message message = NoticeFixture.message("m1", "bus", notice);
        return CdEvent.of(type, message, notice, SETTINGS).body();
    }

    private static JsonObject content(JsonObject event) {
        return event.getJsonObject("subject").getJsonObject("content");
    }

    @Test
    void postsAnIncidentAsACloudEventInBinaryMode() {
        answers(success());

        assertThat(send(NoticeFixture.failing("p95 612 ms"))).isNotNull();

        LoggedRequest request = received();
        assertThat(request.getHeader("ce-specversion")).isEqualTo("1.0");
        assertThat(request.getHeader("ce-id")).isEqualTo("m1/incident.detected");
        assertThat(request.getHeader("ce-source")).isEqualTo("/probation/production");
        assertThat(request.getHeader("ce-type")).isEqualTo("dev.cdevents.incident.detected.0.3.0");
        assertThat(request.getHeader("ce-subject")).isEqualTo("probation/bookreader/bookreader-1/p95-latency");
        assertThat(request.getHeader("ce-time")).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer canary-token");
        JsonObject body = new JsonObject(request.getBodyAsString());
        assertThat(body.getJsonObject("context"))
                .isEqualTo(new JsonObject()
                        .put("specversion", "0.5.1")
                        .put("id", "m1/incident.detected")
                        .put("source", "/probation/production")
                        .put("type", "dev.cdevents.incident.detected.0.3.0")
                        .put("timestamp", "2026-01-31T12:00:00Z"));
        assertThat(content(body))
                .isEqualTo(new JsonObject()
                        .put("environment", new JsonObject().put("id", "production"))
                        .put("description", "bookreader 1.4.2: p95-latency is failing: p95 612 ms")
                        .put("service", new JsonObject().put("id", "bookreader"))
                        .put("artifactId", "pkg:oci/bookreader@1.4.2"));
    }

    @Test
    void aDeploymentThatBeginsIsTwoEventsWithIdsOfTheirOwn() {
        Notice started = notice(NotificationEvent.STARTED, IncidentAction.INFO);

        assertThat(CdEventTypes.of(started)).containsExactly(CdEventType.SERVICE_DEPLOYED, CdEventType.RUN_STARTED);
        JsonObject deployed = event(CdEventType.SERVICE_DEPLOYED, started);
        assertThat(deployed.getJsonObject("subject").getString("id")).isEqualTo("bookreader");
        assertThat(content(deployed))
                .isEqualTo(new JsonObject()
                        .put("environment", new JsonObject().put("id", "production"))
                        .put("artifactId", "pkg:oci/bookreader@1.4.2"));
        JsonObject run = event(CdEventType.RUN_STARTED, started);
        assertThat(run.getJsonObject("subject").getString("id")).isEqualTo("bookreader-1");
        assertThat(content(run).fieldNames()).containsExactlyInAnyOrder("environment", "testSuite", "trigger");
        assertThat(run.getJsonObject("context").getString("id")).isEqualTo("m1/testsuiterun.started");
        assertThat(deployed.getJsonObject("context").getString("id")).isEqualTo("m1/service.deployed");
    }

    @Test
    void whereTheSecondOfTwoFailsBothAreSentAgain() {
        answersInTurn(success(), aResponse().withStatus(503));

        assertThat(send(notice(NotificationEvent.STARTED, IncidentAction.INFO))).isInstanceOf(TryAgain.class);

        assertThat(asked())
                .extracting(request -> request.getHeader("ce-type"))
                .containsExactly("dev.cdevents.service.deployed.0.3.0", "dev.cdevents.testsuiterun.started.0.3.0");
    }

    @ParameterizedTest
    @CsvSource({
        "PASS, success",
        "WARN, success",
        "FAIL, failure",
        "INCONCLUSIVE, error",
        "RUNNING, cancel",
    })
    void theRunFinishesWithTheDeploymentsVerdict(Verdict overall, String outcome) {
        JsonObject content = content(event(CdEventType.RUN_FINISHED, ended(overall)));

        assertThat(content.getString("outcome")).isEqualTo(outcome);
        assertThat(content.getString("reason")).isEqualTo("the reason");
        assertThat(content.fieldNames()).containsExactlyInAnyOrder("environment", "testSuite", "outcome", "reason");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            occasion  | action   | events
            STARTED   | INFO     | SERVICE_DEPLOYED RUN_STARTED
            WINDOW    | INFO     |
            FAILING   | TRIGGER  | INCIDENT_DETECTED
            RECOVERED | RESOLVE  | INCIDENT_RESOLVED
            ROLLBACK  | TRIGGER  | INCIDENT_DETECTED
            ROLLBACK  | INFO     | SERVICE_ROLLED_BACK
            ROLLBACK  | RESOLVE  | SERVICE_ROLLED_BACK INCIDENT_RESOLVED
            BLIND     | TRIGGER  |
            UNMEASURED | TRIGGER |
            PASSED    | INFO     |
            """)
    void knowsWhichEventsANoticeIs(NotificationEvent occasion, IncidentAction action, @Nullable String events) {
        List<CdEventType> expected = events == null
                ? List.of()
                : Arrays.stream(events.split(" ")).map(CdEventType::valueOf).toList();

        assertThat(CdEventTypes.of(notice(occasion, action))).isEqualTo(expected);
    }

    @Test
    void theLastWindowEndsTheRun() {
        assertThat(CdEventTypes.of(ended(Verdict.PASS))).containsExactly(CdEventType.RUN_FINISHED);
    }

    @Test
    void hearsWhatThereIsAnEventForAndTheEndOfWhatItWasToldOf() {
        CdEventsKind kind = new CdEventsKind();
        ReceiverConfig all = new ReceiverConfig("bus", "cdevents", SETTINGS, Set.of(NotificationEvent.values()));
        ReceiverConfig failing = new ReceiverConfig("bus", "cdevents", SETTINGS, Set.of(NotificationEvent.FAILING));

        assertThat(kind.hears(all, notice(NotificationEvent.BLIND, IncidentAction.TRIGGER)))
                .isFalse();
        assertThat(kind.hears(all, notice(NotificationEvent.STARTED, IncidentAction.INFO)))
                .isTrue();
        assertThat(kind.hears(failing, NoticeFixture.recovered())).isTrue();
        assertThat(kind.hears(failing, notice(NotificationEvent.STARTED, IncidentAction.INFO)))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(RollbackEscalation.class)
    void nothingIsRolledBackWhereOnlyAnEscalationIsOver(RollbackEscalation escalation) {
        assertThat(CdEventTypes.of(notice(NotificationEvent.ROLLBACK, IncidentAction.TRIGGER)
                        .escalated(escalation)))
                .containsExactly(CdEventType.INCIDENT_DETECTED);
        assertThat(CdEventTypes.of(notice(NotificationEvent.ROLLBACK, IncidentAction.RESOLVE)
                        .escalated(escalation)))
                .containsExactly(CdEventType.INCIDENT_RESOLVED);
    }

    @Test
    void aRollbackThatIsToldTwiceIsOneEvent() {
        String confirmed = event(
                        CdEventType.SERVICE_ROLLED_BACK, notice(NotificationEvent.ROLLBACK, IncidentAction.INFO))
                .getJsonObject("context")
                .getString("id");

        assertThat(event(CdEventType.SERVICE_ROLLED_BACK, notice(NotificationEvent.ROLLBACK, IncidentAction.RESOLVE))
                        .getJsonObject("context")
                        .getString("id"))
                .isEqualTo(confirmed)
                .isEqualTo("bookreader-1/service.rolledback");
    }

    @ParameterizedTest
    @CsvSource({
        "1.4.2+build 7, pkg:oci/bookreader@1.4.2%2Bbuild%207",
        "SERVICE, pkg:oci/bookreader@SERVICE",
        "sha256:0b31, pkg:oci/bookreader@sha256%3A0b31",
    })
    void aVersionIsEncodedInThePackageUrl(String version, String expected) {
        assertThat(SETTINGS.artifactOf("bookreader", version)).isEqualTo(expected);
    }

    @Test
    void aHeaderHoldsNoLineBreak() {
        assertThat(CloudEventHeader.encode("a b\r\nx: y\"é%")).isEqualTo("a%20b%0D%0Ax:%20y%22%C3%A9%25");
    }

    @ParameterizedTest
    @EnumSource(CdEventType.class)
    void everyEventHasOnlyWhatItsSchemaAllows(CdEventType type) {
        JsonObject event = event(type, ended(Verdict.FAIL));

        assertThat(event.fieldNames())
                .containsExactlyInAnyOrder("context", "subject", "customData", "customDataContentType");
        assertThat(event.getJsonObject("subject").fieldNames()).containsExactlyInAnyOrder("id", "content");
        assertThat(event.getJsonObject("context").getString("type")).startsWith("dev.cdevents.");
        assertThat(event(type, NoticeFixture.failing("\u0001".repeat(100_000)))
                        .toBuffer()
                        .length())
                .isLessThan(64 << 10);
    }
}
