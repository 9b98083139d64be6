package dev.probation.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.assembly.InstalledKinds;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.FakeCommandClock;
import dev.probation.agent.cli.command.FakeCommandServices;
import dev.probation.agent.config.file.ConfigSchema;
import dev.probation.agent.metrics.MetricsTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What is made from the code, and checked in, is as the code has it: the JSON Schema, and tables in the pages. */
class GeneratedFilesTest {

    private static final String HOW = "Generate it anew: mvn -pl agent -am verify -Dtest=GeneratedFilesTest"
            + " -Dprobation.generate=true -DskipITs -Dsurefire.failIfNoSpecifiedTests=false";

    private static final Pattern TABLE =
            Pattern.compile("(?s)(<!-- generated: ([a-z-]+) -->\\n)(.*?)(<!-- end of generated -->)");

    @Test
    void theSchemaIsWhatTheCodeGives() throws IOException {
        check(
                Pages.root().resolve("agent/src/main/resources/probation.schema.json"),
                ConfigSchema.json(InstalledKinds.load()));
    }

    static List<String> pages() {
        return Pages.files("docs", ".md").stream()
                .filter(page -> Pages.text(page).contains("<!-- generated: "))
                .map(page -> Pages.root().relativize(page).toString())
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void theTablesAreWhatTheCodeGives(String page) throws IOException {
        Path file = Pages.root().resolve(page);
        Map<String, String> tables = tables();

        String current = TABLE.matcher(Pages.text(file))
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) + tables.getOrDefault(found.group(2), "no such table\n") + found.group(4)));

        check(file, current);
    }

    @Test
    void everyTableStandsInOnePage() {
        Stream<String> names = pages().stream()
                .flatMap(page ->
                        TABLE.matcher(Pages.text(Pages.root().resolve(page))).results())
                .map((MatchResult found) -> found.group(2));

        assertThat(names).containsExactlyInAnyOrderElementsOf(tables().keySet());
    }

    private static Map<String, String> tables() {
        CommandLine program = Commands.line(new CommandContext(
                Map.of(),
                false,
                new FakeCommandClock(),
                new FakeCommandServices(),
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter())));
        Map<String, String> tables = new TreeMap<>(KeyTables.all());
        tables.put("metrics", MetricsTable.markdown());
        tables.put("commands", CommandTables.commands(program));
        tables.put("exit-codes", CommandTables.exitCodes(program));
        return tables;
    }

    private static void check(Path file, String current) throws IOException {
        if (Boolean.getBoolean("probation.generate")) {
            Files.writeString(file, current);
        }
        assertThat(Files.readString(file)).as(HOW).isEqualTo(current);
    }
}
