package dev.probation.agent.probe.prometheus.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.expectation.Durations;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTextTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            histogram_quantile(0.95, rate(x_bucket[1m]))                            | true
            histogram_quantile(0.95, sum(rate(x_bucket[1m])))                       | true
            histogram_quantile(0.95, sum by (job) (rate(x_bucket{a="by (le)"}[1m]))) | true
            histogram_quantile(0.95, sum by (job, le) (rate(x_bucket[1m])))         | false
            histogram_quantile (0.95, sum(rate(x_bucket[1m])) by (le))              | false
            histogram_quantile(0.95, sum without (pod) (rate(x_bucket[1m])))        | false
            histogram_quantile(0.95, sum without (le) (rate(x_bucket[1m])))         | true
            histogram_quantile(0.95, sum(rate(native[1m])))                         | false
            max(queue_age_seconds)                                                  | false
            """)
    void findsQuantilesWithoutLe(String query, boolean found) {
        assertThat(new QueryText(query).lacksLe()).isEqualTo(found);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            sum(rate(bad[5m])) / sum(rate(total[5m]))                         | true
            sum(increase(bad[5m]))/sum(increase(total[5m]))                   | true
            sum(rate(bad{path="/a"}[5m])) / sum(rate(total{path="a or b"}[5m])) | true
            sum(rate(bad[5m])) / (sum(rate(total[5m])) > 0)                   | false
            sum(rate(bad[5m])) / sum(rate(total[5m])) or vector(0)            | false
            sum(rate(total{path="/a/b"}[5m]))                                 | false
            sum(rate(bytes[5m])) / 1024                                       | false
            memory_bytes / limit_bytes                                        | false
            rate(a[1m]) # per second / rate(b[1m])                            | false
            """)
    void findsRatiosWithoutAGuard(String query, boolean found) {
        assertThat(new QueryText(query).isUnguardedRatio()).isEqualTo(found);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            sum(rate(bad[5m])) / sum(rate(total{a="x[1s]"}[ 30s ]))  | 5m 30s | bad
            histogram_quantile(0.9, sum by (le) (rate(x_bucket{a="b"}[1m]))) | 1m | x_bucket{a="b"}
            avg_over_time(up[5s])                                    | %%     |
            max_over_time(rate(x[2m])[1h:10s])                       | 2m     | x
            rate(sum(x)[5m:10s])                                     | %%     |
            """)
    void findsWhatARateIsTakenOf(String query, String spans, String selector) {
        QueryText text = new QueryText(query);

        assertThat(text.rateSpans().stream().map(Durations::write).collect(Collectors.joining(" ")))
                .isEqualTo(spans);
        assertThat(text.ratedSelector().map(Selector::toString).orElse(null)).isEqualTo(selector);
        assertThat(text.rateSpans()).doesNotContain(Duration.ofSeconds(1));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            histogram_quantile(0.95, sum by (le) (rate(x_bucket{a="b"}[5m])))    | histogram: 'x{a="b"}', quantile: 0.95
            histogram_quantile(0.95, sum(rate(x[5m])))                           |
            sum(rate(x{a="b",status=~"5.."}[5m])) / sum(rate(x{a="b"}[5m]))      | bad: 'x{a="b", status=~"5.."}', total: 'x{a="b"}'
            100 * sum(rate(x{code="5"}[5m])) / clamp_min(sum(rate(x[5m])), 1)    | bad: 'x{code="5"}', total: 'x'
            sum(rate(errors[5m])) / sum(rate(x[5m]))                             |
            sum(rate(x[5m])) / sum(rate(x[5m]))                                  |
            sum(rate(x{a="b"}[5m])) - sum(rate(x[5m]))                           |
            sum(x{a="b"}) / sum(x)                                               |
            up                                                                   |
            """)
    void findsTheFormThatCounts(String query, String form) {
        assertThat(new QueryText(query).countedForm().orElse(null)).isEqualTo(form);
    }
}
