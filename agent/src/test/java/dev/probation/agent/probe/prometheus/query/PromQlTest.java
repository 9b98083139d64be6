package dev.probation.agent.probe.prometheus.query;

import static dev.probation.agent.probe.prometheus.query.SelectorTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.rules.expectation.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromQlTest {

    @Test
    void writesAQuantileOverAllSeriesOfAHistogram() {
        assertThat(PromQl.quantile(read("http_seconds{path=~\"/a{2}\"}"), 0.95, Duration.ofMinutes(1)))
                .isEqualTo("histogram_quantile(0.95, sum by (le) (rate(http_seconds_bucket{path=~\"/a{2}\"}[60s])))");
    }

    @Test
    void writesAQuantileAndTheCountsBehindItAsOneRequest() {
        Question.Quantile quantile = new Question.Quantile(
                read("http_seconds{path=\"/a\"}"), 0.95, Duration.ofMinutes(1), Optional.of(Quantity.parse("500ms")));
        String counted = "http_seconds_bucket{le=~\"0[.]5|5e-01|[+]Inf\", path=\"/a\"}";

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
                        part("samples", "sum by (le) (count_over_time(" + counted + "[300s]))"));
    }

    private static String part(String name, String expression) {
        return "label_replace(" + expression + ", \"probation_part\", \"" + name + "\", \"probation_part\", \"\")";
    }

    private static String events(String counted, String span) {
        return "sum by (le) (" + part("seen", "increase(" + counted + '[' + span + "])") + " or "
                + part("new", firstEvents(counted, span))
                + ')';
    }

    /** What was there at first, but at most what followed it between two samples, or one. */
    private static String firstEvents(String counted, String span) {
        String range = counted + '[' + span + ']';
        String first = "min_over_time(" + range + ")";
        String pace = "clamp_min(increase(" + range + ") / (count_over_time(" + range + ") - 1), 1)";
        return "((" + first + " - clamp_min(" + first + " - " + pace + ", 0)) unless last_over_time(" + counted
                + "[1h] offset " + span + "))";
    }

    @Test
    void asksWhetherThereAreSeriesThatTellBadEventsFromOthers() {
        Question.Ratio ratio = new Question.Ratio(
                read("x_total{job=\"a\", status=~\"5..\"}"), read("x_total{job=\"a\"}"), Duration.ofMinutes(1));
        Question.Ratio another = new Question.Ratio(read("e_total{status=~\"5..\"}"), read("x_total"), ratio.over());

        assertThat(PromQl.ratio(ratio, ratio.over(), ratio.over()))
                .endsWith(part("labelled_0", "count(x_total{status!=\"\", job=\"a\"}) or vector(0)"));
        assertThat(PromQl.ratio(another, ratio.over(), ratio.over())).doesNotContain("labelled");
    }
}
