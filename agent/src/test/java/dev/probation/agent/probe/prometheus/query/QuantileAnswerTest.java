package dev.probation.agent.probe.prometheus.query;

import static dev.probation.agent.probe.prometheus.query.SelectorTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.expectation.Unit;
import dev.probation.rules.sample.Counts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantileAnswerTest {

    private static final BucketBound HALF = new BucketBound(0.5, List.of("0.5"));

    private static List<Series> part(String part, String buckets) {
        return BucketBoundTest.series(buckets).stream()
                .map(one -> new Series(Map.of("le", one.labels().get("le"), PromQl.PART, part), one.value()))
                .toList();
    }

    private static List<Series> answer(String shown, String since, String samples) {
        List<Series> series = new ArrayList<>(part(PromQl.TOTAL, shown));
        series.addAll(part(PromQl.TOTAL_SINCE_DEPLOYMENT, since));
        series.addAll(part(PromQl.SAMPLES, samples));
        series.add(new Series(Map.of(PromQl.PART, PromQl.QUANTILE), 0.6));
        return series;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                              | since the deployment       | samples              | bad | total
            some are slower                   | 0.5:569.2 +Inf:600         | 0.5:40 +Inf:40       | 31  | 600
            none                              | 0.5:600 +Inf:600           | 0.5:40 +Inf:40       | 0   | 600
            all                               | 0.5:0 +Inf:600             | 0.5:40 +Inf:40       | 600 | 600
            no traffic                        | 0.5:0 +Inf:0               | 0.5:40 +Inf:40       | 0   | 0
            extrapolated to more than all     | 0.5:600.9 +Inf:600         | 0.5:40 +Inf:40       | 0   | 600
            written in two ways               | 0.5:300 5e-01:269 +Inf:600 | 0.5:25 5e-01:15 +Inf:40 | 31 | 600
            of two layouts                    | 0.5:300 0.75:269 +Inf:600  | 0.5:25 0.75:15 +Inf:40 | 31 | 600
            a replica without the bucket came | 0.5:500 +Inf:600           | 0.5:40 +Inf:45       |     |
            one with both came                | 0.5:500 0.75:90 +Inf:600   | 0.5:40 0.75:5 +Inf:40 |    |
            no series                         | ''                         | ''                   |     |
            the bucket is gone                | +Inf:600                   | +Inf:40              |     |
            a number that is none             | 0.5:NaN +Inf:600           | 0.5:40 +Inf:40       |     |
            """)
    void countsAllLessThoseWithinTheBound(String name, String since, String samples, Long bad, Long total) {
        QuantileAnswer answer = QuantileAnswer.of(answer("0.5:19 +Inf:20", since, samples));

        assertThat(answer.counts()).isEqualTo(bad == null ? Optional.empty() : Optional.of(new Counts(bad, total)));
        assertThat(answer.value()).extracting(Series::value).containsExactly(0.6);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500ms | 0.95  | p95 over 1m; 1 of 20 slower than 500 ms
            400ms | 0.999 | p99.9 over 1m; 1 of 20 slower than 500 ms, where the next bucket above 400 ms ends
            """)
    void saysWhatItCounted(String limit, double quantile, String expected) {
        Question.Quantile asked = new Question.Quantile(
                read("x_seconds"), quantile, Duration.ofMinutes(1), Optional.of(Quantity.parse(limit)));
        List<Series> series = answer("0.5:19 +Inf:20", "0.5:19 +Inf:20", "0.5:9 +Inf:9");

        assertThat(QuantileAnswer.of(series).detail(asked, HALF, Unit.SECOND, Duration.ofMinutes(1)))
                .isEqualTo(expected);
    }

    @Test
    void writesThousandsAsAllCountsAreWritten() {
        Question.Quantile asked = new Question.Quantile(
                read("x_seconds"), 0.95, Duration.ofMinutes(1), Optional.of(Quantity.parse("500ms")));
        List<Series> series = answer("0.5:1500 +Inf:2925", "0.5:19 +Inf:20", "0.5:9 +Inf:9");

        assertThat(QuantileAnswer.of(series).detail(asked, HALF, Unit.SECOND, Duration.ofMinutes(1)))
                .isEqualTo("p95 over 1m; 1,425 of 2,925 slower than 500 ms");
    }

    @Test
    void findsTheBoundInTheHistogramsUnit() {
        assertThat(QuantileAnswer.inUnit(Quantity.parse("500ms"), Unit.SECOND)).isEqualTo(0.5);
        assertThat(QuantileAnswer.inUnit(Quantity.parse("0.5s"), Unit.MILLISECOND))
                .isEqualTo(500);
    }
}
