package dev.probation.agent.probe.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Target;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.probe.Checks;
import dev.probation.agent.probe.FiringAlerts;
import dev.probation.agent.probe.FiringAlerts.Alert;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.servers.Await;
import dev.probation.agent.time.FakeTime;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Measured;
import dev.probation.rules.sample.Outcome.NoData;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertsProbeTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");
    private static final AlertsTarget TARGET = new AlertsTarget("Watchdog", Duration.ofMinutes(5), Duration.ofHours(5));
    private static final Alert WATCHDOG = alert("w", Map.of("alertname", "Watchdog", "service", "shop"), NOW);

    @AfterAll
    static void close() {
        Await.done(VERTX.close());
    }

    private static Alert alert(String fingerprint, Map<String, String> labels, Instant heardAt) {
        return new Alert(fingerprint, labels, NOW.minusSeconds(600), Optional.empty(), heardAt);
    }

    private static Alert errors(String fingerprint, Instant heardAt) {
        return alert(
                fingerprint, Map.of("alertname", "HighErrors", "service", "shop", "severity", "critical"), heardAt);
    }

    private static Outcome ask(Map<String, String> matchers, Alert... told) {
        return ask(matchers, new FiringAlerts(List.of(told), List.of()));
    }

    private static Outcome ask(Map<String, String> matchers, FiringAlerts told) {
        return ask(matchers, told, "== 0");
    }

    private static Outcome ask(Map<String, String> matchers, FiringAlerts told, String expect) {
        FakeTime time = new FakeTime(NOW);
        ProbeContext context = new ProbeContext(VERTX, time, new HostNames(VERTX, time), () -> told);
        return Await.result(new AlertsKind()
                .connect(new Target("alerts", "alerts", TARGET), context)
                .probe(Checks.of(new AlertsCheck(matchers), Duration.ofSeconds(5), Expectation.parse(expect)))
                .ask(NOW.minusSeconds(60)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            the heartbeat                   | told | ends | outcome
            was told now                    | 0    | ''   | measured
            was told as long ago as may be  | 300  | ''   | measured
            was told too long ago           | 301  | ''   | no data
            is over                         | 0    | 0    | no data
            will be over                    | 0    | 1    | measured
            was told before the clock went back | -60 | ''| measured
            """)
    void noAlertIsEvidenceOnlyWhereTheHeartbeatIsHeard(String name, int told, String ends, String outcome) {
        Alert heartbeat = new Alert(
                "w",
                Map.of("alertname", "Watchdog"),
                NOW.minusSeconds(600),
                Optional.of(ends).filter(text -> !text.isEmpty()).map(text -> NOW.plusSeconds(Long.parseLong(text))),
                NOW.minusSeconds(told));

        Outcome asked = ask(Map.of(), heartbeat);

        assertThat(asked).isInstanceOf(outcome.equals("measured") ? Measured.class : NoData.class);
    }

    @Test
    void nothingToldSaysWhatToDo() {
        NoData silent = (NoData) ask(Map.of());
        NoData failing = (NoData) ask(Map.of(), errors("a", NOW));

        assertThat(silent.detail()).contains("Watchdog", "must always fire", "route");
        assertThat(failing.detail()).isEqualTo(silent.detail());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            matchers                 | labels                  | firing
            -                        | service=shop            | 1
            service=shop             | service=shop            | 1
            service=shop             | service=shop2           | 0
            service=shop             | other=shop              | 0
            service=shop severity=x  | service=shop            | 0
            service=shop severity=x  | service=shop severity=x | 1
            """)
    void anAlertHasAllLabelsThatAreAskedFor(String matchers, String labels, int firing) {
        assertThat(((Measured) ask(labels(matchers), WATCHDOG, alert("a", labels(labels), NOW))).value())
                .isEqualTo(firing);
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new HashMap<>();
        for (String label : text.split(" ", -1)) {
            if (label.contains("=")) {
                labels.put(label.split("=", 2)[0], label.split("=", 2)[1]);
            }
        }
        return labels;
    }

    @Test
    void oneThatIsNotRepeatedIsForgotten() {
        Alert kept = errors("a", NOW.minus(Duration.ofHours(5)));
        Alert old = errors("b", NOW.minus(Duration.ofHours(5)).minusMillis(1));
        Alert over = new Alert("c", Map.of(), NOW.minusSeconds(9), Optional.of(NOW), NOW);

        Measured measured = (Measured) ask(Map.of(), WATCHDOG, kept, old, over);

        assertThat(measured.value()).isEqualTo(1);
        assertThat(measured.detail()).isEqualTo("HighErrors (critical) since 2026-01-31T09:50:00Z");
    }

    @Test
    void oneThatTwoRoutesTellOfIsOne() {
        assertThat(((Measured) ask(Map.of(), WATCHDOG, errors("a", NOW), errors("a", NOW))).value())
                .isEqualTo(1);
    }

    @Test
    void whereSomeWereCutOffNoneOrFewAreNoEvidence() {
        List<Instant> cut = List.of(NOW);
        FiringAlerts one = new FiringAlerts(List.of(WATCHDOG, errors("a", NOW)), cut);

        assertThat(ask(Map.of(), new FiringAlerts(List.of(WATCHDOG), cut))).isInstanceOf(NoData.class);
        assertThat(((Measured) ask(Map.of(), one)).value()).isEqualTo(1);
        assertThat(ask(Map.of(), one, "< 3")).isInstanceOf(NoData.class);
        assertThat(ask(Map.of(), new FiringAlerts(List.of(WATCHDOG), List.of(NOW.minus(Duration.ofHours(6))))))
                .isInstanceOf(Measured.class);
    }

    @Test
    void manyAlertsOfStrangeNamesAreAShortLine() {
        List<Alert> alerts = new ArrayList<>(List.of(WATCHDOG));
        IntStream.range(0, 1_000)
                .mapToObj(i -> alert(i + "", Map.of("alertname", i + "\n<b>\u202e" + "x".repeat(500)), NOW))
                .forEach(alerts::add);

        Measured measured = (Measured) ask(Map.of(), new FiringAlerts(alerts, List.of()));

        assertThat(measured.value()).isEqualTo(1_000);
        assertThat(measured.detail()).hasSizeLessThanOrEqualTo(300).doesNotContain("\n", "\u202e");
    }

    @Test
    void withoutAnAgentThereIsNoData() {
        Outcome outcome = Await.result(new AlertsKind()
                .connect(new Target("alerts", "alerts", TARGET), new ProbeContext(VERTX, new FakeTime(NOW)))
                .probe(Checks.of(new AlertsCheck(Map.of()), Duration.ofSeconds(5)))
                .ask(NOW));

        assertThat(((NoData) outcome).detail()).contains("probation serve");
    }
}
