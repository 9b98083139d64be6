package dev.probation.agent.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.ErrorHandlers;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.FakeCommandClock;
import dev.probation.agent.cli.command.FakeCommandServices;
import dev.probation.agent.cli.command.Run;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CompareCommandTest {

    @TempDir
    private Path folder;

    private Path baseline = Path.of("");

    @BeforeEach
    void tenNumbersAroundAHundred() throws IOException {
        baseline = file("before", "98\n102\n99\n101\n100\n97\n103\n96\n104\n95\n");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Run compare(Path current, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("compare", "--baseline", baseline.toString(), "--current", current.toString(), "--direction"));
        arguments.addAll(List.of(more));
        return Run.of(Map.of(), arguments.toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
        asked    | current                     | result  | exit
        increase | 150 160 155 170 165 180     | high    | 1
        either   | 150 160 155 170 165 180     | high    | 1
        decrease | 150 160 155 170 165 180     | pass    | 0
        DECREASE | 50 60 55 70 65 66           | low     | 1
        increase | 101 99 98 102 97 100        | pass    | 0
        increase | 150 160 155 170             | no-data | 4
        increase | 150 160 NaN nan NaN 155 170 | no-data | 4
        """)
    void theResultIsTheExitCode(String asked, String current, String result, int exit) throws IOException {
        Run run = compare(file("after", current.replace(' ', '\n')), asked);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(exit);
        assertThat(new JsonObject(run.out()).getString("result")).isEqualTo(result);
    }

    @Test
    void theJsonHoldsTheEvidence() throws IOException {
        Run run = compare(
                file("after", "150\n\n 1.6e2 \r\n155\n170\nNaN\n165\n180"),
                "increase",
                "--tolerance",
                "0.5",
                "--confidence",
                "0.95");

        JsonObject json = new JsonObject(run.out());
        assertThat(json.fieldNames())
                .startsWith("result", "difference", "low", "high", "effect")
                .contains("pValue", "meanDifference", "limit");
        assertThat(json.getDouble("difference")).isEqualTo(63);
        assertThat(json.getDouble("low")).isBetween(46.0, 63.0);
        assertThat(json.getDouble("high")).isBetween(63.0, 85.0);
        assertThat(json.getDouble("effect")).isEqualTo(1);
        assertThat(json.getDouble("pValue")).isEqualTo(1.0 / 8008, org.assertj.core.api.Assertions.within(1e-12));
        assertThat(json.getDouble("limit")).isEqualTo(49.75);
        assertThat(json.getJsonObject("current"))
                .isEqualTo(new JsonObject().put("samples", 6).put("nan", 1).put("median", 162.5));
        assertThat(json.getString("reason"))
                .startsWith("significantly higher: median 162.5, baseline 99.5")
                .endsWith("(10 samples against 6 samples and 1 NaN)");
    }

    @Test
    void withoutDataThereAreNoFigures() throws IOException {
        JsonObject json = new JsonObject(compare(file("after", ""), "either").out());

        assertThat(json.getMap()).containsEntry("difference", null).containsEntry("low", null);
        assertThat(json.getString("reason")).contains("at least 5 of each are needed");
    }

    @Test
    void aTableIsForPeople() throws IOException {
        Run run = compare(file("after", "150 160 155 170 165 180".replace(' ', '\n')), "increase", "-o", "table");

        assertThat(run.out()).startsWith("""
                RESULT  DIFFERENCE  LOW    HIGH   EFFECT  P          BASELINE SAMPLES  CURRENT SAMPLES
                high    63.00       53.00  75.00  1.000   0.0001249  10                6
                significantly higher: median 162.5""");
        assertThat(compare(file("few", "1\n"), "increase", "-o", "table").out())
                .containsPattern("no-data +10 +1\n.*at least 5 of each are needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "1,5", "0x10", "1d", "Infinity", "-inf", "1e999", "1 2", "\u001b[2J"})
    void whatIsNoNumberIsRefusedWithItsPlace(String line) throws IOException {
        Run run = compare(file("after", "1\n\n" + line + "\n"), "increase");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("after:3: expected a finite number such as 0.25, or NaN, but found \"")
                .doesNotContain("\u001b");
    }

    @Test
    void aLongLineIsNotRepeatedInFull() throws IOException {
        assertThat(compare(file("after", "x".repeat(10_000)), "increase").err()).hasSizeLessThan(300);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
        more                        | said
        sideways                    | sideways
        increase --tolerance -1     | --tolerance: the tolerance must be 0 or more, but was -1.0
        increase --tolerance much   | --tolerance: expected a number such as 0.25, but found "much"
        increase --confidence 98%   | --confidence: expected a number such as 0.98, but found "98%"
        increase --confidence 98    | --confidence: the confidence must be over 0.5 and below 1, but was 98.0
        increase --confidence NaN   | --confidence: the confidence must be over 0.5 and below 1, but was NaN
        increase --output yaml      | --output
        """)
    void wrongUsageSaysWhatIsWrong(String more, String said) throws IOException {
        Run run = compare(file("after", "1"), more.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(said);
    }

    @Test
    void bothFilesAndTheDirectionAreNeeded() {
        assertThat(Run.of(Map.of(), "compare", "--baseline", "a").err()).contains("--current", "--direction");
        assertThat(compare(folder.resolve("absent"), "increase").err())
                .contains("absent: expected a file of numbers that can be read, but found none (there is no such file");
        assertThat(compare(folder, "increase").err()).contains("(is a directory)");
    }

    @Test
    void oneMayBeStandardInput() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        assertThat(standardInput(out, err, baseline.toString(), "-")).isEqualTo(ExitCode.FAIL);
        assertThat(new JsonObject(out.toString()).getString("result")).isEqualTo("high");
        assertThat(standardInput(out, err, "-", "-")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("only one of --baseline and --current can be standard input");
    }

    private static int standardInput(StringWriter out, StringWriter err, String baseline, String current) {
        CommandContext context = new CommandContext(
                Map.of(),
                false,
                new FakeCommandClock(),
                new FakeCommandServices(),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        byte[] numbers = "200\n201\n202\n203\n204\n205\n".getBytes(StandardCharsets.UTF_8);
        return new CommandLine(new CompareCommand(context, new ByteArrayInputStream(numbers)))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(ErrorHandlers::failure)
                .execute("--baseline", baseline, "--current", current, "--direction", "increase");
    }

    @Test
    void aFileWithoutLineEndsIsRefusedBeforeItFillsTheMemory() throws IOException {
        Run run = compare(file("after", "1".repeat(2 << 20)), "increase");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("after: expected a file of numbers", "a line is longer than 1,048,576 characters");
    }
}
