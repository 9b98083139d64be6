package dev.probation.agent.cli.command;

import dev.probation.agent.config.AgentConfig;
import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.CheckConfigBuilder;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.EventsConfig;
import dev.probation.agent.config.ProbeSettings;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.Target;
import dev.probation.agent.config.address.Access;
import dev.probation.agent.config.section.AnnouncementFields;
import dev.probation.agent.probe.FakeKind;
import dev.probation.agent.probe.LintFinding;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.ProbeKinds;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.probe.http.HttpTarget;
import dev.probation.agent.probe.prometheus.PrometheusKind;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck;
import dev.probation.rules.check.Check;
import dev.probation.rules.check.series.BaselineRule;
import dev.probation.rules.check.series.SeriesRule;
import dev.probation.rules.expectation.BaselineExpectation;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.expectation.Unit;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.window.WindowSpec;
import io.vertx.core.Future;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration made in the test, whose probes give what the test says. */
public final class FakeCommandServices implements CommandServices {

    static final Path MISSING = Path.of("missing.yaml");

    private final Map<CheckConfig, Outcome> outcomes = new LinkedHashMap<>();
    private final Deque<Outcome> firsts = new ArrayDeque<>();
    private boolean insecure;
    private String url = "sqlite:x";
    private boolean asked = true;
    private List<LintFinding> findings = List.of();
    private List<ReceiverConfig> deployers = List.of();

    /** What a check asks for in these tests: nothing. */
    record Nothing() implements ProbeSettings {

        @Override
        public boolean isWorseWhenLarger() {
            return true;
        }
    }

    public static FakeCommandServices insecure() {
        FakeCommandServices services = new FakeCommandServices();
        services.insecure = true;
        return services;
    }

    public FakeCommandServices with(String check, String expect, Outcome outcome) {
        return with(check(check).every(Duration.ofSeconds(5)).expect(expect), outcome);
    }

    private FakeCommandServices with(CheckConfigBuilder check, Outcome outcome) {
        outcomes.put(check.build(), outcome);
        return this;
    }

    /** What the first question finds, whichever check asks it. */
    public FakeCommandServices first(Outcome outcome) {
        firsts.add(outcome);
        return this;
    }

    /** As targets that tell a running agent by themselves. */
    public FakeCommandServices notAsked() {
        asked = false;
        return this;
    }

    public FakeCommandServices every(Duration interval) {
        return with(check("rare").every(interval), Outcome.Measured.of(1));
    }

    public FakeCommandServices asking(PrometheusCheck.Question question, Duration lasting) {
        PrometheusCheck settings = new PrometheusCheck(question, Unit.NONE, Optional.empty(), false);
        return with(
                check("asked")
                        .sustain(new Sustain(Optional.empty(), Optional.of(lasting), 2))
                        .asking(settings),
                Outcome.Measured.of(1));
    }

    /** A check that is held against its baseline. */
    public FakeCommandServices comparing(ProbeSettings settings) {
        SeriesRule series =
                new BaselineRule(BaselineExpectation.parse("<= baseline + 10%"), Duration.ofMinutes(1), Dimension.TIME);
        return with(check("compared").series(series).asking(settings), Outcome.Measured.of(1));
    }

    public FakeCommandServices comparing() {
        return comparing(new Nothing());
    }

    public FakeCommandServices storedIn(String store) {
        url = store;
        return this;
    }

    /** What carries out rollbacks. */
    public FakeCommandServices rollingBackBy(ReceiverConfig... receivers) {
        deployers = List.of(receivers);
        return this;
    }

    /** What the targets find in each question. */
    public FakeCommandServices noting(LintFinding... found) {
        findings = List.of(found);
        return this;
    }

    private CheckConfigBuilder check(String name) {
        return CheckConfigBuilder.check(name)
                .target(target())
                .asking(new Nothing())
                .timeout(Duration.ofSeconds(2))
                .expect((Expectation) null)
                .reaching()
                .onBreach(Check.OnBreach.ROLLBACK);
    }

    private Target target() {
        Access access = new Access(Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), insecure);
        return new Target("app", "fake", new HttpTarget(URI.create("http://app"), access));
    }

    @Override
    public Config config(List<Path> files, List<String> settings, Map<String, String> environment) {
        if (files.contains(MISSING)) {
            throw new CommandFailure(ExitCode.USAGE, "missing.yaml:1:1: no such file");
        }
        return new Config(
                new AgentConfig(
                        url,
                        Optional.empty(),
                        Optional.empty(),
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Duration.ofHours(1),
                        Duration.ofDays(400)),
                Map.of("app", target()),
                List.of(new ServiceConfig("bookreader", Optional.empty(), List.copyOf(outcomes.keySet()), List.of())),
                List.of(new WindowSpec(
                        "immediate", Duration.ZERO, Duration.ofHours(1), Optional.empty(), 0, Duration.ZERO)),
                new RollbackConfig(RollbackConfig.Mode.ADVISE, deployers, Duration.ofMinutes(15)),
                List.of(),
                "0123abcd",
                AnnouncementFields.DEFAULT,
                EventsConfig.NONE,
                List.of());
    }

    @Override
    public Config configWithoutSecrets(List<Path> files, List<String> settings, Map<String, String> environment) {
        return config(files, settings, environment);
    }

    @Override
    public String schema() {
        return "{\"title\": \"Probation configuration\"}\n";
    }

    @Override
    public ProbeKinds probeKinds() {
        return new ProbeKinds(List.of(new Kind()));
    }

    /** Whose questions are looked at as Prometheus' are. */
    private final class Kind extends FakeKind {

        private final PrometheusKind prometheus = new PrometheusKind();

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public boolean isTold() {
            return !asked;
        }

        @Override
        public boolean remembers() {
            return outcomes.keySet().stream().anyMatch(Kind::asksPrometheus);
        }

        @Override
        public boolean acceptsAnyCertificate(Target target) {
            return insecure;
        }

        @Override
        public List<String> hints(CheckConfig check) {
            return asksPrometheus(check) ? prometheus.hints(check) : List.of();
        }

        @Override
        public List<LintFinding> lint(CheckConfig check) {
            return asksPrometheus(check) ? prometheus.lint(check) : List.of();
        }

        private static boolean asksPrometheus(CheckConfig check) {
            return check.probe() instanceof PrometheusCheck;
        }

        @Override
        public TargetClient connect(Target target, ProbeContext context) {
            return new FakeClient();
        }
    }

    /** Gives each check its outcome. */
    private final class FakeClient implements TargetClient {

        @Override
        public Probe probe(CheckConfig check) {
            Outcome usual = outcomes.getOrDefault(check, new Outcome.NoData("unknown check"));
            return since -> Future.succeededFuture(firsts.isEmpty() ? usual : firsts.remove());
        }

        @Override
        public Future<List<LintFinding>> lint(CheckConfig check) {
            return Future.succeededFuture(findings);
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }
}
