package dev.probation.agent.probe.prometheus.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.rules.expectation.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromQlTest {

    @Test
    void writesAQuantileOverAllSeriesOfAHistogram() {
        assertThat(PromQl.quantile("http_seconds{path=~\"/a{2}\"}", 0.95, Duration.ofMinutes(1)))
                .isEqualTo("histogram_quantile(0.95, sum by (le) (rate(http_seconds_bucket{path=~\"/a{2}\"}[60s])))");
    }

    @Test
    void writesAQuantileAndTheCountsBehindItAsOneRequest() {
        Question.Quantile quantile = new Question.Quantile(
                "http_seconds{path=\"/a\"}", 0.95, Duration.ofMinutes(1), Optional.of(Quantity.parse("500ms")));
        String counted = "http_seconds_bucket{le=~\"0[.]5|5e-01|[+]Inf\",path=\"/a\"}";

        String query = PromQl.quantile(
                quantile, new BucketBound(0.5, List.of("0.5", "5e-01")), Duration.ofMinutes(1), Duration.ofMinutes(5));

        assertThat(query.split(" or (?=label_replace\\((?:histogram|sum|count))"))
                .containsExactly(
                        part(
                                "quantile",
                                "histogram_quantile(0.95, sum by (le) "
                                        + "(rate(http_seconds_bucket{path=\"/a\"}[60s])))"),
                        part("total", events(counted, "60s")),
                        part("total_since", events(counted, "300s")),
                        part("series", "count by (le) (present_over_time(" + counted + "[300s]))"));
    }

    private static String part(String name, String expression) {
        return "label_replace(" + expression + ", \"probation_part\", \"" + name + "\", \"probation_part\", \"\")";
    }

    private static String events(String counted, String span) {
        return "sum by (le) (" + part("seen", "increase(" + counted + '[' + span + "])") + " or "
                + part(
                        "new",
                        "(min_over_time(" + counted + '[' + span + "]) unless last_over_time(" + counted
                                + "[1h] offset " + span + "))")
                + ')';
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            http_requests_total                                | true
            job:errors:rate5m                                  | true
            http_requests_total{}                              | true
            http_requests_total{status=~"5..",path!="/x\\"}",} | true
            {__name__="a", b='c'}                              | true
            a{b=`c`}                                           | true
            sum(http_requests_total)                           | false
            http_requests_total[5m]                            | false
            http_requests_total{status=~"5..}                  | false
            http_requests_total{status}                        | false
            5xx_total                                          | false
            a b                                                | false
            """)
    void tellsASelectorFromOtherPromQl(String text, boolean selector) {
        assertThat(PromQl.isSelector(text)).isEqualTo(selector);
    }
}
