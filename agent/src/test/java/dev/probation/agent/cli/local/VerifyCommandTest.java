package dev.probation.agent.cli.local;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.probation.agent.cli.Commands;
import dev.probation.agent.cli.LiveCommandServices;
import dev.probation.agent.cli.command.CommandClock;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.Run;
import dev.probation.agent.config.ConfigText;
import dev.probation.agent.web.api.ApiSchema;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real probes, real time and a real store; only the application is a stand-in. */
class VerifyCommandTest {

    @RegisterExtension
    private static final WireMockExtension APP = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @TempDir
    private Path folder;

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void configure() throws IOException {
        configure("rollback", "");
    }

    private void configure(String onBreach, String more) throws IOException {
        Path written = new ConfigText("""
                targets: { app: { http: "<app>" } }
                services:
                  shop:
                    version: { http: app, path: /version, json: "$.version" }
                    checks:
                      health: { http: app, path: /health, status: 200, every: 1s, timeout: 1s, min-coverage: 20%, on-breach: <act> }
                      <more>
                    sign-offs:
                      feedback: { title: "User feedback positive" }
                rollback: { mode: signal, to: [ { webhook: "<app>/rollback" } ] }
                notify:
                  team: { slack: { url: "<app>/slack" }, on: [ started, failing, rollback ] }
                """)
                .with("app", APP.baseUrl())
                .with("act", onBreach)
                .with("more", more)
                .writeTo(folder);
        assertThat(written).exists();
    }

    @Test
    void passesOnGoodSamplesAndWritesReports() throws IOException {
        APP.stubFor(get(urlEqualTo("/health")).willReturn(ok()));
        configure("rollback", "late: { http: app, path: /late, every: 5m, windows: [long-term] }");
        Path json = folder.resolve("report.json");
        Path markdown = folder.resolve("report.md");
        Path summary = folder.resolve("summary.md");
        environment = Map.of("GITHUB_STEP_SUMMARY", summary.toString());
        assertThat(Files.writeString(summary, "# earlier\n")).exists();

        Run run = verify("--for", "12s", "--report", "json:" + json + ",md:" + markdown, "--report", "github");

        assertThat(run.err())
                .contains("left out, because their windows begin later: late")
                .contains("shop 1.4.2  verify", "pass: the one check passed");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("shop 1.4.2: pass", "verify  health  pass");
        assertThat(new JsonObject(Files.readString(json)).getString("verdict")).isEqualTo("pass");
        assertThat(ApiSchema.shipped("Report").violations(Files.readString(json)))
                .isEmpty();
        assertThat(Files.readString(markdown)).startsWith("# ✅ shop 1.4.2: pass");
        assertThat(Files.readString(summary)).isEqualTo("# earlier\n" + Files.readString(markdown));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aReportThatCannotBeWrittenIsNoSuccess() {
        APP.stubFor(get(urlEqualTo("/health")).willReturn(ok()));

        Run run = verify("--for", "5s", "--report", "json:/dev/full");

        assertThat(run.err())
                .contains("--report: /dev/full cannot be written (no space left on device)")
                .contains("pass: the one check passed");
        assertThat(run.exitCode()).isEqualTo(4);
    }

    @Test
    void aBreachFromBeforeIsInconclusiveInTableReportAndExitCode() throws IOException {
        APP.stubFor(get(urlEqualTo("/health")).willReturn(serverError()));
        Instant now = Instant.now();
        String before = IntStream.rangeClosed(1, 60)
                .mapToObj(minute -> "{\"at\":\"" + now.minus(Duration.ofMinutes(61 - minute))
                        + "\",\"check\":\"health\",\"error\":\"bad-status\"}\n")
                .collect(Collectors.joining());
        Path baseline = Files.writeString(folder.resolve("before.jsonl"), before);
        Path json = folder.resolve("report.json");

        Run run = verify("--for", "6s", "--baseline", baseline.toString(), "--report", "json:" + json);

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.out()).contains("shop 1.4.2: inconclusive (finished", "pre-existing");
        assertThat(run.err()).contains("inconclusive: failing: ", "pre-existing");
        assertThat(new JsonObject(Files.readString(json)).getString("verdict")).isEqualTo("inconclusive");
    }

    @Test
    void endsEarlyWhereItAdvisesARollbackAndSaysSoInTheSameWords() {
        APP.stubFor(get(urlEqualTo("/health")).willReturn(serverError()));

        Run run = verify("--for", "10m");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("fail: rollback advised by health: health HTTP 500");
        assertThat(run.out())
                .contains("shop 1.4.2: fail (", "rollback advised at ", " by health: health HTTP 500")
                .contains("verify  health  fail")
                .doesNotContain("decided", "cut short");
    }

    @Test
    void tellsNobody() {
        APP.stubFor(get(urlEqualTo("/health")).willReturn(serverError()));

        Run run = verify("--for", "10m", "--output", "json");

        assertThat(run.exitCode()).isEqualTo(1);
        JsonObject report = new JsonObject(run.out());
        assertThat(report.getString("verdict")).isEqualTo("fail");
        assertThat(report.getJsonObject("rollback").getString("stage")).isEqualTo("advised");
        assertThat(ApiSchema.shipped("Report").violations(run.out())).isEmpty();
        assertThat(APP.getAllServeEvents())
                .allMatch(event -> event.getRequest().getUrl().equals("/health"));
    }

    @Test
    void takesABaselineOfChecksThatItAsks() throws IOException {
        APP.stubFor(get(urlEqualTo("/health")).willReturn(ok()));
        String line = "{\"at\":\"2026-01-31T09:00:00Z\",\"check\":\"health\",\"value\":0.1}\n";
        Path baseline = Files.writeString(folder.resolve("before.jsonl"), line);
        Path other = Files.writeString(folder.resolve("other.jsonl"), line.replace("health", "helth"));
        Path later = Files.writeString(folder.resolve("later.jsonl"), line.replace("2026", "2126"));

        Run run = verify("--for", "4s", "--output", "json", "--baseline", baseline.toString());
        Run unknown = verify("--for", "4s", "--baseline", other.toString());
        Run after = verify("--for", "4s", "--baseline", later.toString());

        assertThat(run.exitCode()).as(run.err()).isNotEqualTo(2);
        assertThat(run.out()).contains("read 1 sample from before it went live");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("baseline: shop has no check \"helth\"; did you mean \"health\"?");
        assertThat(after.exitCode()).isEqualTo(2);
        assertThat(after.err())
                .contains("expected samples from before the deployment at ", "but found one of health at 2126");
    }

    @Test
    void keepsGoingWhereItIsTold() {
        APP.stubFor(get(urlEqualTo("/health")).willReturn(serverError()));

        Run run = verify("--for", "10s", "--keep-going", "--output", "yaml");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("fail: rollback advised by health: ");
        assertThat(run.out()).contains("phase: finished");
    }

    @Test
    void anAlertingCheckFailsAtTheEnd() throws IOException {
        configure("alert", "");
        APP.stubFor(get(urlEqualTo("/health")).willReturn(serverError()));

        Run run = verify("--for", "10s");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("fail: failing: ");
    }

    @Test
    void namesTheTimeThatIsLongEnoughForAllChecks() throws IOException {
        configure("rollback", "rare: { http: app, path: /rare, every: 15s }");

        assertThat(verify("--for", "2s").err())
                .contains(
                        "check rare runs every 15s, so it may have fewer than 3 samples in 2s; give --for 1m or more");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            arguments                                    | error
            shop 1 --for 2s                              | check health runs every 1s, so it may have fewer than 3 samples in 2s; give --for 4s or more
            shop 1 --for 5s --settle 4s                  | fewer than 3 samples in 1s; give --for 8s or more
            shop 1 --for 5s --settle 5s                  | --settle must be shorter than --for, but was 5s of 5s
            shpo 1 --for 5s                              | the configuration has no service "shpo"; did you mean "shop"?
            shop 1                                       | expected --for DURATION, but found none
            shop 1 --for soon                            | expected a duration such as 90s
            shop 1 --for 5s --report html:x              | expected json:PATH, md:PATH or github, but found "html:x"
            shop 1 --for 5s --report json:-              | expected json:PATH, md:PATH or github, but found "json:-"
            shop 1 --for 5s --report github              | expected the environment variable GITHUB_STEP_SUMMARY
            shop 1 --for 5s --report json:/no/such/x     | expected a file in a folder that exists, but found /no/such/x
            """)
    void refusesWhatCannotBeVerified(String arguments, String error) {
        Run run = run(Stream.concat(Stream.of("verify"), Stream.of(arguments.split(" ")))
                .toList());

        assertThat(run.err()).contains(error);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1\u001b[31m", "1\r\n2", "1\u0085"})
    void refusesAVersionThatAnAgentRefuses(String version) {
        Run run = run(List.of("verify", "shop", version, "--for", "10m"));

        assertThat(run.err()).contains("VERSION", "expected a version without control characters");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void removesItsTemporaryFolder() throws IOException {
        Path path;
        try (TemporaryFolder temporary = TemporaryFolder.make("probation-test-")) {
            path = temporary.path();
            Path inner = Files.createDirectories(path.resolve("a/b"));
            assertThat(Files.writeString(inner.resolve("c"), "d")).exists();
        }

        assertThat(path).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"100000,100000", "200,134", "70,0"})
    void cutsALongSummaryAtTheEndOfALine(int room, int kept) {
        String report = "ä".repeat(66).concat("\n").repeat(100);

        String cut = new String(ReportTo.cut(report, room), StandardCharsets.UTF_8);

        assertThat(cut).contains(room < 1000 ? "... truncated" : "ä");
        assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(room);
        assertThat(cut.indexOf("\n\n...")).isLessThanOrEqualTo(kept);
    }

    private Run verify(String... options) {
        List<String> arguments = new ArrayList<>(List.of("verify", "shop", "1.4.2"));
        arguments.addAll(List.of(options));
        return run(arguments);
    }

    private Run run(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandContext context = new CommandContext(
                environment,
                false,
                new CommandClock.Real(),
                new LiveCommandServices(),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--config.file", folder.resolve("probation.yaml").toString()));
        int exitCode = Commands.run(context, all.toArray(String[]::new));
        return new Run(exitCode, out.toString(), err.toString());
    }
}
