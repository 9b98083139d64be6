package dev.probation.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.web.api.ApiSchema;
import dev.probation.rules.window.Verdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportJsonTest {

    private static final ApiSchema SCHEMA = ApiSchema.shipped("Report");

    @Test
    void hasTheFormThatReplayAndTheApiHave() {
        JsonObject report = ReportJson.deployment(Examples.failed(), Examples.journal());

        assertThat(report.getJsonObject("deployment").getMap())
                .containsEntry("service", "bookreader")
                .containsEntry("version", "1.4.2")
                .containsEntry("deployedAt", "2026-01-31T10:00:00Z")
                .containsEntry("verdict", "fail");
        JsonObject check = report.getJsonArray("windows")
                .getJsonObject(0)
                .getJsonArray("checks")
                .getJsonObject(1);
        assertThat(check.getString("check")).isEqualTo("error-rate");
        assertThat(check.getString("state")).isEqualTo("failing");
        assertThat(check.getDouble("coverage")).isEqualTo(0.9749);
        assertThat(check.getLong("samples")).isEqualTo(240);
        assertThat(report.getJsonArray("transitions").getJsonObject(0)).isEqualTo(new JsonObject("""
                        {"at":"2026-01-31T10:02:00Z","check":"error-rate","from":"ok","to":"breaching","reason":"as measured"}"""));
    }

    @Test
    void timesTheRollback() {
        JsonObject rollback =
                ReportJson.deployment(Examples.failed(), Examples.journal()).getJsonObject("rollback");

        assertThat(rollback.getString("stage")).isEqualTo("recovered");
        assertThat(rollback.getDouble("secondsToDetect")).isEqualTo(180);
        assertThat(rollback.getDouble("secondsToSignal")).isEqualTo(1);
        assertThat(rollback.getDouble("secondsToRecover")).isEqualTo(90);
        assertThat(rollback.getDouble("outageSeconds")).isEqualTo(270);
        assertThat(rollback.getBoolean("rtoKept")).isTrue();
    }

    @Test
    void saysNullWhereThereWasNoRollback() {
        JsonObject report = ReportJson.deployment(Examples.view("1", Verdict.RUNNING), List.of());

        assertThat(report.containsKey("rollback")).isTrue();
        assertThat(report.getValue("rollback")).isNull();
    }

    @Test
    void keepsWhatWasMissedApart() {
        JsonObject report = ReportJson.deployment(Examples.failed(), Examples.journal());

        assertThat(report.getJsonArray("gaps")).hasSize(1);
        assertThat(report.getJsonArray("undelivered").getJsonObject(0).getString("receiver"))
                .isEqualTo("team");
        assertThat(report.getJsonArray("timeline")).hasSize(12);
        assertThat(report.getString("fingerprint")).isEqualTo("0123abcd");
    }

    @Test
    void reportsOneWindowOnly() {
        JsonObject report = ReportJson.window(Examples.failed(), Examples.journal(), "immediate")
                .orElseThrow();

        assertThat(report.getString("window")).isEqualTo("immediate");
        assertThat(report.getValue("verdict")).isEqualTo("fail");
        assertThat(report.getJsonArray("windows")).hasSize(1);
        assertThat(report.getJsonArray("timeline").getJsonObject(11).getString("kind"))
                .isEqualTo("window-ended");
        assertThat(ReportJson.window(Examples.failed(), Examples.journal(), "nope"))
                .isEmpty();
    }

    @Test
    void isAsTheApiDescribesIt() {
        JsonObject report = ReportJson.deployment(Examples.failed(), Examples.journal());
        JsonObject window = ReportJson.window(Examples.failed(), Examples.journal(), "immediate")
                .orElseThrow();
        JsonObject bare = ReportJson.deployment(Examples.view("1", Verdict.RUNNING), List.of());

        assertThat(SCHEMA.violations(report.encode())).isEmpty();
        assertThat(SCHEMA.violations(window.encode())).isEmpty();
        assertThat(SCHEMA.violations(bare.encode())).isEmpty();
    }

    @Test
    void theApiDescribesEachFieldOfIt() {
        JsonObject report = new JsonObject(
                ReportJson.deployment(Examples.failed(), Examples.journal()).encode());
        List<JsonObject> parts = parts(report).toList();

        assertThat(parts).hasSizeGreaterThan(30).allSatisfy(part -> {
            JsonObject unusedMore = part.put("more", 1);
            assertThat(SCHEMA.violations(report.encode())).contains("more");
            assertThat(part.remove("more")).isEqualTo(1);
        });
    }

    /** The objects in a value, with itself. */
    private static Stream<JsonObject> parts(Object value) {
        if (value instanceof JsonArray array) {
            return array.stream().flatMap(ReportJsonTest::parts);
        }
        return value instanceof JsonObject object
                ? Stream.concat(
                        Stream.of(object),
                        object.stream().map(Map.Entry::getValue).flatMap(ReportJsonTest::parts))
                : Stream.empty();
    }
}
