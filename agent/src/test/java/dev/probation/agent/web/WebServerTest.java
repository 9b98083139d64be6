package dev.probation.agent.web;

import static dev.probation.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.deployments.Deployments.RefusedException.Reason;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerTest {

    private RunningServer running;

    @BeforeEach
    void start() throws Exception {
        running = RunningServer.open();
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    method | path                                    | body                                                        | told
                    POST   | /api/v1/deployments                     | {"service":"shop","version":"1.0"}                          | announce shop 1.0 now false
                    POST   | /api/v1/deployments                     | {"service":"shop","version":"1.0","rollback":true}          | announce shop 1.0 now true
                    POST   | /api/v1/deployments                     | {"service":"shop","version":"1.0","deployedAt":null}        | announce shop 1.0 now false
                    POST   | /api/v1/deployments                     | {"service":"shop","version":"1","deployedAt":"2026-01-31T11:00:00+01:00"} | announce shop 1 2026-01-31T10:00:00Z false
                    GET    | /api/v1/deployments                     |                                                             | newest all 20
                    GET    | /api/v1/deployments?service=shop&limit=7|                                                             | newest shop 7
                    GET    | /api/v1/deployments/shop-1              |                                                             | find shop-1
                    GET    | /api/v1/deployments/shop-1/verdict      |                                                             | find shop-1
                    GET    | /api/v1/deployments/shop-1/report       |                                                             | report shop-1 JSON all
                    GET    | /api/v1/deployments/shop-1/report?format=markdown&window=immediate |                                 | report shop-1 MARKDOWN immediate
                    POST   | /api/v1/deployments/shop-1/cancel       | {"by":"ann","reason":"wrong one"}                           | cancel shop-1 ann wrong one
                    POST   | /api/v1/deployments/shop-1/rollback     | {"by":"ann","reason":"slow"}                                | rollback shop-1 ann slow
                    POST   | /api/v1/deployments/shop-1/rollback/approve | {"by":"ann","receiver":"restore"}                       | approve shop-1 restore ann
                    POST   | /api/v1/deployments/shop-1/rollback/approve | {"by":"ann"}                                            | approve shop-1 - ann
                    POST   | /api/v1/deployments/shop-1/rollback/confirm | {"by":"deployer"}                                       | confirm shop-1 deployer
                    POST   | /api/v1/deployments/shop-1/sign-offs/audio  | {"by":"ann","note":"heard"}                             | sign shop-1 audio ann heard
                    """)
    void passesOnWhatIsAsked(String method, String path, @Nullable String body, String told) throws Exception {
        HttpResponse<String> response =
                method.equals("GET") ? running.get(path) : running.post(path, String.valueOf(body));

        assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
        assertThat(running.deployments.told).containsExactly(told);
    }

    @Test
    void aNewDeploymentIsCreatedAndAKnownOneIsFound() throws Exception {
        String body = "{\"service\":\"shop\",\"version\":\"1.0\"}";

        HttpResponse<String> first = running.post("/api/v1/deployments", body);
        running.deployments.view = Pictures.rolledBack("shop");
        HttpResponse<String> again = running.post("/api/v1/deployments", body);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.headers().firstValue("Location")).contains("/api/v1/deployments/shop-1");
        assertThat(json(first).getJsonObject("deployment").getString("id")).isEqualTo("shop-1");
        assertThat(again.statusCode()).isEqualTo(200);
    }

    @Test
    void theFlatVerdictIsOkOnlyWhenItIsGoodAndNotRolledBack() throws Exception {
        JsonObject running1 = json(running.get("/api/v1/deployments/shop-1/verdict"));
        running.deployments.view = Pictures.passed("shop");
        JsonObject passed = json(running.get("/api/v1/deployments/shop-1/verdict"));
        assertThat(passed.getBoolean("current")).isTrue();
        running.deployments.view = Pictures.passed("shop").outdated();
        assertThat(json(running.get("/api/v1/deployments/shop-1/verdict")).getBoolean("current"))
                .isFalse();
        assertThat(json(running.get("/api/v1/deployments/shop-1")).getBoolean("current"))
                .isFalse();
        running.deployments.view = Pictures.rolledBack("shop");
        JsonObject rolledBack = json(running.get("/api/v1/deployments/shop-1/verdict"));

        assertThat(running1.getBoolean("ok")).isFalse();
        assertThat(running1.getString("verdict")).isEqualTo("running");
        assertThat(passed.getBoolean("ok")).isTrue();
        assertThat(passed.getString("reason")).isEqualTo("the one check passed");
        assertThat(rolledBack.getBoolean("ok")).isFalse();
        assertThat(rolledBack.getBoolean("final")).isTrue();
        assertThat(rolledBack.getBoolean("rollback")).isTrue();
        assertThat(rolledBack.getString("phase")).isEqualTo("rolled-back");
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    method | path                                  | body                                          | status | message
                    GET    | /nowhere                              |                                               | 404 | there is nothing at this address
                    GET    | /api/v1/deployments/other-1           |                                               | 404 | there is no deployment "other-1"
                    GET    | /api/v1/deployments/%3Cb%3E           |                                               | 404 | there is no deployment "<b>"
                    GET    | /api/v1/deployments/..%2F..%2Fetc     |                                               | 404 | there is no deployment
                    DELETE | /api/v1/deployments/shop-1            |                                               | 405 | does not support this method
                    PUT    | /metrics                              |                                               | 405 | does not support this method
                    GET    | /api/v1/deployments?sevice=shop       |                                               | 400 | unknown parameter "sevice"; expected service, limit
                    GET    | /api/v1/deployments?limit=0           |                                               | 400 | parameter "limit": expected a whole number from 1 to 500, but found "0"
                    GET    | /api/v1/deployments?limit=501         |                                               | 400 | but found "501"
                    GET    | /api/v1/deployments?limit=many        |                                               | 400 | but found "many"
                    GET    | /api/v1/deployments?limit=1&limit=2   |                                               | 400 | parameter "limit" is given twice
                    GET    | /api/v1/deployments?service=A_B       |                                               | 400 | parameter "service": expected lower case letters
                    GET    | /metrics?x=1                          |                                               | 400 | unknown parameter "x"; expected none
                    GET    | /api/v1/deployments/shop-1/report?format=pdf |                                        | 400 | parameter "format": expected json or markdown, but found "pdf"
                    GET    | /api/v1/deployments/shop-1/report?window=../x |                                       | 400 | parameter "window"
                    POST   | /api/v1/deployments                   |                                               | 400 | expected a JSON object as the body, but found none
                    POST   | /api/v1/deployments                   | [1]                                           | 400 | expected a JSON object as the body, but found something else
                    POST   | /api/v1/deployments                   | {"service":                                   | 400 | expected a JSON object as the body, but found something that is not JSON
                    POST   | /api/v1/deployments                   | {"service":"shop"}                            | 400 | field "version": expected a text, but found none
                    POST   | /api/v1/deployments                   | {"service":"shop","version":" "}              | 400 | field "version": expected a text, but found none
                    POST   | /api/v1/deployments                   | {"service":"shop","version":"\\ud83d"}        | 400 | field "version": expected text without broken characters, but found "\uFFFD"
                    POST   | /api/v1/deployments                   | {"service":"shop","version":1}                | 400 | field "version": expected a text, but found "1"
                    POST   | /api/v1/deployments                   | {"service":"shop","version":"1\\u0000"}       | 400 | field "version": expected text without control characters
                    POST   | /api/v1/deployments                   | {"service":"shop","version":"1","deployedAt":"soon"} | 400 | field "deployedAt": expected an instant such as 2026-01-31T10:00:00Z, but found "soon"
                    POST   | /api/v1/deployments                   | {"service":"shop","version":"1","rollback":"yes"} | 400 | field "rollback": expected true or false, but found "yes"
                    POST   | /api/v1/deployments                   | {"service":"shop","version":"1","deployed":1} | 400 | unknown field "deployed"; expected service, version, deployedAt, rollback, baseline
                    POST   | /api/v1/deployments                   | {"service":"shop","version":"1","baseline":"x"} | 400 | field "baseline": baseline:1: expected JSON Lines, or CSV
                    POST   | /api/v1/deployments                   | {"service":"shop","version":"1","baseline":1} | 400 | field "baseline": expected a text, but found "1"
                    POST   | /api/v1/deployments?dry=1             | {"service":"shop","version":"1"}              | 400 | unknown parameter "dry"
                    POST   | /api/v1/deployments/shop-1/cancel     | {"by":"ann"}                                  | 400 | field "reason": expected a text
                    """)
    void refusesWhatItDoesNotUnderstand(String method, String path, @Nullable String body, int status, String message)
            throws Exception {
        HttpResponse<String> response =
                running.send(method, path, Optional.ofNullable(body).orElse(""), "Content-Type", "application/json");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(json(response).fieldNames()).containsExactly("error", "message");
        assertThat(json(response).getString("message")).contains(message);
    }

    @Test
    void aBaselineIsHandedOnAndLimited() throws Exception {
        String line = "{\"at\":\"2026-01-31T10:00:00Z\",\"check\":\"health\",\"value\":1}\n";
        JsonObject body = new JsonObject().put("service", "shop").put("version", "1");

        HttpResponse<String> taken = running.post(
                "/api/v1/deployments", body.put("baseline", line.repeat(15_000)).encode());
        HttpResponse<String> tooLong = running.post(
                "/api/v1/deployments", body.put("baseline", line.repeat(20_000)).encode());
        HttpResponse<String> tooLarge = running.post(
                "/api/v1/deployments", body.put("baseline", line.repeat(50_000)).encode());
        HttpResponse<String> other = running.post(
                "/api/v1/deployments",
                body.put(
                                "baseline",
                                "{\"deployment\":{\"service\":\"till\",\"version\":\"1\",\"deployedAt\":\"2026-01-31T10:00:00Z\"}}")
                        .encode());

        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        assertThat(running.deployments.baselines.get(0)).hasSize(15_000);
        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(json(tooLong).getString("message")).contains("expected at most 1048576 characters, but found");
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(json(tooLarge).getString("message"))
                .isEqualTo("the body is larger than the agent accepts at this address: expected at most 2112 KiB");
        assertThat(json(other).getString("message"))
                .isEqualTo("field \"baseline\": baseline: expected samples of shop, but found a recording of till");
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/silences, 64 KiB", "/api/v1/deployments/shop-1/cancel, 64 KiB"})
    void aBodyThatIsTooLargeIsToldTheLimit(String path, String limit) throws Exception {
        HttpResponse<String> response = running.post(path, "{\"reason\":\"" + "x".repeat(70_000) + "\"}");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(json(response).getString("message")).endsWith(": expected at most " + limit);
    }

    @Test
    void aTextThatIsTooLongIsRefused() throws Exception {
        HttpResponse<String> response =
                running.post("/api/v1/deployments", "{\"service\":\"shop\",\"version\":\"" + "1".repeat(1001) + "\"}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("at most 1000 characters, but found 1001");
    }

    @Test
    void anotherMethodIsNamed() throws Exception {
        assertThat(running.send("DELETE", "/api/v1/deployments", "").headers().firstValue("Allow"))
                .contains("GET, HEAD, POST");
        assertThat(running.get("/api/v1/deployments/shop-1/rollback").headers().firstValue("Allow"))
                .contains("POST");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', nullValues = "-", textBlock = """
                    content type                       | encoding | status
                    application/json                   | identity | 201
                    'application/json; charset=utf-8'  | identity | 201
                    APPLICATION/JSON                   | identity | 201
                    application/json                   | gzip     | 415
                    text/plain                         | identity | 415
                    application/x-www-form-urlencoded  | identity | 415
                    'multipart/form-data; boundary=x'  | identity | 415
                    application/jsonp                  | identity | 415
                    """)
    void onlyJsonIsTaken(String type, String encoding, int status) throws Exception {
        String body = "{\"service\":\"shop\",\"version\":\"1.0\"}";

        HttpResponse<String> response =
                running.send("POST", "/api/v1/deployments", body, "Content-Type", type, "Content-Encoding", encoding);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    }

    @Test
    void aRefusalOfTheAgentIsPassedOnWithItsWords() throws Exception {
        running.deployments.outcome =
                Future.failedFuture(new Deployments.RefusedException("it has ended: superseded", Reason.STATE));
        HttpResponse<String> conflict = running.post("/api/v1/deployments/shop-1/rollback/confirm", "{\"by\":\"x\"}");
        running.deployments.outcome =
                Future.failedFuture(new Deployments.RefusedException("unknown service \"shp\"", Reason.UNKNOWN));
        HttpResponse<String> unknown = running.post("/api/v1/deployments", "{\"service\":\"shp\",\"version\":\"1.0\"}");

        running.deployments.outcome =
                Future.failedFuture(new Deployments.RefusedException("not in the future", Reason.INVALID));
        HttpResponse<String> wrong = running.post("/api/v1/deployments", "{\"service\":\"shop\",\"version\":\"1.0\"}");

        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(json(wrong).getString("message")).isEqualTo("not in the future");
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(json(conflict).getString("message")).isEqualTo("it has ended: superseded");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(json(unknown).getString("message")).isEqualTo("unknown service \"shp\"");
    }

    @Test
    void whatGoesWrongInsideIsNotTold() throws Exception {
        running.deployments.outcome = Future.failedFuture(new IllegalStateException("secret /var/lib/probation"));

        HttpResponse<String> response = running.get("/api/v1/deployments");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret", "probation/", "IllegalState");
    }

    @Test
    void aReportThatIsNotThereIsNotFound() throws Exception {
        running.report = Future.succeededFuture(Optional.empty());
        running.deployments.view = Pictures.rolledBack("shop");

        HttpResponse<String> noWindow = running.get("/api/v1/deployments/shop-1/report?window=imediate");
        HttpResponse<String> noDeployment = running.get("/api/v1/deployments/shop-2/report");

        assertThat(noWindow.statusCode()).isEqualTo(404);
        assertThat(json(noWindow).getString("message"))
                .isEqualTo(
                        "deployment \"shop-1\": window \"imediate\" does not exist, or the deployment ended before it began;"
                                + " did you mean \"immediate\"?");
        assertThat(noDeployment.statusCode()).isEqualTo(404);
        assertThat(json(noDeployment).getString("message"))
                .isEqualTo(
                        "there is no deployment \"shop-2\"; \"probation status\" and GET /api/v1/deployments list them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/-/healthy", "/healthz", "/livez"})
    void healthIsTheAgentsOwn(String path) throws Exception {
        assertThat(running.get(path).body()).isEqualTo("healthy\n");

        running.health = Future.succeededFuture(Optional.of("the store cannot be written"));
        HttpResponse<String> sick = running.get(path);
        assertThat(sick.statusCode()).isEqualTo(503);
        assertThat(sick.body()).isEqualTo("the store cannot be written\n");

        running.health = Future.failedFuture(new IllegalStateException("secret"));
        assertThat(running.get(path).statusCode()).isEqualTo(503);
        assertThat(running.get(path).body()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/-/ready", "/readyz"})
    void readinessIsNotHealth(String path) throws Exception {
        running.readiness = Future.succeededFuture(Optional.of("resuming"));

        assertThat(running.get(path).statusCode()).isEqualTo(503);
        assertThat(running.get("/-/healthy").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsAreServedAsAsked() throws Exception {
        HttpResponse<String> text = running.get("/metrics");
        HttpResponse<String> open = running.get("/metrics", "Accept", "application/openmetrics-text");
        HttpResponse<String> small = running.get("/metrics", "Accept-Encoding", "gzip");

        assertThat(text.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(text.body()).contains("probation_build_info");
        assertThat(open.body()).endsWith("# EOF\n");
        assertThat(small.headers().firstValue("Content-Encoding")).contains("gzip");
    }

    @Test
    void thePageEscapesWhatItShows() throws Exception {
        HttpResponse<String> page = running.get("/");

        assertThat(page.body()).contains("&lt;b&gt;0.1.0&lt;/b&gt;").doesNotContain("<b>");
    }

    @Test
    void thePageMayUseItsOwnStyleAndNoOther() throws Exception {
        HttpResponse<String> page = running.get("/");
        String style = page.body().replaceAll("(?s).*<style>(.*)</style>.*", "$1");
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));

        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .endsWith("; style-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics", "/-/healthy", "/api/v1/services", "/api/v1/deployments", "/nowhere"})
    void everyAnswerIsSecured(String path) throws Exception {
        HttpResponse<String> response = running.get(path);

        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'");
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void aHeadIsAnsweredWithoutABody() throws Exception {
        HttpResponse<String> response = running.send("HEAD", "/-/healthy", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }
}
