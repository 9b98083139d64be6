package dev.probation.agent.receiver.notify.notifywebhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Resolution;
import dev.probation.agent.notice.Notice.Span;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.notice.RollbackEscalation;
import dev.probation.agent.receiver.ReceiverContract;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.WebhookSignature;
import dev.probation.rules.window.Verdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifyWebhookReceiverTest extends ReceiverContract {

    /** That of the published vector of Standard Webhooks. */
    private static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    @Override
    protected ReceiverKind kind() {
        return new NotifyWebhookKind();
    }

    @Override
    protected ReceiverSettings settings(String url) {
        return new NotifyWebhookSettings(new Secret(url), Optional.of(SECRET), Optional.empty(), BodyType.JSON);
    }

    @Override
    protected ResponseDefinitionBuilder success() {
        return aResponse().withStatus(204);
    }

    @Override
    protected List<String> errorsWithStatus200() {
        return noErrorWithStatus200();
    }

    @Override
    protected void keepsLimits(LoggedRequest request) {
        super.keepsLimits(request);
        assertThat(new JsonObject(request.getBodyAsString()).getString("reason"))
                .contains("characters left out)");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"key\": \"{{incident}}\", \"do\": \"{{#step}}{{step}}{{/step}}\"}', true",
        "'{\"text\": \"{{headline}}: the incident, step by step\"}', false",
        "'{\"text\": \"{{incident}} {{headline}}\"}', false",
    })
    void aTemplateShowsIncidentsWhereItNamesThemAndWhatIsDoneToThem(String template, boolean shows) {
        NotifyWebhookSettings settings = new NotifyWebhookSettings(
                new Secret("http://127.0.0.1"), Optional.empty(), Optional.of(template), BodyType.JSON);

        assertThat(settings.showsIncidents()).isEqualTo(shows);
    }

    /** What is opened is resolved, also where only the beginnings are asked for. */
    @ParameterizedTest
    @CsvSource({", true", "{{headline}}, false"})
    void whatItWasToldOfIsToldToBeOverWhereItShowsIncidents(@Nullable String template, boolean hears) {
        NotifyWebhookSettings settings = new NotifyWebhookSettings(
                new Secret("http://127.0.0.1"), Optional.empty(), Optional.ofNullable(template), BodyType.JSON);
        ReceiverConfig config = new ReceiverConfig(
                "hook", "webhook", settings, EnumSet.of(NotificationEvent.FAILING, NotificationEvent.ROLLBACK));

        assertThat(kind().hears(config, NoticeFixture.failing("x"))).isTrue();
        assertThat(kind().hears(config, NoticeFixture.recovered())).isEqualTo(hears);
        assertThat(kind().hears(config, NoticeFixture.recovered().forInformation()))
                .as("opens and resolves nothing")
                .isFalse();
        assertThat(kind().hears(config, NoticeFixture.rollback("1.4.2").forInformation()))
                .as("asked for")
                .isTrue();
    }

    @Test
    void postsTheNoticeSigned() {
        answers(success());

        assertThat(send(NoticeFixture.failing("p95 612 ms"))).isNotNull();

        LoggedRequest request = received();
        JsonObject check = new JsonObject()
                .put("check", "p95-latency")
                .put("state", "failing")
                .put("observed", "612 ms")
                .put("limit", "< 500 ms")
                .put("reason", "p95 612 ms");
        assertThat(new JsonObject(request.getBodyAsString()))
                .isEqualTo(check.copy()
                        .put("id", "m1")
                        .put("incident", "probation/bookreader/bookreader-1/p95-latency")
                        .put("occasion", "failing")
                        .put("step", "opens")
                        .put("at", "2026-01-31T12:00:00Z")
                        .put("service", "bookreader")
                        .put("version", "1.4.2")
                        .put("deployment", "bookreader-1")
                        .put("headline", "bookreader 1.4.2: p95-latency is failing")
                        .put("link", "https://probation.example.com/deployments/bookreader-1")
                        .put("checks", new JsonArray().add(check)));
        assertThat(request.getHeader("webhook-id")).isEqualTo("m1");
        long timestamp = Long.parseLong(request.getHeader("webhook-timestamp"));
        assertThat(request.getHeader("webhook-signature"))
                .isEqualTo(WebhookSignature.of(SECRET).sign("m1", timestamp, request.getBody()));
    }

    /** Otherwise a template could not use it, and nobody would know of it. */
    @Test
    void allThatIsToldIsNamedForTemplatesAndInTheDocuments() throws IOException {
        Notice everything = NoticeFixture.failing("p95 612 ms")
                .about(new Ending(
                        "immediate",
                        Verdict.FAIL,
                        Optional.of(new Span(NoticeFixture.NOON.minusSeconds(3600), NoticeFixture.NOON)),
                        Optional.of(Verdict.FAIL)))
                .decided("rollback-bookreader-1")
                .escalated(RollbackEscalation.SLOW)
                .announced("Dear all")
                .over(Resolution.recovered(NoticeFixture.NOON.plusSeconds(60)));
        Set<String> told =
                NoticeFields.of(NoticeFixture.message("m1", "hook", everything)).fieldNames();

        assertThat(told).hasSize(25);
        assertThat(Stream.concat(NoticeFields.NAMES.stream(), NoticeFields.OF_CHECKS.stream()))
                .containsAll(told);
        String page = Files.readString(Path.of("../docs/notifications.md"));
        int section = page.indexOf("\n### webhook\n");
        String fields = page.substring(section, page.indexOf("\n### ", section + 1));
        assertThat(told).allSatisfy(name -> assertThat(fields).contains('`' + name + '`'));
    }

    @Test
    void signsAsThePublishedVectorHasIt() {
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

        assertThat(WebhookSignature.of(SECRET).sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aTemplateMakesAnyJsonThatValuesCannotBreakOutOf() {
        String template =
                "{\"text\": \"{{headline}}\", \"lines\": [{{#checks}}\"{{check}}: {{reason}}\"{{^-last}}, {{/-last}}"
                        + "{{/checks}}]{{#healedAt}}, \"healed\": \"{{healedAt}}\"{{/healedAt}}}";

        JsonObject body = new JsonObject(body(template, BodyType.JSON, NoticeFixture.storm(2)));

        assertThat(body.getString("text")).isEqualTo("bookreader 1.4.2: 2 checks are failing");
        assertThat(body.getJsonArray("lines")).hasSize(2);
        assertThat(body.getJsonArray("lines").getString(0)).contains("\"{{x}}\\");
        assertThat(body.containsKey("healed")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            type | template           | body
            FORM | m={{reason}}&x=1   | m=%3Cb%3E+%26+%22q%22&x=1
            TEXT | {{reason}} {{link}} | <b> & "q" https://probation.example.com/deployments/bookreader-1
            HTML | <p>{{reason}}</p>  | <p>&lt;b&gt; &amp; &quot;q&quot;</p>
            XML  | <r>{{reason}}</r>  | <r>&lt;b&gt; &amp; &quot;q&quot;</r>
            JSON | {"r":"{{reason}}"} | {"r":"<b> & \\"q\\""}
            """)
    void escapesAsTheContentTypeAsks(BodyType type, String template, String body) {
        assertThat(body(template, type, NoticeFixture.failing("<b> & \"q\""))).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            template                      | what is said
            {"a": "{{reasn}}"}            | unknown field "reasn" in line 1 of the template; did you mean "reason"?
            {"a": "{{#checks}}{{x}}{{/checks}}"} | unknown field "x" in line 1
            {"a": "{{#checks}}"}          | expected a Mustache template, found: Section missing close tag
            {"a": {{reason}}}             | expected a template that makes JSON
            {"a": "{{{reason}}}"}         | expected a template that makes JSON
            {"a": "{{&reason}}"}          | expected a template that makes JSON
            {"a": "{{>other}}"}           | expected a template that includes no other
            """)
    void aBrokenTemplateIsRefusedBeforeItIsUsed(String template, String said) {
        assertThatThrownBy(() -> BodyTemplate.of(template, BodyType.JSON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }

    private static String body(String template, BodyType type, Notice notice) {
        return BodyTemplate.of(template, type).render(NoticeFields.of(NoticeFixture.message("m1", "team", notice)));
    }
}
