package dev.probation.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped dashboard asks only for what the agent has, and follows the rules of Grafana's linter. */
class DashboardTest {

    private static final Pattern METRIC = Pattern.compile("\\b((?:probation|jvm|process)_[a-z_]+)\\{");
    private static final Pattern ALERTED = Pattern.compile("\\bprobation_[a-z_]+");

    private JsonObject dashboard = new JsonObject();

    @BeforeEach
    void read() throws IOException {
        dashboard = new JsonObject(Files.readString(root().resolve("dashboards/probation.json")));
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("agent"))
                ? here
                : here.resolve("..").normalize();
    }

    private List<JsonObject> panels() {
        return objects(dashboard.getJsonArray("panels"))
                .filter(panel -> !panel.getString("type").equals("row"))
                .toList();
    }

    private List<String> queries() {
        return panels().stream()
                .flatMap(panel -> objects(panel.getJsonArray("targets")))
                .map(target -> target.getString("expr"))
                .toList();
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    private static Set<String> exposed() {
        return MetricsFixture.text(new Metrics("0.1.0", "abc123"))
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.toSet());
    }

    @Test
    void everyMetricThatThePagesAlertOnIsOneTheAgentHas() throws IOException {
        Set<String> asked = Files.readString(root().resolve("docs/integrations.md"))
                .lines()
                .filter(line -> line.strip().startsWith("expr: "))
                .flatMap(line -> ALERTED.matcher(line).results().map(MatchResult::group))
                .collect(Collectors.toSet());

        assertThat(asked).hasSize(2);
        assertThat(exposed()).containsAll(asked);
    }

    @Test
    void everyMetricAskedForIsOneTheAgentHas() {
        Set<String> asked = queries().stream()
                .flatMap(query -> METRIC.matcher(query).results().map(found -> found.group(1)))
                .map(found -> found.replaceFirst("_bucket$", ""))
                .collect(Collectors.toSet());

        assertThat(asked).hasSizeGreaterThan(15);
        assertThat(exposed()).containsAll(asked);
    }

    @Test
    void everySelectorIsOfTheChosenJobAndInstance() {
        assertThat(queries())
                .allSatisfy(query -> assertThat(Pattern.compile("\\{[^}]*}")
                                .matcher(query)
                                .results()
                                .map(MatchResult::group))
                        .isNotEmpty()
                        .allMatch(selector -> selector.startsWith("{job=~\"$job\",instance=~\"$instance\"")));
    }

    @Test
    void countersAreShownAsRates() {
        assertThat(queries())
                .allSatisfy(query -> assertThat(query.replaceAll("(rate|increase)\\([a-z_]+\\{", ""))
                        .doesNotContainPattern("_total\\{|_bucket\\{"));
        assertThat(queries()).allSatisfy(query -> assertThat(query).doesNotContainPattern("rate\\([^\\[]*\\[\\d"));
    }

    @Test
    void everyPanelSaysWhatItShows() {
        assertThat(panels()).allSatisfy(panel -> {
            assertThat(panel.getString("title")).isNotBlank();
            assertThat(panel.getString("description")).isNotBlank();
            assertThat(panel.getJsonArray("targets")).isNotEmpty();
            assertThat(panel.getJsonObject("datasource").getString("uid")).isEqualTo("$datasource");
            assertThat(panel.getJsonObject("fieldConfig")
                            .getJsonObject("defaults")
                            .getString("unit"))
                    .isNotBlank();
        });
    }

    @Test
    void theVariablesAreThoseThatTheLinterAsksFor() {
        List<JsonObject> variables = objects(
                        dashboard.getJsonObject("templating").getJsonArray("list"))
                .toList();

        assertThat(variables)
                .extracting(variable -> variable.getString("name"))
                .containsExactly("datasource", "job", "instance", "app");
        assertThat(variables.get(0).getString("label")).isEqualTo("Data source");
        assertThat(variables.subList(1, 4)).allSatisfy(variable -> {
            assertThat(variable.getBoolean("multi")).isTrue();
            assertThat(variable.getBoolean("includeAll")).isTrue();
            assertThat(variable.getString("allValue")).isEqualTo(".+");
            assertThat(variable.getInteger("refresh")).isEqualTo(2);
        });
    }

    @Test
    void itCanBeProvisionedFromAFile() {
        assertThat(dashboard.getString("uid")).isEqualTo("probation");
        assertThat(dashboard.containsKey("id")).isFalse();
        assertThat(dashboard.containsKey("__inputs")).isFalse();
        assertThat(dashboard.getInteger("schemaVersion")).isLessThanOrEqualTo(42);
        assertThat(dashboard.getBoolean("editable")).isFalse();
    }
}
