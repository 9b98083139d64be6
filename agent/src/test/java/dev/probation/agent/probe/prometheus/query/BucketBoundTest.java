package dev.probation.agent.probe.prometheus.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class BucketBoundTest {

    /** {@code 0.1:2 +Inf:2}: bounds, each with how many series have it. */
    public static List<Series> series(String words) {
        return Arrays.stream(words.strip().split(" +"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.split(":"))
                .map(pair -> new Series(
                        Map.of("le", pair[0]), SampleValue.parse(pair[1]).orElseThrow()))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                             | buckets                                | limit | texts
            the limit is a bound             | 0.1:2 0.5:2 1:2 +Inf:2                 | 0.5   | 0.5
            the limit is between two         | 0.1:2 0.25:2 1:2 +Inf:2                | 0.5   | 1
            below the first                  | 1:2 2.5:2 +Inf:2                       | 0.5   | 1
            not as text                      | 5:2 10:2 25:2 +Inf:2                   | 9     | 10
            written otherwise                | 5e-01:2 1:2 +Inf:2                     | 0.5   | 5e-01
            written in two ways              | 0.5:1 0.50:1 1:2 +Inf:2                | 0.5   | 0.5 0.50
            a sum in binary, above           | 0.2:2 0.30000000000000004:2 +Inf:2     | 0.3   | 0.30000000000000004
            a sum in binary, below           | 0.8999999999999999:2 1:2 +Inf:2        | 0.9   | 0.8999999999999999
            above the last                   | 0.1:2 0.25:2 +Inf:2                    | 0.5   |
            a bound that one replica lacks   | 0.5:1 1:2 +Inf:2                       | 0.5   | 1
            no bound that all have           | 0.5:1 0.6:1 +Inf:2                     | 0.5   |
            no last bucket                   | 0.5:2 1:2                              | 0.5   |
            no buckets                       | ''                                     | 0.5   |
            what is no number                | half:2 1:2 +Inf:2                      | 0.5   | 1
            """)
    void isTheFirstAtTheLimitOrAboveThatAllSeriesHave(String name, String buckets, double limit, String texts) {
        String found = BucketBound.of(series(buckets), limit)
                .map(bound -> String.join(" ", bound.texts()))
                .orElse(null);

        assertThat(found).isEqualTo(texts);
    }

    @Test
    void selectsItsBucketAndTheLast() {
        BucketBound bound = new BucketBound(0.5, List.of("0.5", "5e+00"));

        assertThat(bound.in("x_bucket")).isEqualTo("x_bucket{le=~\"0[.]5|5e[+]00|[+]Inf\"}");
        assertThat(bound.in("x_bucket {}")).isEqualTo("x_bucket {le=~\"0[.]5|5e[+]00|[+]Inf\",}");
        assertThat(bound.in("x_bucket{a=\"{\"}")).isEqualTo("x_bucket{le=~\"0[.]5|5e[+]00|[+]Inf\",a=\"{\"}");
    }
}
