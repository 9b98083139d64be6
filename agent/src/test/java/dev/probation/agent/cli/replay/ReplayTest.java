package dev.probation.agent.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.cli.command.CommandClock;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ErrorHandlers;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.FakeCommandServices;
import dev.probation.agent.config.CheckConfigBuilder;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.window.WindowSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

class ReplayTest {

    private static final String FIRST =
            "{\"deployment\":{\"service\":\"bookreader\",\"version\":\"1.4.2\",\"deployedAt\":\"2026-01-31T10:00:00Z\"}}\n";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private InputStream in = InputStream.nullInputStream();

    @Test
    void aHealthyHourPasses() throws IOException {
        Path file = recording("healthy.jsonl", FIRST + samples(0, 3600, "0.2"));

        int exit = run("--output", "json", file.toString());

        assertThat(exit).as(err.toString()).isEqualTo(ExitCode.PASS);
        JsonObject json = new JsonObject(out.toString());
        assertThat(json.getString("recording")).isEqualTo("healthy.jsonl");
        assertThat(json.getJsonObject("deployment"))
                .isEqualTo(new JsonObject()
                        .put("service", "bookreader")
                        .put("version", "1.4.2")
                        .put("deployedAt", "2026-01-31T10:00:00Z")
                        .put("verdict", "pass"));
        assertThat(json.containsKey("rollback")).isTrue();
        assertThat(json.getJsonObject("rollback")).isNull();
        JsonObject window = json.getJsonArray("windows").getJsonObject(0);
        assertThat(window.getString("name")).isEqualTo("immediate");
        assertThat(window.getString("from")).isEqualTo("2026-01-31T10:00:00Z");
        assertThat(window.getString("to")).isEqualTo("2026-01-31T11:00:00Z");
        assertThat(window.getString("verdict")).isEqualTo("pass");
        assertThat(window.getJsonArray("checks").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("check", "check-0")
                        .put("title", "check 0")
                        .put("verdict", "pass")
                        .put("state", "ok")
                        .put("coverage", 1.0)
                        .put("samples", 240L)
                        .put("bad", 0L)
                        .put("failingSeconds", 0.0)
                        .put("reason", "check 0 at most 200 ms, expected < 500 ms (240 of 240 samples good)"));
        assertThat(json.getJsonArray("windows").getJsonObject(1).getString("verdict"))
                .isEqualTo("running");
    }

    @Test
    void saysThatARecordingStopsBeforeItsFirstWindowEnds() throws IOException {
        Path file = recording("short.jsonl", FIRST + samples(0, 1800, "0.2"));

        int exit = run(file.toString());

        assertThat(exit).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(out.toString()).startsWith("short.jsonl: bookreader 1.4.2: running");
        assertThat(err.toString())
                .isEqualTo("probation: short.jsonl: no verdict, because the recording stops before the immediate window"
                        + " ends at 2026-01-31T11:00:00Z\n");
    }

    @Test
    void samplesFromBeforeTheDeploymentAreNoPartOfItsWindowsInEitherForm() throws IOException {
        String before = """
                {"at":"2026-01-31T09:58:00Z","check":"check-0","value":0.9}
                {"at":"2026-01-31T09:59:00Z","check":"check-0","value":0.9}
                """;
        Path file = recording("baseline.jsonl", FIRST + before + samples(0, 3600, "0.2"));
        Path only = recording("only.jsonl", FIRST + before);
        Path csv = recording("baseline.csv", """
                at,check,value,bad,total,error
                2026-01-31T09:59:00Z,check-0,0.9,,,
                2026-01-31T10:00:15Z,check-0,0.2,,,
                """);

        int exit = run("--output", "json", file.toString());
        JsonObject whole = new JsonObject(out.toString());
        out.getBuffer().setLength(0);
        int nothing = run("--output", "json", only.toString());
        JsonObject none = new JsonObject(out.toString());
        out.getBuffer().setLength(0);
        int spread = run(
                "--output",
                "json",
                "--service",
                "bookreader",
                "--version",
                "1",
                "--deployed-at",
                "2026-01-31T10:00:00Z",
                csv.toString());

        assertThat(exit).as(err.toString()).isEqualTo(ExitCode.PASS);
        assertThat(whole.getJsonArray("windows")
                        .getJsonObject(0)
                        .getJsonArray("checks")
                        .getJsonObject(0)
                        .getLong("samples"))
                .isEqualTo(240);
        assertThat(whole.getJsonArray("transitions")).hasSize(1);
        assertThat(nothing).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(none.getJsonArray("windows").getJsonObject(0).getString("verdict"))
                .isEqualTo("running");
        assertThat(spread).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(new JsonObject(out.toString()).getJsonArray("transitions")).hasSize(1);
    }

    @Test
    void aBreachIsARollbackAndAFailure() throws IOException {
        Path file = recording("bad.jsonl", FIRST + samples(0, 60, "0.2") + samples(60, 120, "0.9"));

        int exit = run("--output", "json", file.toString());

        assertThat(exit).isEqualTo(ExitCode.FAIL);
        JsonObject json = new JsonObject(out.toString());
        assertThat(json.getJsonObject("deployment").getString("verdict")).isEqualTo("fail");
        assertThat(json.getJsonObject("rollback"))
                .isEqualTo(new JsonObject()
                        .put("decidedAt", "2026-01-31T10:01:30Z")
                        .put("check", "check-0")
                        .put("reason", "check 0 900 ms, expected < 500 ms, for 30s (3 of 3 samples)"));
        assertThat(json.getJsonArray("transitions")).hasSize(3);
        assertThat(json.getJsonArray("transitions").getJsonObject(1))
                .isEqualTo(new JsonObject()
                        .put("at", "2026-01-31T10:01:00Z")
                        .put("check", "check-0")
                        .put("from", "ok")
                        .put("to", "breaching")
                        .put("reason", "check 0 900 ms, expected < 500 ms"));
    }

    @Test
    void anHourOfWhichTheSecondHalfWasNotMeasuredIsOver() throws IOException {
        String ended = FIRST.replace("}}", ",\"endedAt\":\"2026-01-31T11:00:00Z\"}}");
        Path file = recording("ended.jsonl", ended + samples(0, 1800, "0.2"));

        assertThat(run(file.toString())).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(out.toString())
                .startsWith("ended.jsonl: bookreader 1.4.2: inconclusive (live since 2026-01-31T10:00:00Z)");
    }

    @Test
    void aHalfHourIsStillRunning() throws IOException {
        Path file = recording("short.jsonl", FIRST + samples(0, 1800, "0.2"));

        assertThat(run(file.toString())).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(out.toString())
                .startsWith("short.jsonl: bookreader 1.4.2: running (live since 2026-01-31T10:00:00Z)");
    }

    @Test
    void recordingsArePrintedInTheOrderGivenAndTheWorstDecides() throws IOException {
        List<String> files = new ArrayList<>(List.of("--output", "json"));
        for (int i = 0; i < 20; i++) {
            String value = i == 7 ? "0.9" : "0.2";
            files.add(recording("r" + i + ".jsonl", FIRST + samples(0, i % 2 == 0 ? 3600 : 7200, value))
                    .toString());
        }

        int exit = run(files.toArray(String[]::new));

        assertThat(exit).isEqualTo(ExitCode.FAIL);
        assertThat(out.toString().lines().map(line -> new JsonObject(line).getString("recording")))
                .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 20)
                        .mapToObj(i -> "r" + i + ".jsonl")
                        .toList());
    }

    @Test
    void whatCannotBeReadIsToldAndTheOthersAreReplayed() throws IOException {
        Path good = recording("good.jsonl", FIRST + samples(0, 3600, "0.2"));
        Path broken = recording("broken.jsonl", FIRST + "{\"at\":\"yesterday\"}\n");
        Path stranger = recording("stranger.jsonl", FIRST.replace("bookreader", "bookreaders") + samples(0, 60, "0.2"));
        Path nameless = recording("nameless.jsonl", samples(0, 60, "0.2"));

        int exit = run(
                broken.toString(),
                folder.resolve("absent").toString(),
                stranger.toString(),
                nameless.toString(),
                good.toString());

        assertThat(exit).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).contains("good.jsonl: bookreader 1.4.2: pass");
        assertThat(err.toString())
                .contains("broken.jsonl:2: expected an instant such as 2026-01-31T10:00:15Z, but found \"yesterday\"")
                .contains(
                        "absent: expected a recording that can be read, but found none (there is no such file or folder)")
                .contains("unknown service bookreaders")
                .contains("nameless.jsonl does not name its deployment in the first line;"
                        + " give --service, --version and --deployed-at");
    }

    @Test
    void theDeploymentMayBeGiven() throws IOException {
        Path csv = recording("old.csv", "at,check,value,bad,total,error\n2026-01-31T10:00:00Z,check-0,0.2,,,\n");

        int exit = run(
                "--service", "bookreader", "--version", "9", "--deployed-at", "2026-01-31T10:00:00Z", csv.toString());

        assertThat(exit).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(out.toString()).startsWith("old.csv: bookreader 9: running");
    }

    @Test
    void whatARecordingNamesItselfIsNotChangedAndThatIsSaid() throws IOException {
        Path named = recording("named.jsonl", FIRST + samples(0, 3600, "0.2"));

        int exit = run(
                "--service", "bookreader", "--version", "9", "--deployed-at", "2026-01-31T10:00:00Z", named.toString());

        assertThat(exit).isEqualTo(ExitCode.PASS);
        assertThat(out.toString()).startsWith("named.jsonl: bookreader 1.4.2: pass");
        assertThat(err.toString())
                .isEqualTo("probation: named.jsonl: the recording names its deployment, so --service, --version and"
                        + " --deployed-at changed nothing\n");
    }

    @Test
    void theDeploymentIsGivenWholeAndReadably() throws IOException {
        Path csv = recording("old.csv", "at,check,value,bad,total,error\n");

        assertThat(run("--service", "bookreader", csv.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("expected --service, --version and --deployed-at together");
        assertThat(run("--service", "a", "--version", "9", "--deployed-at", "noon", csv.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("expected an instant such as").contains("noon");
    }

    @Test
    void packedRecordingsAndStandardInputAreRead() throws IOException {
        String text = FIRST + samples(0, 3600, "0.2");
        Path packed = folder.resolve("packed.jsonl.gz");
        try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(packed))) {
            file.write(text.getBytes(StandardCharsets.UTF_8));
        }
        in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));

        int exit = run("--output", "yaml", packed.toString(), "-");

        assertThat(exit).as(err.toString()).isEqualTo(ExitCode.PASS);
        assertThat(out.toString()).contains("---\nrecording: packed.jsonl.gz\n").contains("---\nrecording: '-'\n");
    }

    @Test
    void samplesOfUnknownChecksAreCountedAndNotJudged() throws IOException {
        Path file = recording(
                "more.jsonl",
                FIRST + samples(0, 3600, "0.2").concat(samples(3600, 3660, "9").replace("check-0", "other")));

        assertThat(run(file.toString())).isEqualTo(ExitCode.PASS);
        assertThat(err.toString())
                .contains(
                        "more.jsonl: not judged, because the configuration has no such check (number of samples): {other=4}");
    }

    @Test
    void samplesAtTheSameInstantAreJudgedOnceAndNoted() throws IOException {
        String samples = samples(0, 3600, "0.2");
        String again = samples.substring(0, samples.indexOf('\n') + 1);
        Path file = recording("twice.jsonl", FIRST + again + samples);

        assertThat(run(file.toString())).isEqualTo(ExitCode.PASS);
        assertThat(err.toString())
                .contains(
                        "twice.jsonl: not judged, because their check has a sample at the same instant: 1 sample, the first"
                                + " in line 3");
    }

    @Test
    void threeDaysOfFiftyChecksAreReplayed() throws IOException {
        Path file = folder.resolve("long.jsonl");
        LongRecording.write(file, 50, Duration.ofHours(5));

        assertThat(run(LongRecording.checklist(50), "--output", "json", file.toString()))
                .isIn(ExitCode.PASS, ExitCode.FAIL);
        assertThat(new JsonObject(out.toString()).getJsonArray("windows")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 2000})
    void transitionsArePrintedInFullHoweverManyThereAre(int breaches) throws IOException {
        StringBuilder text = new StringBuilder(FIRST);
        for (int i = 0; i < breaches; i++) {
            text.append(samples(30 * i, 30 * i + 15, "0.2")).append(samples(30 * i + 15, 30 * i + 30, "0.9"));
        }
        String file = recording("restless.jsonl", text.toString()).toString();

        int json = run("--output", "json", file);
        JsonArray transitions = new JsonObject(out.toString()).getJsonArray("transitions");
        out.getBuffer().setLength(0);
        int yaml = run("--output", "yaml", file);

        assertThat(transitions).hasSize(2 * breaches);
        assertThat(transitions.stream().map(one -> ((JsonObject) one).getString("at")))
                .isSorted()
                .doesNotHaveDuplicates();
        Map<String, Object> document = new Yaml().load(out.toString());
        assertThat(new JsonObject(document).getJsonArray("transitions").encode())
                .isEqualTo(transitions.encode());
        assertThat(yaml).isEqualTo(json);
    }

    /** Prometheus is away from the first hour to the 49th, while the application goes on answering. */
    @Test
    void twoDaysWithoutPrometheusAreToldOnceAndTheirEndOnce() throws IOException {
        StringBuilder text = new StringBuilder(FIRST);
        for (int minute = 0; minute < 50 * 60; minute += 5) {
            String at = "{\"at\":\"" + LongRecording.LIVE.plusSeconds(60L * minute) + "\",\"check\":\"";
            boolean away = minute >= 60 && minute < 49 * 60;
            text.append(at)
                    .append("errors\",")
                    .append(away ? "\"error\":\"connection refused\",\"cause\":\"refused\"}\n" : "\"value\":0.001}\n");
            text.append(at).append("health\",\"value\":0.02}\n");
        }
        String file = recording("away.jsonl", text.toString()).toString();

        int json = run(twoChecks(Duration.ofMinutes(5)), "--output", "json", file);
        JsonArray unmeasured = new JsonObject(out.toString()).getJsonArray("unmeasured");
        out.getBuffer().setLength(0);
        int table = run(twoChecks(Duration.ofMinutes(5)), file);

        String reason =
                "nothing has been measured since 2026-01-31T11:00:00Z, so this check cannot decide a rollback; the last: connection refused";
        assertThat(json).isEqualTo(table);
        assertThat(unmeasured)
                .containsExactly(
                        new JsonObject()
                                .put("at", "2026-01-31T11:10:00Z")
                                .put("check", "errors")
                                .put("ended", false)
                                .put("reason", reason),
                        new JsonObject()
                                .put("at", "2026-02-02T11:00:00Z")
                                .put("check", "errors")
                                .put("ended", true)
                                .put("reason", "errors 0.1 %, expected < 1 %"));
        assertThat(out.toString())
                .contains(
                        "\nunmeasured at 2026-01-31T11:10:00Z: errors: " + reason + "\n",
                        "\nno longer unmeasured at 2026-02-02T11:00:00Z: errors: errors 0.1 %, expected < 1 %\n");
    }

    private static Checklist twoChecks(Duration unmeasuredAfter) {
        return new Checklist(
                List.of(
                        CheckConfigBuilder.check("errors")
                                .every(Duration.ofMinutes(5))
                                .expect("< 1%")
                                .onBreach(OnBreach.ROLLBACK)
                                .rule(),
                        CheckConfigBuilder.check("health")
                                .every(Duration.ofMinutes(5))
                                .expect("< 1s")
                                .rule()),
                List.of(new WindowSpec(
                        "whole", Duration.ZERO, Duration.ofHours(72), Optional.empty(), 0, Duration.ZERO)),
                List.of(),
                true,
                Optional.of(unmeasuredAfter));
    }

    private int run(String... arguments) {
        return run(LongRecording.checklist(1), arguments);
    }

    private int run(Checklist checklist, String... arguments) {
        CommandContext context = new CommandContext(
                Map.of(),
                false,
                new CommandClock.Real(),
                new FakeCommandServices(),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        ReplayCommand command = new ReplayCommand(context, config -> service -> known(checklist, service), in);
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(ErrorHandlers::usage)
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(ErrorHandlers::failure)
                .execute(arguments);
    }

    private static Checklist known(Checklist checklist, String service) {
        if (!service.equals("bookreader")) {
            throw new CommandFailure(ExitCode.USAGE, "unknown service " + service);
        }
        return checklist;
    }

    private Path recording(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String samples(int first, int last, String value) {
        StringBuilder text = new StringBuilder();
        for (int second = first; second < last; second += 15) {
            text.append("{\"at\":\"")
                    .append(LongRecording.LIVE.plusSeconds(second))
                    .append("\",\"check\":\"check-0\",\"value\":")
                    .append(value)
                    .append("}\n");
        }
        return text.toString();
    }
}
