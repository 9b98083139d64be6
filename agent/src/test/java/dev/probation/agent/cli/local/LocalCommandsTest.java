package dev.probation.agent.cli.local;

import static dev.probation.agent.probe.prometheus.query.SelectorTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.assembly.InstalledKinds;
import dev.probation.agent.cli.LiveCommandServices;
import dev.probation.agent.cli.command.FakeCommandServices;
import dev.probation.agent.cli.command.Run;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.file.ConfigLoader;
import dev.probation.agent.probe.LintFinding;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.rules.expectation.Unit;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalCommandsTest {

    private static final Outcome FAST = Outcome.Measured.of(0.2);
    private static final Outcome SLOW = Outcome.Measured.of(0.612, "9 of 10");
    private static final Outcome REFUSED = new Outcome.Failed(Outcome.Cause.REFUSED, "port 8000\u001B[2J");

    @Test
    void probePrintsWhatWasMeasured() {
        FakeCommandServices services = new FakeCommandServices()
                .with("fast", "< 500ms", FAST)
                .with("slow", "< 500ms", SLOW)
                .with("empty", "< 500ms", new Outcome.NoData("no series"))
                .with("away", "< 500ms", REFUSED);

        Run run = Run.of(services, "probe");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("""
                        SERVICE     CHECK  TARGET  STATE    VALUE   EXPECTED  DETAIL
                        bookreader  fast   app     ok       200 ms  < 500 ms
                        bookreader  slow   app     bad      612 ms  < 500 ms  9 of 10
                        bookreader  empty  app     no-data          < 500 ms  no series
                        bookreader  away   app     error            < 500 ms  port 8000\uFFFD[2J
                        """);
    }

    @Test
    void theTimeInWhichACommandWarmsUpIsNotTheTargets() {
        for (Outcome first : List.of(SLOW, new Outcome.Failed(Outcome.Cause.TIMEOUT, "late"))) {
            Run run = Run.of(new FakeCommandServices().first(first).with("fast", "< 500ms", FAST), "probe");

            assertThat(run.exitCode()).as(run.out()).isZero();
        }
        Run refused = Run.of(new FakeCommandServices().first(REFUSED).with("fast", "< 500ms", FAST), "probe");
        assertThat(refused.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0.2,0", "0.5,1", "0.7,1"})
    void probeExitsByWhatItMeasured(double value, int exit) {
        assertThat(Run.of(new FakeCommandServices().with("p95", "< 500ms", Outcome.Measured.of(value)), "probe")
                        .exitCode())
                .isEqualTo(exit);
    }

    @Test
    void whatTellsARunningAgentByItselfIsNeitherAskedNorAFinding() {
        FakeCommandServices services = new FakeCommandServices()
                .with("alerts", "== 0", new Outcome.NoData("told to an agent"))
                .notAsked();

        Run probe = Run.of(services, "probe");
        Run check = Run.of(services, "check", "--online");

        assertThat(probe.exitCode()).isZero();
        assertThat(probe.out()).contains("bookreader  alerts  app     not-asked         == 0      told to an agent");
        assertThat(check.out()).doesNotContain("asked just now").contains("not-asked");
    }

    @ParameterizedTest
    @CsvSource({"AGENT_FAULT, 3", "TLS, 0", "REFUSED, 0"})
    void checkOnlineFailsWhereTheAgentItselfCannotAsk(Outcome.Cause cause, int exit) {
        FakeCommandServices services =
                new FakeCommandServices().with("p95", "< 500ms", new Outcome.Failed(cause, "the ca-file is empty"));

        Run run = Run.of(services, "check", "--online");

        assertThat(run.exitCode()).isEqualTo(exit);
        assertThat(run.out()).contains("found: services.bookreader.checks.p95: asked just now: error, ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kubernetes: shop, namespace: books, version-by: none, token-file: /no/token    | there is no token
            argo-rollouts: shop, namespace: books, version-by: none, token-file: /no/token  | there is no token
            command: [ /no/such/program, shop ]                                             | there is no file /no/such/program
            file: /no/such/folder/rollback.json                                             | there is no folder /no/such/folder
            """)
    void whatARollbackNeedsAndThisMachineLacksIsANoteButAFaultWhereTheAgentRuns(
            String keys, String lacks, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("probation.yaml"), """
                targets: { app: { http: "http://app" } }
                services: { shop: { checks: { up: { http: app, expect: "< 1s" } } } }
                rollback:
                  mode: signal
                  to: [ { %s } ]
                """.formatted(keys));
        ReceiverConfig receiver = ConfigLoader.loadWithoutSecrets(
                        InstalledKinds.load(), List.of(file), List.of(), Map.of())
                .rollback()
                .to()
                .get(0);
        FakeCommandServices services =
                new FakeCommandServices().with("fast", "< 500ms", FAST).rollingBackBy(receiver);

        String place = "rollback.to." + receiver.name() + ": ";
        Run check = Run.of(services, "check");
        Run online = Run.of(services, "check", "--online");

        assertThat(check.out()).contains("note: " + place).contains(lacks).contains("findings 1.");
        assertThat(check.exitCode()).isZero();
        assertThat(new JsonObject(Run.of(services, "check", "-o", "json").out())
                        .getJsonArray("notes")
                        .getString(0))
                .startsWith(place);
        assertThat(online.out()).contains("found: " + place).contains(lacks).contains("findings 2.");
        assertThat(online.exitCode()).isEqualTo(3);
    }

    @Test
    void aStoreThatThisMachineHasNoPlaceForIsANoteButAFaultWhereTheAgentRuns(@TempDir Path folder) {
        FakeCommandServices services =
                new FakeCommandServices().with("fast", "< 500ms", FAST).storedIn("sqlite:" + folder);
        String said = "agent.store: expected a file that the agent can write, but on this machine " + folder
                + " is a folder; give the path of a file";

        assertThat(Run.of(services, "check").out()).contains("note: " + said);
        assertThat(Run.of(services, "check").exitCode()).isZero();
        assertThat(Run.of(services, "check", "--online").out()).contains("found: " + said);
        assertThat(Run.of(services, "check", "--online").exitCode()).isEqualTo(3);
    }

    @Test
    void aStoreThatNobodyServesIsAFaultWhereTheAgentRuns() throws IOException {
        int port;
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }
        FakeCommandServices services = new FakeCommandServices()
                .with("fast", "< 500ms", FAST)
                .storedIn("postgresql://probation@127.0.0.1:" + port + "/probation");

        Run online = Run.of(services, "check", "--online");

        assertThat(Run.of(services, "check").exitCode()).isZero();
        assertThat(online.exitCode()).isEqualTo(3);
        assertThat(online.out())
                .contains("found: agent.store: store postgresql://probation@127.0.0.1:" + port
                        + "/probation cannot be opened: the server cannot be reached; is it running at this address?");
    }

    @Test
    void probeGivesAValueOfWhichNothingIsExpectedItsUnit() {
        assertThat(Run.of(new FakeCommandServices().every(Duration.ofSeconds(15)), "probe")
                        .out())
                .containsPattern("rare +app +ok +1 s");
    }

    @Test
    void probePrintsJson() {
        JsonArray answers =
                new JsonArray(Run.of(new FakeCommandServices().with("fast", "< 500ms", FAST), "probe", "-o", "json")
                        .out());

        assertThat(answers.getJsonObject(0).getDouble("value")).isEqualTo(0.2);
        assertThat(answers.getJsonObject(0).getString("state")).isEqualTo("ok");
    }

    @Test
    void checkCountsWhatIsValid() {
        Run run = Run.of(new FakeCommandServices().with("fast", "< 500ms", SLOW), "check");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("""
                        found: notify: nobody is notified; add a receiver
                        The configuration is valid: services 1, checks 1, targets 1, windows 1, findings 1.
                        """);
    }

    @Test
    void checkFindsALimitThatIsTurnedRound() {
        Run run = Run.of(new FakeCommandServices().with("fast", "> 500ms", SLOW), "check");

        assertThat(run.out())
                .contains(
                        "found: services.bookreader.checks.fast: expect is \"> 500 ms\", by which small values are bad; did"
                                + " you mean \"< 500 ms\"?");
    }

    @Test
    void checkExitsWith3WhereItIsStrictAndFoundSomething() {
        assertThat(Run.of(new FakeCommandServices().with("fast", "< 500ms", FAST), "check", "--strict")
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void checkAsksOnlyWhenOnline() {
        FakeCommandServices services =
                new FakeCommandServices().with("away", "< 500ms", REFUSED).with("slow", "< 500ms", SLOW);

        assertThat(Run.of(services, "check").out()).doesNotContain("refused");
        assertThat(Run.of(services, "check", "--online").out())
                .contains("found: services.bookreader.checks.away: asked just now: error, port 8000")
                .doesNotContain("found: services.bookreader.checks.slow");
    }

    @Test
    void checkPrintsYaml() {
        assertThat(Run.of(new FakeCommandServices(), "check", "-o", "yaml").out())
                .startsWith("valid: true\nfingerprint: 0123abcd\nfindings:\n- 'notify:");
    }

    @Test
    void anInvalidConfigurationExitsWith2() {
        Run run = Run.of(new FakeCommandServices(), "check", "--config.file", "missing.yaml");

        assertThat(run).isEqualTo(new Run(2, "", "probation: missing.yaml:1:1: no such file\n"));
    }

    @Test
    void anInvalidConfigurationIsSaidInJsonToo(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("p.yaml"), "services: { shop: { checks: 1 } }\nagnt: {}\n");

        Run run = Run.of(new LiveCommandServices(), "check", "-o", "json", "-c", file.toString());
        JsonObject json = new JsonObject(run.out());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(json.getBoolean("valid")).isFalse();
        assertThat(json.getJsonArray("findings").stream().map(String::valueOf))
                .hasSize(2)
                .allMatch(finding -> finding.startsWith(file + ":") && run.err().contains(finding));
        assertThat(json.fieldNames())
                .isEqualTo(new JsonObject(Run.of(new FakeCommandServices(), "check", "-o", "json")
                                .out())
                        .fieldNames());
    }

    @Test
    void theEnvironmentNamesTheConfiguration() {
        assertThat(Run.of(Map.of("PROBATION_CONFIG", "a.yaml, missing.yaml"), "probe")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void findsCertificatesThatNobodyVerifies() {
        assertThat(found(FakeCommandServices.insecure())).contains("targets.app: accepts any certificate");
    }

    @Test
    void findsBaselinesOfTargetsThatRememberNothing() {
        PrometheusCheck remembers = new PrometheusCheck(new Question.Raw("up"), Unit.NONE, Optional.empty(), false);

        assertThat(found(new FakeCommandServices().comparing()))
                .contains("checks.compared: fake does not remember the value at this time of day before the deployment,"
                        + " so <= baseline + 10 % can say nothing from an hour after it on");
        assertThat(found(new FakeCommandServices().comparing(remembers))).doesNotContain("does not remember");
    }

    @ParameterizedTest
    @CsvSource({"179,false", "180,true", "300,true"})
    void findsSpansThatAreNotShorterThanFor(long seconds, boolean found) {
        Question ratio = new Question.Ratio(read("bad"), read("all"), Duration.ofSeconds(seconds));

        assertThat(found(new FakeCommandServices().asking(ratio, Duration.ofMinutes(3)))
                        .contains("is not shorter than for 3m"))
                .isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        histogram_quantile(0.95, rate(x_bucket[1m]))                       | true
        histogram_quantile(0.95, sum by (job) (rate(x_bucket[1m])))        | true
        histogram_quantile(0.95, sum by (job, le) (rate(x_bucket[1m])))    | false
        histogram_quantile(0.95, sum(rate(x_bucket[1m])) by (le))          | false
        histogram_quantile(0.95, sum(rate(native_histogram[1m])))          | false
        max(queue_age_seconds)                                             | false
        """)
    void findsQuantilesOfEachInstance(String query, boolean found) {
        assertThat(found(new FakeCommandServices().asking(new Question.Raw(query), Duration.ofMinutes(3)))
                        .contains("sum by (le)"))
                .isEqualTo(found);
    }

    @Test
    void findingsInAQueryHaveAStableName() {
        Question query = new Question.Raw("sum(rate(bad[5m])) / sum(rate(total[5m]))");
        FakeCommandServices services = new FakeCommandServices().asking(query, Duration.ofMinutes(3));

        Run run = Run.of(services, "check", "--strict", "-o", "json");
        JsonObject lint = new JsonObject(run.out()).getJsonArray("lints").getJsonObject(0);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(lint.getString("lint")).isEqualTo("unguarded-ratio");
        assertThat(lint.getString("check")).isEqualTo("asked");
        assertThat(found(services)).contains("found: services.bookreader.checks.asked: unguarded-ratio: a rate is");
    }

    @Test
    void whatCouldNotBeLintedIsSaidAndIsNoFinding() {
        FakeCommandServices services = new FakeCommandServices()
                .with("fast", "< 500ms", FAST)
                .noting(LintFinding.warning("several-series", "4 series"), LintFinding.notLinted("no metadata"));

        assertThat(Run.of(services, "check").out()).doesNotContain("several-series");
        assertThat(Run.of(services, "check", "--online").out())
                .contains("note: services.bookreader.checks.fast: not-linted: no metadata")
                .contains("found: services.bookreader.checks.fast: several-series: 4 series")
                .contains("findings 2.");
    }

    @Test
    void schemaIsJson() {
        assertThat(new JsonObject(Run.of(new FakeCommandServices(), "schema").out()).getString("title"))
                .isEqualTo("Probation configuration");
    }

    private static String found(FakeCommandServices services) {
        return Run.of(services, "check").out();
    }
}
