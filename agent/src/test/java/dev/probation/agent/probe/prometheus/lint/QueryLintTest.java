package dev.probation.agent.probe.prometheus.lint;

import static dev.probation.agent.probe.prometheus.query.SelectorTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.probe.LintFinding;
import dev.probation.agent.probe.prometheus.query.BucketBound;
import dev.probation.agent.probe.prometheus.query.BucketBoundTest;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Reducer;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.expectation.Unit;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryLintTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static String found(LintFacts facts) {
        return QueryLint.all(facts).stream()
                .map(finding -> finding.lint() + ": " + finding.sentence())
                .collect(Collectors.joining("\n"));
    }

    /** {@code 0.1:90 +Inf:100}: bounds, each with the observations up to it. */
    private static HistogramFacts histogram(double quantile, String buckets, double typical) {
        Map<Double, Double> observations = BucketBound.sums(BucketBoundTest.series(buckets));
        Map<Double, Double> series = observations.keySet().stream().collect(Collectors.toMap(le -> le, le -> 4.0));
        return new HistogramFacts(quantile, new TreeMap<>(observations), series, OptionalDouble.of(typical));
    }

    private static PrometheusCheck quantile(String name, double quantile, Unit unit) {
        Question question = new Question.Quantile(read(name), quantile, MINUTE, Optional.empty());
        return new PrometheusCheck(question, unit, Optional.empty(), false);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                    | limit | unit | buckets                               | p95  | quantile | found
            all is well             | 500ms | s    | 0.1:90 0.5:99 1:100 +Inf:100          | 0.3  | 0.95     | ''
            in another unit, well   | 500ms | ms   | 100:90 500:99 1000:100 +Inf:100       | 300  | 0.95     | ''
            between two             | 400ms | s    | 0.1:90 0.5:99 1:100 +Inf:100          | 0.3  | 0.95     | limit-between-buckets
            above the last          | 2s    | s    | 0.1:90 0.5:99 1:100 +Inf:100          | 0.3  | 0.95     | limit-outside-buckets
            on the last             | 1s    | s    | 0.1:90 0.5:99 1:100 +Inf:100          | 0.3  | 0.95     | ''
            below the first         | 50ms  | s    | 0.1:90 0.5:99 1:100 +Inf:100          | 0.08 | 0.95     | limit-outside-buckets
            milliseconds, by bounds | 500ms | s    | 5:10 500:99 10000:100 +Inf:100        | 90   | 0.95     | seconds-milliseconds
            seconds, by bounds      | 500ms | ms   | 0.005:10 0.5:99 10:100 +Inf:100       | 0.3  | 0.95     | seconds-milliseconds
            milliseconds, by value  | 500ms | s    | 0.1:0 0.5:0 1000:100 +Inf:100         | 480  | 0.95     | seconds-milliseconds
            seconds, by value       | 500ms | ms   | 0.001:50 500:100 +Inf:100             | 0.4  | 0.95     | seconds-milliseconds
            slow, and yet seconds   | 500ms | s    | 0.5:50 100:100 +Inf:100               | 40   | 0.95     | ''
            clipped                 | 500ms | s    | 0.5:95 1:98 +Inf:100                  | 0.5  | 0.95     | clipped-top-bucket
            a little above the last | 500ms | s    | 0.5:95 1:99.5 +Inf:100                | 0.5  | 0.95     | ''
            a little, for a p99.9   | 500ms | s    | 0.5:95 1:99.5 +Inf:100                | 0.5  | 0.999    | clipped-top-bucket
            no observations         | 500ms | s    | 0.5:0 1:0 +Inf:0                      | 0    | 0.95     | ''
            only the last bucket    | 500ms | s    | +Inf:100                              | 0    | 0.95     | ''
            """)
    void looksAtAHistogram(
            String name, String limit, String unit, String buckets, double typical, double quantile, String found) {
        LintFacts facts = new LintFacts(
                quantile("x", quantile, Unit.of(unit).orElseThrow()),
                Optional.of(Quantity.parse(limit)),
                List.of(),
                Optional.of(histogram(quantile, buckets, typical)),
                Optional.of(Duration.ofSeconds(15)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(QueryLint.all(facts).stream().map(LintFinding::lint).collect(Collectors.joining(" ")))
                .isEqualTo(found);
    }

    @ParameterizedTest(name = "{0} {1} read in {2}")
    @CsvSource(delimiter = '|', textBlock = """
            x_seconds      |              | s  | ''
            x_seconds      |              | ms | the histogram is in seconds, but is read in ms; set unit: s
            x_milliseconds |              | s  | the histogram is in milliseconds, but is read in s; set unit: ms
            x              | milliseconds | s  | the histogram is in milliseconds, but is read in s; set unit: ms
            x_ms           | seconds      | s  | ''
            x              | furlongs     | s  | ''
            """)
    void believesWhatAHistogramSaysOfItself(String metric, String declared, String unit, String sentence) {
        LintFacts facts = new LintFacts(
                quantile(metric, 0.95, Unit.of(unit).orElseThrow()),
                Optional.of(Quantity.parse("500ms")),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(declared),
                Optional.empty(),
                Optional.empty());

        assertThat(found(facts)).isEqualTo(sentence.isEmpty() ? "" : "seconds-milliseconds: " + sentence);
    }

    @ParameterizedTest(name = "{0} sampled every {1}")
    @CsvSource(delimiter = '|', textBlock = """
            rate(x[1m])             | 15s | ''
            rate(x[59s])            | 15s | short-range
            rate(x[5m]) + rate(y[30s]) | 15s | short-range
            rate(x[30s])            |     | ''
            avg_over_time(x[30s])   | 15s | ''
            """)
    void looksAtTheRangeOfRates(String query, String interval, String found) {
        LintFacts facts = facts(query, Unit.NONE, Optional.empty(), List.of(1.0), Optional.empty(), interval);

        assertThat(QueryLint.all(facts).stream().map(LintFinding::lint).collect(Collectors.joining(" ")))
                .isEqualTo(found);
    }

    private static LintFacts facts(
            String query,
            Unit unit,
            Optional<Reducer> reduce,
            List<Double> values,
            Optional<Quantity> limit,
            String interval) {
        List<Series> result = values.stream()
                .map(value -> new Series(Map.of("pod", "a"), value))
                .toList();
        return new LintFacts(
                new PrometheusCheck(new Question.Raw(query), unit, reduce, false),
                limit,
                result,
                Optional.empty(),
                Optional.ofNullable(interval).flatMap(Durations::parse),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @ParameterizedTest(name = "{0} series, {1}")
    @CsvSource(delimiter = '|', textBlock = """
            1 |     | ''
            0 |     | ''
            3 | MAX | ''
            3 |     | several-series: the query gives 3 series, such as {pod=a}, where one is expected; aggregate it (max, sum), or set reduce to max, min, sum or avg
            """)
    void looksAtTheNumberOfSeries(int series, Reducer reduce, String found) {
        assertThat(found(facts(
                        "x",
                        Unit.NONE,
                        Optional.ofNullable(reduce),
                        Collections.nCopies(series, 1.0),
                        Optional.empty(),
                        "")))
                .isEqualTo(found);
    }

    @ParameterizedTest(name = "{0} {1} against {2}")
    @CsvSource(delimiter = '|', textBlock = """
            300    | s | 500ms | true
            0.3    | s | 500ms | false
            0.0001 | s | 500ms | true
            0      | s | 500ms | false
            NaN    | s | 500ms | false
            3      |   | 10000 | false
            """)
    void looksAtTheValueOfAQuery(double value, String unit, String limit, boolean found) {
        LintFacts facts = facts(
                "x",
                Unit.of(unit == null ? "" : unit).orElseThrow(),
                Optional.empty(),
                List.of(value),
                Optional.of(Quantity.parse(limit)),
                "");

        assertThat(found(facts).startsWith("seconds-milliseconds: the value is"))
                .isEqualTo(found);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            0.1:4 0.5:4 +Inf:4       | false
            0.1:2 0.2:2 0.5:4 +Inf:4 | true
            """)
    void looksAtTheLayoutsOfBuckets(String series, boolean found) {
        HistogramFacts histogram = new HistogramFacts(
                0.95, new TreeMap<>(), BucketBound.sums(BucketBoundTest.series(series)), OptionalDouble.empty());
        LintFacts facts = new LintFacts(
                quantile("x", 0.95, Unit.SECOND),
                Optional.empty(),
                List.of(),
                Optional.of(histogram),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(found(facts).startsWith("bucket-layouts: not all of the 4 histograms"))
                .isEqualTo(found);
    }
}
