package dev.probation.agent.metrics;

import static dev.probation.agent.metrics.MetricsFixture.START;
import static dev.probation.agent.metrics.MetricsFixture.check;
import static dev.probation.agent.metrics.MetricsFixture.deployment;
import static dev.probation.agent.metrics.MetricsFixture.started;
import static dev.probation.agent.metrics.MetricsFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.CheckState;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.window.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsTest {

    private static final Pattern SERIES = Pattern.compile("^(probation_\\w+?)(?<!_created)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    private final Metrics metrics = new Metrics("1.2.3", "abc123");

    @Test
    void aRunIsCountedByItsOutcome() {
        CheckMetrics latency = started(metrics, deployment("shop", "1.0")).check(check("p95", "< 500ms"), "prometheus");

        latency.ran(Outcome.Measured.of(0.2), START, 0.02, 0);
        latency.ran(Outcome.Measured.of(0.7), START, 0.02, 0);
        latency.ran(new Outcome.NoData("empty"), START, 0.02, 0);
        latency.ran(new Outcome.Failed(Outcome.Cause.TIMEOUT, "no answer"), START, 3, 0.5);

        assertThat(text(metrics))
                .contains(
                        series("probation_check_runs_total", "4.0"),
                        series("probation_check_failures_total", "1.0"),
                        series("probation_check_no_data_total", "1.0"),
                        series("probation_check_errors_total", "1.0"),
                        "probation_probe_errors_total{kind=\"prometheus\",cause=\"timeout\",} 1.0",
                        "probation_probe_errors_total{kind=\"prometheus\",cause=\"refused\",} 0.0",
                        "probation_check_duration_seconds_count{kind=\"prometheus\",} 4.0",
                        "probation_scheduler_lag_seconds_sum 0.5");
    }

    private static String series(String name, String value) {
        return name + "{app=\"shop\",check=\"p95\",kind=\"prometheus\",} " + value;
    }

    @Test
    void aValueThatCouldNotBeMeasuredIsAbsentRatherThanOld() {
        CheckMetrics latency = started(metrics, deployment("shop", "1.0")).check(check("p95", "< 500ms"), "prometheus");
        String value = "probation_check_value{app=\"shop\",check=\"p95\",unit=\"seconds\",} 0.2";

        latency.ran(Outcome.Measured.of(0.2), START, 0.02, 0);
        assertThat(text(metrics)).contains(value);

        latency.ran(new Outcome.NoData("empty"), START, 0.02, 0);
        assertThat(text(metrics)).doesNotContain("probation_check_value{");
    }

    @Test
    void anUnreachableTargetIsAFailureWhereReachingItIsAsked() {
        CheckMetrics health = started(metrics, deployment("shop", "1.0")).check(check("health", ""), "http");

        health.ran(new Outcome.Failed(Outcome.Cause.REFUSED, "refused"), START, 0.01, 0);

        assertThat(text(metrics))
                .contains("probation_check_failures_total{app=\"shop\",check=\"health\",kind=\"http\",} 1.0")
                .doesNotContain("probation_check_last_success_timestamp_seconds{");
    }

    @Test
    void exactlyOneStateHolds() {
        CheckMetrics latency = started(metrics, deployment("shop", "1.0")).check(check("p95", "< 500ms"), "prometheus");

        latency.state(CheckState.NO_DATA);

        assertThat(text(metrics).lines().filter(line -> line.startsWith("probation_check_state{")))
                .hasSize(CheckState.values().length)
                .filteredOn(line -> line.endsWith(" 1.0"))
                .containsExactly("probation_check_state{app=\"shop\",check=\"p95\",state=\"no-data\",} 1.0");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', nullValues = "-", textBlock = """
                    expect              | lower | upper | unit
                    '< 500ms'           | ''    | 0.5   | seconds
                    '<= 0.1%'           | ''    | 0.001 | ratio
                    '> 2'               | 2.0   | ''    | none
                    '>= 1KiB'           | 1024.0| ''    | bytes
                    '== 3'              | 3.0   | 3.0   | none
                    'between 2 and 8'   | 2.0   | 8.0   | none
                    '< 10/s'            | ''    | 10.0  | per_second
                    '!= 0'              | ''    | ''    | none
                    """)
    void theLimitIsShownInBaseUnits(String expect, String lower, String upper, String unit) {
        CheckMetrics unused = started(metrics, deployment("shop", "1.0")).check(check("c", expect), "prometheus");

        List<String> limits = text(metrics)
                .lines()
                .filter(line -> line.startsWith("probation_check_threshold{"))
                .toList();

        assertThat(limits)
                .isEqualTo(Stream.of(threshold("lower", unit, lower), threshold("upper", unit, upper))
                        .filter(line -> !line.endsWith(" "))
                        .toList());
    }

    private static String threshold(String bound, String unit, String value) {
        return "probation_check_threshold{app=\"shop\",check=\"c\",bound=\"" + bound + "\",unit=\"" + unit + "\",} "
                + value;
    }

    @Test
    void anEndedDeploymentLeavesOnlyTotalsBehind() {
        DeploymentMetrics first = started(metrics, deployment("shop", "1.0"));
        first.check(check("p95", "< 500ms"), "prometheus").ran(Outcome.Measured.of(0.2), START, 0.02, 0);
        first.windowBegan("immediate", START.plusSeconds(3600));

        first.ended(Verdict.FAIL);

        assertThat(text(metrics))
                .contains("probation_deployments_ended_total{app=\"shop\",verdict=\"fail\",} 1.0")
                .doesNotContain("probation_deployment_info{", "check=\"p95\"", "immediate");
    }

    @Test
    void theNextDeploymentTakesTheSeriesOfItsService() {
        DeploymentMetrics first = started(metrics, deployment("shop", "1.0"));
        DeploymentMetrics second = started(metrics, deployment("shop", "1.1"));
        second.verdict(Verdict.PASS);

        first.verdict(Verdict.FAIL);
        first.ended(Verdict.FAIL);

        assertThat(text(metrics))
                .contains(
                        "probation_deployment_info{app=\"shop\",deployment=\"shop-1-1\",version=\"1.1\",} 1.0",
                        "probation_verdict{app=\"shop\",verdict=\"pass\",} 1.0",
                        "probation_deployments_started_total{app=\"shop\",} 2.0")
                .doesNotContain("version=\"1.0\"");
    }

    @Test
    void aResumedDeploymentIsNotCountedAsStarted() {
        metrics.configured("f00", List.of("shop"), START);

        DeploymentMetrics unused = metrics.watched(deployment("shop", "1.0"));

        assertThat(text(metrics))
                .contains("probation_deployments_started_total{app=\"shop\",} 0.0", "probation_deployment_info{");
    }

    @Test
    void windowsShowTheirEndAndVerdict() {
        DeploymentMetrics shop = started(metrics, deployment("shop", "1.0"));

        shop.windowBegan("immediate", START.plusSeconds(3600));
        shop.windowBegan("short-term", START.plusSeconds(14400));
        shop.windowEnded("immediate", START.plusSeconds(3600), Verdict.WARN);

        assertThat(text(metrics))
                .contains(
                        "probation_window_end_timestamp_seconds{app=\"shop\",window=\"short-term\",} 1.769868E9",
                        "probation_window_verdict{app=\"shop\",window=\"immediate\",verdict=\"warn\",} 1.0",
                        "probation_window_verdict{app=\"shop\",window=\"immediate\",verdict=\"running\",} 0.0",
                        "probation_window_verdict{app=\"shop\",window=\"short-term\",verdict=\"running\",} 1.0");
    }

    @Test
    void theOldestMessageIsNotANumberWhereNoneWaits() {
        OutboxMetrics outbox = metrics.outbox();

        outbox.waiting(2, Instant.ofEpochSecond(100));
        assertThat(text(metrics))
                .contains("probation_outbox_pending 2.0", "probation_outbox_oldest_timestamp_seconds 100.0");

        outbox.waiting(0, null);
        assertThat(text(metrics)).contains("probation_outbox_oldest_timestamp_seconds NaN");
    }

    @ParameterizedTest
    @EnumSource(MetricName.class)
    void everyNameIsThereBeforeAnythingHappens(MetricName name) {
        String family = name.text().replaceFirst("_total$", "");

        assertThat(text(metrics)).containsPattern("# HELP " + family + "(_info|_total)? ");
    }

    /** The documents list them as declared. */
    @Test
    void everySeriesHasTheLabelsThatItsNameDeclares() {
        metrics.configured("f", List.of("shop"), START);
        metrics.outbox().know(List.of("slack"));
        metrics.heartbeatSent(true);
        DeploymentMetrics deployment = metrics.watched(deployment("shop", "1.0"));
        deployment.windowBegan("immediate", START);
        deployment.check(check("p95", "< 500ms"), "prometheus").ran(Outcome.Measured.of(0.2), START, 0.02, 0);

        List<MatchResult> series = text(metrics)
                .lines()
                .flatMap(line -> SERIES.matcher(line).results())
                .toList();

        assertThat(series)
                .hasSizeGreaterThan(100)
                .allSatisfy(found ->
                        assertThat(labels(found.group(2))).as(found.group(1)).isEqualTo(declared(found.group(1))));
    }

    private static Set<String> labels(String text) {
        return LABEL.matcher(String.valueOf(text))
                .results()
                .map(label -> label.group(1))
                .filter(label -> !label.equals("le"))
                .collect(Collectors.toSet());
    }

    private static Set<String> declared(String series) {
        return Arrays.stream(MetricName.values())
                .filter(name -> series.matches(name.sampleName() + "(_bucket|_count|_sum|_created)?"))
                .findFirst()
                .map(name -> Set.copyOf(name.labels()))
                .orElseThrow();
    }

    @ParameterizedTest(name = "Accept {0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    accept                                                              | content type
                    ''                                                                  | text/plain; version=0.0.4; charset=utf-8
                    'text/plain'                                                        | text/plain; version=0.0.4; charset=utf-8
                    'application/openmetrics-text;version=1.0.0,text/plain;q=0.5'       | application/openmetrics-text; version=1.0.0; charset=utf-8
                    """)
    void theFormatFollowsTheAcceptHeader(String accept, String contentType) {
        MetricsPage page = metrics.page(accept, "");

        assertThat(page.contentType()).isEqualTo(contentType);
        assertThat(new String(page.bytes(), StandardCharsets.UTF_8).contains("# EOF"))
                .isEqualTo(contentType.startsWith("application/openmetrics"));
    }

    @ParameterizedTest(name = "Accept-Encoding {0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    accept encoding   | gzip
                    ''                | false
                    'gzip'            | true
                    'br, GZIP;q=0.5'  | true
                    'gzip;q=0'        | false
                    'gzip; q=0.0'     | false
                    'gzipped'         | false
                    """)
    void thePageIsCompressedWhereThatIsAsked(String acceptEncoding, boolean gzip) throws IOException {
        MetricsPage page = metrics.page("", acceptEncoding);

        assertThat(page.gzip()).isEqualTo(gzip);
        if (gzip) {
            byte[] plain = new GZIPInputStream(new ByteArrayInputStream(page.bytes())).readAllBytes();
            assertThat(new String(plain, StandardCharsets.UTF_8)).contains("probation_build_info");
        }
    }
}
