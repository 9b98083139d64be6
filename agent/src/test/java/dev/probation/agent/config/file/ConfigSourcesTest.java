package dev.probation.agent.config.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.assembly.InstalledKinds;
import dev.probation.agent.config.AgentConfig;
import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.Target;
import dev.probation.agent.probe.http.HttpTarget;
import dev.probation.agent.probe.postgres.PostgresCheck;
import dev.probation.agent.probe.redis.RedisTarget;
import dev.probation.agent.receiver.notify.slack.SlackSettings;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.window.WindowSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourcesTest {

    private static final String MINIMAL = """
            targets: { app: { http: "http://backend:8000" } }
            services: { shop: { checks: { health: { http: app } } } }
            """;
    private static final String PACKED = """
            include: pack:post-deployment
            targets:
              metrics: { prometheus: "http://prometheus:9090" }
              db: { postgres: "postgresql://probation@db/shop" }
              cache: { redis: "redis://cache" }
            rollback: { mode: advise }
            """;

    @TempDir
    private Path folder;

    private ConfigFiles files() {
        return new ConfigFiles(folder);
    }

    private static List<String> names(Config config) {
        return config.services().get(0).checks().stream()
                .map(check -> check.rule().id().value())
                .toList();
    }

    private static Target target(Config config, String name) {
        return Objects.requireNonNull(config.targets().get(name));
    }

    private static CheckConfig check(Config config, String name) {
        return config.services().get(0).checks().stream()
                .filter(check -> check.rule().id().value().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSmallestConfigurationHasTheDefaultsOfEverythingElse() throws IOException {
        Config config = files().load(MINIMAL);

        assertThat(config.agent())
                .isEqualTo(new AgentConfig(
                        "sqlite:probation.db",
                        Optional.empty(),
                        Optional.empty(),
                        "127.0.0.1",
                        17272,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Duration.ofHours(1),
                        Duration.ofDays(400)));
        assertThat(config.windows())
                .extracting(WindowSpec::name)
                .containsExactly("immediate", "short-term", "medium-term", "long-term");
        assertThat(config.windows().get(3).budget()).isEqualTo(0.01);
        assertThat(config.rollback())
                .isEqualTo(new RollbackConfig(RollbackConfig.Mode.SIGNAL, List.of(), Duration.ofMinutes(15)));
        assertThat(check(config, "health").rule().every()).isEqualTo(Duration.ofSeconds(15));
        assertThat(check(config, "health").timeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void thePackBringsTheFourThresholds() throws IOException {
        Config config = files().load(PACKED + "services: { shop: {} }\n");

        assertThat(names(config)).containsExactly("p95-latency", "error-rate", "db-connections", "redis-memory");
        assertThat(config.services().get(0).checks())
                .extracting(check ->
                        check.rule().expect().map(Expectation::toString).orElse(""))
                .containsExactly("< 500 ms", "< 0.1 %", "< 90 %", "< 80 %");
        assertThat(check(config, "db-connections").probe())
                .isEqualTo(new PostgresCheck(PostgresCheck.Measure.CONNECTIONS, true));
    }

    @Test
    void aServiceGivesItsOwnKeysOverThoseOfAPackAndSwitchesChecksOff() throws IOException {
        Config config = files().load(PACKED + """
                services:
                  shop:
                    checks:
                      health: { prometheus: metrics, query: up, expect: "== 1" }
                      error-rate: { total: my_total, bad: "my_total{code='error'}", expect: "< 1%" }
                      redis-memory: off
                      db-connections: false
                """);

        assertThat(names(config)).containsExactly("health", "error-rate", "p95-latency");
        CheckConfig errors = check(config, "error-rate");
        assertThat(errors.probe().toString()).contains("code='error'}, total=my_total{path!~");
        assertThat(errors.rule().expect()).contains(Expectation.parse("< 1%"));
        assertThat(errors.rule().sustain().lasting()).contains(Duration.ofMinutes(3));
    }

    @Test
    void aCheckOfAnotherKindReplacesTheOneOfThePack() throws IOException {
        Config config = files().load(PACKED + """
                services:
                  shop:
                    checks:
                      redis-memory: { prometheus: metrics, query: redis_memory, unit: B, expect: "< 1GiB" }
                """);

        assertThat(check(config, "redis-memory").target().name()).isEqualTo("metrics");
    }

    @Test
    void aServiceAsksAnotherQuestionThanThePack() throws IOException {
        Config config = files().load(PACKED + """
                services:
                  shop:
                    checks:
                      p95-latency: { query: my_p95, unit: ms }
                      error-rate: { query: my_errors }
                """);

        assertThat(check(config, "p95-latency").probe().toString())
                .contains("Raw[query=my_p95, beyond=Infinity], unit=MILLISECOND");
        assertThat(check(config, "error-rate").probe().toString())
                .contains("Raw[query=my_errors, beyond=Infinity], unit=NONE");
        assertThat(check(config, "p95-latency").rule().expect()).contains(Expectation.parse("< 500ms"));
    }

    @Test
    void recordingsAreJudgedWithoutTheFilesThatHoldSecrets() throws IOException {
        files().put("probation.yaml", ConfigFiles.resource("/config/product.yaml"));
        List<Path> file = List.of(folder.resolve("probation.yaml"));

        Config config = ConfigLoader.loadWithoutSecrets(InstalledKinds.load(), file, List.of(), Map.of());

        assertThat(config.services().get(0).checks()).hasSize(6);
        assertThat(files().problems(file, Map.of())).contains("targets.db.password-file: expected the path of a file");
    }

    @Test
    void aFolderIsMergedInTheOrderOfItsFilesNames() throws IOException {
        files().put("conf/b.yml", "targets: { other: { http: 'http://other' } }\nrollback: { to: { command: /b } }\n");
        files().put("conf/a.yaml", MINIMAL + "rollback: { to: [ { command: /a } ] }\n");
        files().put("conf/notes.txt", "no YAML: [\n");

        Config config = ConfigLoader.load(InstalledKinds.load(), List.of(folder.resolve("conf")), Map.of());

        assertThat(config.targets()).containsOnlyKeys("app", "other");
        assertThat(config.rollback().to())
                .extracting(receiver -> receiver.settings().toString())
                .containsExactly(
                        "CommandSettings[command=[/a], timeout=PT5M]", "CommandSettings[command=[/b], timeout=PT5M]");
    }

    @Test
    void aValueThatTwoFilesGiveNamesBothPlaces() throws IOException {
        files().put("conf/a.yaml", MINIMAL + "agent: { listen: '127.0.0.1:1' }\n");
        files().put("conf/b.yaml", "agent:\n  listen: 127.0.0.1:2\n");

        assertThat(files().problems(List.of(folder.resolve("conf")), Map.of()))
                .isEqualTo("conf/b.yaml:2:11: agent.listen: expected a value that is given once, found it again,"
                        + " first at conf/a.yaml:3:18");
    }

    @Test
    void anEmptyFolderIsAProblem() {
        assertThat(files().problems(List.of(folder), Map.of()))
                .endsWith(":1:1: expected a folder with *.yaml or *.yml files, found none");
    }

    @Test
    void aFileThatIsNotThereIsAProblem() {
        assertThat(files().problems(List.of(folder.resolve("none.yaml")), Map.of()))
                .isEqualTo("none.yaml:1:1: expected a file or folder that exists, found none at none.yaml");
    }

    @Test
    void aFileLiesOverWhatItIncludes() throws IOException {
        files().put("shared/base.yaml", MINIMAL + "include: more.yaml\nagent: { store: 'sqlite:a.db' }\n");
        files().put("shared/more.yaml", "agent: { keep-samples: 2h, store: 'sqlite:b.db' }\n");

        Config config = files().load("include: shared/base.yaml\nagent: { listen: '127.0.0.1:0' }\n");

        assertThat(config.agent().port()).isZero();
        assertThat(config.agent().store()).isEqualTo("sqlite:a.db");
        assertThat(config.agent().keepSamples()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void variablesArePutIntoValuesAsInComposeFiles() throws IOException {
        Config config = files().load("""
                        targets: { app: { http: "http://${HOST}:${PORT:-8000}", headers: { X: "a$$b${EMPTY:-c}" } } }
                        services: { shop: { checks: { health: { http: app, every: "${EVERY:?say}", matches: "^ok$" } } } }
                        """, Map.of("HOST", "backend", "EMPTY", "", "EVERY", "7s"));

        assertThat(target(config, "app").settings()).isInstanceOfSatisfying(HttpTarget.class, target -> {
            assertThat(target.base()).hasToString("http://backend:8000");
            assertThat(target.access().headers()).containsEntry("X", new Secret("a$bc"));
        });
        assertThat(check(config, "health").rule().every()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aSecretInAFileLosesItsLineEndsAndIsFoundBesideTheFileThatNamesIt() throws IOException {
        files().put("secrets/url", "https://hooks.example.com/T\r\n");
        files().put("secrets/pw", " hunter2\n\r\n");

        Config config = files().load(MINIMAL.replace(
                        "targets: { ", "targets: { cache: { redis: 'rediss://me@c', password-file: secrets/pw }, ")
                + "notify: { team: { slack: { url-file: secrets/url } } }\n");

        assertThat(config.receivers().get(0).settings())
                .isEqualTo(new SlackSettings(new Secret("https://hooks.example.com/T")));
        assertThat(config.receivers().get(0).on()).containsExactlyInAnyOrder(NotificationEvent.values());
        assertThat(target(config, "cache").settings()).isInstanceOfSatisfying(RedisTarget.class, target -> {
            assertThat(target.password()).contains(new Secret(" hunter2"));
            assertThat(target.user()).contains("me");
            assertThat(target.tls()).isTrue();
        });
        assertThat(config.toString()).doesNotContain("hunter2").doesNotContain("hooks.example");
    }

    @Test
    void aSecretThatEverybodyMayChangeIsProbablyWrong() throws IOException {
        files().put("secrets/url", "https://hooks.example.com/T");
        String team = "notify: { team: { slack: { url-file: secrets/url } } }\n";
        Path secret = folder.resolve("secrets/url");

        assertThat(files().load(MINIMAL + team).warnings()).isEmpty();
        Path changed = Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(files().load(MINIMAL + team).warnings())
                .containsExactly("notify.team.slack.url-file: everybody on this machine can write " + changed
                        + ", and so change the secret; run chmod o-w on it");
    }

    @Test
    void theFingerprintIsOfWhatIsSaidButNotOfSecretsOrOrder() throws IOException {
        String base = files().load(MINIMAL + "agent: { token: aaaaaaaaaaaaaaaa, listen: '127.0.0.1:1' }\n")
                .fingerprint();

        assertThat(base).matches("[0-9a-f]{64}");
        assertThat(files().load("agent: # said first\n  listen: '127.0.0.1:1'\n  token: bbbbbbbbbbbbbbbb\n" + MINIMAL)
                        .fingerprint())
                .isEqualTo(base);
        assertThat(files().load(MINIMAL + "agent: { token: aaaaaaaaaaaaaaaa, listen: '127.0.0.1:2' }\n")
                        .fingerprint())
                .isNotEqualTo(base);
    }

    @Test
    void anAliasStandsForWhatItNames() throws IOException {
        Config config = files().load("""
                targets: { app: { http: "http://backend:8000" } }
                services:
                  shop: { checks: &same { health: { http: app } } }
                  cart: { checks: *same }
                """);

        assertThat(config.services()).extracting(ServiceConfig::name).containsExactly("shop", "cart");
        assertThat(config.services().get(0).checks())
                .isEqualTo(config.services().get(1).checks());
    }

    @Test
    void whatYaml11WouldConvertStaysText() throws IOException {
        Config config = files().load("""
                targets: { app: { http: "http://backend:8000" } }
                services: { shop: { checks: { health: { http: app, title: on, json: { $.a: 010, $.b: 12:30, $.c: yes } } } } }
                """);

        assertThat(check(config, "health").rule().title()).isEqualTo("on");
        assertThat(check(config, "health").probe().toString()).contains("$.a=010", "$.b=12:30", "$.c=yes");
    }
}
