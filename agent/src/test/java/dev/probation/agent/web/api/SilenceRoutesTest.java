package dev.probation.agent.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.store.Silence;
import dev.probation.agent.web.RunningServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilenceRoutesTest {

    private static final String SILENCES = "/api/v1/silences";

    private RunningServer running;

    @BeforeEach
    void start() throws Exception {
        running = RunningServer.open();
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    private static JsonObject asked() {
        return new JsonObject()
                .put("matchers", new JsonArray().add("check=p95-*"))
                .put("for", "2h")
                .put("reason", "load test")
                .put("by", "Ada");
    }

    @Test
    void lastsAsLongAsAskedInWholeSeconds() throws Exception {
        HttpResponse<String> added = running.post(
                SILENCES, asked().put("from", "2026-01-31T10:00:00.987654321Z").encode());

        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(running.silences.all).singleElement().satisfies(silence -> {
            assertThat(silence.begins()).isEqualTo(Instant.parse("2026-01-31T10:00:00Z"));
            assertThat(silence.ends()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        });
    }

    @Test
    void isEndedOnce() throws Exception {
        assertThat(running.post(SILENCES, asked().encode()).statusCode()).isEqualTo(201);
        String end = SILENCES + '/'
                + running.silences.all.stream().map(Silence::id).findFirst().orElseThrow() + "/end";

        assertThat(running.post(end, "{}").statusCode()).isEqualTo(200);
        HttpResponse<String> again = running.post(end, "{}");

        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(again.body()).contains("probation silence list");
    }

    /** Which a browser does for a foreign page as well, but not without saying whose it is. */
    @ParameterizedTest
    @CsvSource({
        "X-None, a, 200",
        "Origin, http://evil.example, 415",
        "Origin, null, 415",
        "Content-Type, text/plain, 415"
    })
    void needsNoBodyToEnd(String header, String value, int status) throws Exception {
        assertThat(running.post(SILENCES, asked().encode()).statusCode()).isEqualTo(201);
        String end = SILENCES + '/'
                + running.silences.all.stream().map(Silence::id).findFirst().orElseThrow() + "/end";

        HttpResponse<String> response = running.send("POST", end, "", header, value);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    }

    @Test
    void aBodyWithoutATypeIsAskedForOne() throws Exception {
        HttpResponse<String> response = running.send("POST", SILENCES, "");

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("expected a body of type application/json, but found no Content-Type");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            matchers | ["chek=p95"] | expected NAME=VALUE
            matchers | ["check"]    | expected NAME=VALUE
            matchers | []           | expected
            matchers | "check=p95"  | expected
            matchers | ["occasion=rolback"] | matches nothing: there is no occasion
            matchers | ["check=helth"]      | ; did you mean
            matchers | ["service=shop", "receiver=nobody"] | ; known are team
            matchers | ["service=s*x"]      | there is no service
            for      | "169h"       | at most 7 days, but found 7d1h
            for      | "0s"         | expected a duration
            for      | "soon"       | expected a duration
            for      | "5"          | expected a duration such as 90s or 2h; did you mean 5s?
            from     | "tomorrow"   | expected
            from     | "2020-01-01T00:00:00Z" | expected an end in the future, but found 2020-01-01T02:00:00Z
            reason   | ""           | expected
            by       | ""           | expected
            """)
    void refusesWhatWouldSilenceWithoutEndNameOrReason(String field, String value, String said) throws Exception {
        JsonObject asked = new JsonObject("{\"" + field + "\": " + value + "}");

        HttpResponse<String> refused =
                running.post(SILENCES, asked().mergeIn(asked).encode());

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains(said);
        assertThat(running.silences.all).isEmpty();
    }
}
