package dev.probation.agent.config.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.assembly.InstalledKinds;
import dev.probation.agent.config.Config;
import dev.probation.agent.settings.InvalidConfigException;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.window.WindowSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {

    @TempDir
    private Path folder;

    private Path file = Path.of("unwritten");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("probation.yaml"), """
                targets: { metrics: { prometheus: "http://metrics" } }
                checks:
                  error-rate: { prometheus: metrics, query: x, unit: "%", expect: "< 1%", every: 15s }
                  latency: { prometheus: metrics, query: y, unit: s, expect: "< 1s" }
                services:
                  shop: { checks: { error-rate: { expect: "< 2%" }, queue: { prometheus: metrics, query: z, expect: "< 9" } } }
                  api: { checks: { latency: off } }
                """);
    }

    private Config load(String... settings) {
        return ConfigLoader.load(InstalledKinds.load(), List.of(file), Arrays.asList(settings), Map.of());
    }

    private static String expect(Config config, String service, String check) {
        return config.service(service).orElseThrow().checks().stream()
                .filter(each -> each.rule().id().value().equals(check))
                .map(each -> each.rule().expect().map(Expectation::toString).orElse("none"))
                .findFirst()
                .orElse("no check");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            setting                                              | service | check      | expect
            'checks.error-rate.expect=< 0.5%'                    | shop    | error-rate | < 0.5 %
            'checks.error-rate.expect=< 0.5%'                    | api     | error-rate | < 0.5 %
            'services.api.checks.error-rate.expect=< 0.5%'       | api     | error-rate | < 0.5 %
            'services.api.checks.error-rate.expect=< 0.5%'       | shop    | error-rate | < 2 %
            'checks.queue.expect=> 3'                            | shop    | queue      | > 3
            'checks.queue.expect=> 3'                            | api     | queue      | no check
            'checks.latency.expect=< 2s'                         | shop    | latency    | < 2 s
            'checks.latency.expect=< 2s'                         | api     | latency    | no check
            'checks.latency=off'                                 | shop    | latency    | no check
            'checks.queue={prometheus: metrics, query: z, expect: "< 8"}' | shop | queue | < 8
            """)
    void aSettingLiesOverWhatIsWritten(String setting, String service, String check, String expect) {
        assertThat(expect(load(setting), service, check)).isEqualTo(expect);
    }

    @Test
    void theLaterSettingWins() {
        assertThat(expect(load("checks.queue.expect=< 1", "checks.queue.expect=< 2"), "shop", "queue"))
                .isEqualTo("< 2");
    }

    @Test
    void aDefaultWindowIsChangedAndTheOthersStay() {
        List<WindowSpec> usual = load().windows();
        List<WindowSpec> changed = load("windows.immediate.until=30m").windows();

        assertThat(changed.get(0).until()).isEqualTo(Duration.ofMinutes(30));
        assertThat(changed.subList(2, 4)).isEqualTo(usual.subList(2, 4));
        assertThat(load("windows.immediate.until=1h").windows()).isEqualTo(usual);
    }

    @Test
    void theFingerprintTellsThemApart() {
        assertThat(load("checks.queue.expect=< 1").fingerprint()).isNotEqualTo(load().fingerprint());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            setting                                | message
            'checks.error-rat.expect=< 1%'         | '--set 1: checks.error-rat.expect: unknown check "error-rat"; did you mean "error-rate"?'
            'checks.error-rate.expct=< 1%'         | '--set 1: services.shop.checks.error-rate: unknown key "expct"; did you mean "expect"?'
            'checks.error-rate.expect=< 1 s'       | '--set 1: services.shop.checks.error-rate.expect: '
            'checks.queue.every=soon'              | '--set 1: services.shop.checks.queue.every: '
            'chekcs.queue.every=5s'                | '--set 1: chekcs.queue.every: unknown section "chekcs"; did you mean "checks"?'
            'services.shp.checks.queue.every=5s'   | 'unknown service "shp"; did you mean "shop"?'
            'services.api.checks.queue.every=5s'   | 'unknown check "queue"'
            'services.shop.queue.every=5s'         | 'expected checks.NAME.KEY=VALUE'
            'windows.imediate.until=5m'            | '--set 1: windows.imediate.until: unknown window "imediate"; did you mean "immediate"?'
            'windows.immediate.untl=5m'            | '--set 1: windows.immediate: unknown key "untl"; did you mean "until"?'
            'windows.immediate.until=5h'           | 'expected more than 5h, where the window before ends'
            'checks.queue.expect'                  | 'such as --set "checks.error-rate.expect=< 0.5%", found "checks.queue.expect"'
            'checks.queue.expect="< 1"'            | '--set 1: checks.queue.expect: expected a value without quotes around it, but found ""< 1""; leave the inner quotes out'
            'checks..expect=1'                     | '--set 1: expected checks.NAME.KEY=VALUE'
            """)
    void whatCannotBeSetIsRefused(String setting, String message) {
        assertThatThrownBy(() -> load(setting))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(message);
    }
}
