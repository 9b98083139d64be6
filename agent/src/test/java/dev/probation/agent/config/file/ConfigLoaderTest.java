package dev.probation.agent.config.file;

import static dev.probation.agent.probe.prometheus.query.SelectorTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.ConfigText;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.SignOffConfig;
import dev.probation.agent.config.Target;
import dev.probation.agent.config.address.Access;
import dev.probation.agent.deployments.Checklists;
import dev.probation.agent.probe.http.HttpCheck;
import dev.probation.agent.probe.http.HttpTarget;
import dev.probation.agent.probe.postgres.PostgresCheck;
import dev.probation.agent.probe.postgres.PostgresTarget;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.probe.prometheus.query.Selector;
import dev.probation.agent.probe.redis.RedisCheck;
import dev.probation.agent.probe.redis.RedisTarget;
import dev.probation.agent.receiver.notify.pagerduty.PagerDutySettings;
import dev.probation.agent.receiver.rollback.webhook.WebhookSettings;
import dev.probation.rules.check.AnswerShare;
import dev.probation.rules.check.Check;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.check.Check.WhenUnmeasured;
import dev.probation.rules.check.Proportion;
import dev.probation.rules.check.SharperLimit;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Failures;
import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.expectation.Unit;
import dev.probation.rules.window.WindowSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {

    @TempDir
    private Path folder;

    private Config example() throws IOException {
        ConfigFiles files = new ConfigFiles(folder);
        return files.load(files.example());
    }

    private CheckConfig check(String name) throws IOException {
        return example().services().get(0).checks().stream()
                .filter(check -> check.rule().id().value().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void readsTheChecksOfTheProductsExampleInTheirOrder() throws IOException {
        Config config = example();

        assertThat(config.services()).singleElement().satisfies(service -> {
            assertThat(service.name()).isEqualTo("bookreader");
            assertThat(service.checks())
                    .extracting(check -> check.rule().id().value())
                    .containsExactly(
                            "health", "p95-latency", "error-rate", "queue-age", "db-connections", "redis-memory");
            assertThat(service.signOffs())
                    .containsExactly(new SignOffConfig("user-feedback", "User feedback positive", Set.of("long-term")));
            assertThat(service.version()).hasValueSatisfying(version -> {
                assertThat(version.target().name()).isEqualTo("app");
                assertThat(version.path()).isEqualTo("/health");
                assertThat(version.json()).isEqualTo("$.version");
                assertThat(version.every()).isEqualTo(Duration.ofSeconds(10));
                assertThat(version.timeout()).isEqualTo(Duration.ofSeconds(5));
            });
        });
    }

    /** Compose gives containers such names, though a host name of RFC 952 has no underscore. */
    @Test
    void takesHostsWithAnUnderscoreAndUsersThatAreEncoded() throws IOException {
        ConfigFiles files = new ConfigFiles(folder);
        Config config = files.load("""
                targets:
                  app: { http: "http://my_app:8000" }
                  db: { postgres: "postgresql://ada%20b@my_db/shop%25" }
                services: { shop: { checks: { health: { http: app } } } }
                rollback: { to: { webhook: "HTTPS://ada:pw@my_hook/x" } }
                """);

        assertThat(config.targets().get("app"))
                .isEqualTo(new Target("app", "http", new HttpTarget(URI.create("http://my_app:8000"), Access.PLAIN)));
        assertThat(config.targets().get("db"))
                .isEqualTo(new Target(
                        "db",
                        "postgres",
                        new PostgresTarget(
                                "my_db", 5432, "shop%", "ada b", Optional.empty(), "prefer", Optional.empty())));
        assertThat(((WebhookSettings) config.rollback().to().get(0).settings())
                        .url()
                        .reveal())
                .isEqualTo("HTTPS://ada:pw@my_hook/x");
    }

    @Test
    void readsTheTargetsOfTheProductsExample() throws IOException {
        Config config = example();

        assertThat(config.targets()).hasSize(4);
        assertThat(config.targets().get("app"))
                .isEqualTo(new Target("app", "http", new HttpTarget(URI.create("http://backend:8000"), Access.PLAIN)));
        assertThat(config.targets().get("db"))
                .isEqualTo(new Target(
                        "db",
                        "postgres",
                        new PostgresTarget(
                                "postgres",
                                5432,
                                "bookreader",
                                "probation",
                                Optional.of(new Secret("secret of pg")),
                                "prefer",
                                Optional.empty())));
        assertThat(config.targets().get("cache"))
                .isEqualTo(new Target(
                        "cache",
                        "redis",
                        new RedisTarget(
                                "redis",
                                6379,
                                0,
                                Optional.empty(),
                                Optional.of(new Secret("secret of redis")),
                                false,
                                Optional.empty(),
                                false)));
    }

    @Test
    void readsAnHttpCheckWithItsDefaults() throws IOException {
        CheckConfig health = check("health");

        assertThat(health.rule().every()).isEqualTo(Duration.ofSeconds(5));
        assertThat(health.timeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(health.rule().reachability()).isTrue();
        assertThat(health.rule().expect()).isEmpty();
        assertThat(health.rule().sustain()).isEqualTo(new Sustain(Optional.of(Failures.inRow(3)), Optional.empty(), 2));
        assertThat(health.rule().onBreach()).isEqualTo(OnBreach.ROLLBACK);
        assertThat(health.rule().answers()).contains(new AnswerShare(0.05, 0.01));
        assertThat(health.rule().noData()).isEqualTo(WhenUnmeasured.INCONCLUSIVE);
        assertThat(health.rule().minCoverage()).isEqualTo(0.9);
        assertThat(health.rule().title()).isEqualTo("health");
        assertThat(health.rule().onError())
                .as("an error is the breach itself where reaching the target is what is checked")
                .isEqualTo(WhenUnmeasured.FAIL);
        assertThat(health.probe()).isInstanceOfSatisfying(HttpCheck.class, asked -> {
            assertThat(asked.method()).isEqualTo("GET");
            assertThat(asked.path()).isEqualTo("/health");
            assertThat(asked.status()).containsExactly(200);
        });
    }

    /** Without the requests for health and metrics, which the pack leaves out. */
    private static Selector users(String metric, String matcher) {
        String probes = Stream.of("path", "uri", "route", "handler")
                .map(label -> label + "!~\"(.*/)?(healthz?|livez?|readyz?|ping|metrics|actuator)(/.*)?\"")
                .collect(Collectors.joining(","));
        return read(metric + '{' + probes + ',' + matcher + '}');
    }

    @Test
    void readsPrometheusChecksWithTheUnitsThatFollow() throws IOException {
        assertThat(check("p95-latency").probe())
                .isEqualTo(new PrometheusCheck(
                        new Question.Quantile(
                                users("http_request_duration_seconds", ""),
                                0.95,
                                Duration.ofMinutes(1),
                                Optional.of(Quantity.parse("500ms"))),
                        Unit.SECOND,
                        Optional.empty(),
                        false));
        assertThat(check("queue-age").probe())
                .isEqualTo(new PrometheusCheck(
                        new Question.Raw("max(celery_queue_oldest_age_seconds)", Double.POSITIVE_INFINITY),
                        Unit.SECOND,
                        Optional.empty(),
                        false));
        CheckConfig errors = check("error-rate");
        assertThat(errors.probe())
                .isEqualTo(new PrometheusCheck(
                        new Question.Ratio(
                                users("http_requests_total", "status=~\"5..\""),
                                users("http_requests_total", ""),
                                Duration.ofMinutes(1)),
                        Unit.NONE,
                        Optional.empty(),
                        false));
        assertThat(errors.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(errors.rule().proportion()).contains(new Proportion(0.001, 0.01));
        assertThat(errors.rule().rollbackWhen())
                .contains(new SharperLimit(Expectation.parse("> 5%"), Duration.ofSeconds(30)));
        assertThat(errors.rule().sustain())
                .isEqualTo(new Sustain(Optional.empty(), Optional.of(Duration.ofMinutes(3)), 2));
    }

    @Test
    void aLimitInPercentAsksForTheShareOfTheNaturalLimit() throws IOException {
        assertThat(check("db-connections").probe())
                .isEqualTo(new PostgresCheck(PostgresCheck.Measure.CONNECTIONS, false));
        assertThat(check("redis-memory").probe()).isEqualTo(new RedisCheck(RedisCheck.Measure.MEMORY, true));
    }

    @Test
    void readsWindowsReceiversAndTheAgent() throws IOException {
        Config config = example();

        assertThat(config.windows())
                .containsExactly(
                        window("immediate", 0, 1, Optional.empty(), 0),
                        window("short-term", 1, 4, Optional.empty(), 0),
                        window("medium-term", 4, 24, Optional.of(Duration.ofSeconds(60)), 0),
                        window("long-term", 24, 72, Optional.of(Duration.ofMinutes(5)), 0.01));
        assertThat(config.rollback())
                .isEqualTo(new RollbackConfig(
                        RollbackConfig.Mode.SIGNAL,
                        List.of(new ReceiverConfig(
                                "webhook-1",
                                "webhook",
                                new WebhookSettings(
                                        new Secret("https://deploy.example.com/rollback"),
                                        Optional.of(new Secret(ConfigFiles.SIGNING_KEY))),
                                Set.of())),
                        Duration.ofMinutes(15)));
        assertThat(config.receivers())
                .contains(new ReceiverConfig(
                        "oncall",
                        "pagerduty",
                        new PagerDutySettings(
                                new Secret("secret of pd"),
                                URI.create("https://events.pagerduty.com/v2/enqueue"),
                                true),
                        Set.of(NotificationEvent.FAILING, NotificationEvent.ROLLBACK, NotificationEvent.BLIND)));
        assertThat(config.agent().store()).isEqualTo("sqlite:/var/lib/probation/probation.db");
        assertThat(config.agent().host()).isEqualTo("127.0.0.1");
        assertThat(config.agent().port()).isEqualTo(17272);
    }

    private static WindowSpec window(String name, int from, int until, Optional<Duration> every, double budget) {
        return new WindowSpec(name, Duration.ofHours(from), Duration.ofHours(until), every, budget, Duration.ZERO);
    }

    @ParameterizedTest(name = "windows: {0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            windows                    | has a verdict of it   | asks it
            ''                         | medium-term long-term | immediate short-term medium-term long-term
            '[ medium-term ]'          | medium-term           | immediate short-term medium-term
            '[ long-term ]'            | long-term             | long-term
            """)
    void aTrendIsAskedFromTheDeploymentOnWhereItCanBeJudgedSoonAfter(String windows, String judged, String asked)
            throws IOException {
        Config config = new ConfigText("""
                targets: { metrics: { prometheus: "http://127.0.0.1:9" } }
                rollback: { mode: advise }
                services:
                  shop: { checks: { memory: { prometheus: metrics, query: memory, unit: B, expect: "trend < 1%/h"<windows> } } }
                """)
                .with("windows", windows.isEmpty() ? "" : ", windows: " + windows)
                .load(folder);

        Check memory = config.services().get(0).checks().get(0).rule();
        List<String> names = config.windows().stream().map(WindowSpec::name).toList();
        assertThat(names.stream().filter(memory::isIn)).containsExactly(judged.split(" "));
        assertThat(names.stream().filter(memory::isAskedIn)).containsExactly(asked.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"'', PT5M", "unmeasured-after: 90s, PT90S", "unmeasured-after: off,"})
    void readsForHowLongACheckMayMeasureNothing(String line, @Nullable Duration expected) throws IOException {
        Config config = new ConfigText("""
                targets: { app: { http: "http://127.0.0.1:9" } }
                rollback: { mode: advise }
                services:
                  shop:
                    <line>
                    checks: { health: { http: app, path: /health } }
                """).with("line", line).load(folder);

        assertThat(config.services().get(0).unmeasuredAfter()).isEqualTo(Optional.ofNullable(expected));
        assertThat(Checklists.of(config, config.services().get(0)).unmeasuredAfter())
                .isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void labelsOfAServiceAreInEachQueryThatTheAgentWrites() throws IOException {
        Config config = new ConfigText("""
                targets: { metrics: { prometheus: "http://127.0.0.1:9" } }
                rollback: { mode: advise }
                services:
                  shop:
                    labels: { job: shop, env: "=~prod|eu", "k8s.pod": "!=canary" }
                    checks:
                      slow: { prometheus: metrics, histogram: "x_seconds{env='eu'}", quantile: 0.9, expect: "< 1s" }
                      errors:
                        prometheus: metrics
                        bad: 'x{code="5"}'
                        total: x
                        labels: { job: "!~a b", path: "!=/x" }
                        expect: "< 1%"
                      own: { prometheus: metrics, query: up, expect: ">= 1" }
                """).load(folder);

        List<Question> questions = config.services().get(0).checks().stream()
                .map(check -> ((PrometheusCheck) check.probe()).question())
                .toList();
        assertThat(((Question.Quantile) questions.get(0)).histogram())
                .hasToString("x_seconds{job=\"shop\", \"k8s.pod\"!=\"canary\", env='eu'}");
        assertThat(((Question.Ratio) questions.get(1)).bad())
                .hasToString("x{env=~\"prod|eu\", \"k8s.pod\"!=\"canary\", job!~\"a b\", path!=\"/x\", code=\"5\"}");
        assertThat(((Question.Ratio) questions.get(1)).total())
                .hasToString("x{env=~\"prod|eu\", \"k8s.pod\"!=\"canary\", job!~\"a b\", path!=\"/x\"}");
        assertThat(((Question.Raw) questions.get(2)).query()).isEqualTo("up");
    }

    @ParameterizedTest
    @CsvSource({"BLIND, true", "UNMEASURED, true", "FAILING, false", "ROLLBACK, false"})
    void whoeverHearsOfBlindnessHearsOfACheckThatMeasuresNothing(NotificationEvent on, boolean hears) {
        ReceiverConfig receiver = new ReceiverConfig(
                "oncall",
                "pagerduty",
                new PagerDutySettings(new Secret("key"), URI.create("http://127.0.0.1"), true),
                Set.of(on));

        assertThat(receiver.hears(NotificationEvent.UNMEASURED)).isEqualTo(hears);
    }
}
