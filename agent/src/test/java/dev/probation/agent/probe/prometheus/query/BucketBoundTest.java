package dev.probation.agent.probe.prometheus.query;

import static dev.probation.agent.probe.prometheus.query.SelectorTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
            no bound that all have           | 0.5:1 0.6:1 +Inf:3                     | 0.5   |
            no last bucket                   | 0.5:2 1:2                              | 0.5   |
            no buckets                       | ''                                     | 0.5   |
            what is no number                | half:2 1:2 +Inf:2                      | 0.5   | 1
            """)
    void isTheFirstAtTheLimitOrAboveThatAllHistogramsHave(String name, String buckets, double limit, String texts) {
        assertThat(found(buckets, buckets, limit)).isEqualTo(texts);
    }

    /** A release restarts the process in place, so that the histogram's other labels stay. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                  | now                  | samples since the deployment           | texts
            written otherwise                     | 1.0:1 2:1 +Inf:1     | 1:40 1.0:20 2:60 +Inf:60               | 1 1.0
            written otherwise at the first of two | 1:1 1.0:1 +Inf:2     | 1:100 1.0:20 +Inf:120                  | 1 1.0
            another bound                         | 1.5:1 3:1 +Inf:1     | 1:40 2:40 1.5:20 3:20 +Inf:60          | 1 1.5
            another bound for half of the time    | 1.5:1 3:1 +Inf:1     | 1:30 2:30 1.5:30 3:30 +Inf:60          | 1 1.5
            a finer one is gone                   | 1.5:1 3:1 +Inf:1     | 1:40 1.5:60 3:60 +Inf:60               | 1.5
            a finer one is new                    | 1:1 1.5:1 +Inf:1     | 1:20 1.5:60 +Inf:60                    | 1.5
            one far above is all that is common   | 1.5:1 9:1 +Inf:1     | 1:20 1.2:20 1.5:20 9:60 +Inf:60        | 9
            three in turn have none in common     | 3:1 +Inf:1           | 1:10 1.5:20 3:30 +Inf:60               |
            the service is away                   | ''                   | 1:40 +Inf:40                           | 1
            replicas of two layouts               | 1:1 1.5:1 +Inf:2     | 1:60 1.5:60 +Inf:120                   |
            """)
    void aReleaseMayChangeTheBuckets(String name, String now, String samples, String texts) {
        assertThat(found(now, samples, 1)).isEqualTo(texts);
    }

    private static @Nullable String found(String now, String samples, double limit) {
        return BucketBound.of(series(now), series(samples), limit)
                .map(bound -> String.join(" ", bound.texts()))
                .orElse(null);
    }

    @Test
    void selectsItsBucketsAndTheLast() {
        BucketBound bound = new BucketBound(0.5, List.of("0.5", "5e+00"));

        assertThat(bound.withAll(read("x_bucket"))).hasToString("x_bucket{le=~\"0[.]5|5e[+]00|[+]Inf\"}");
        assertThat(bound.withAll(read("x_bucket{a=\"{\"}")))
                .hasToString("x_bucket{le=~\"0[.]5|5e[+]00|[+]Inf\", a=\"{\"}");
        assertThat(BucketBound.all(read("x_bucket"))).hasToString("x_bucket{le=\"+Inf\"}");
    }
}
