package dev.probation.rules.evidence.proportion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.sample.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewestShareTest {

    private static final Instant FIRST = Instant.parse("2026-01-31T10:00:00Z");

    /** A count each minute of 1,000 events, of which so many are bad. */
    private static SortedMap<Instant, Counts> minutes(String bad) {
        SortedMap<Instant, Counts> counted = new TreeMap<>();
        for (String each : bad.split(" ", -1)) {
            counted.put(FIRST.plusSeconds(60L * counted.size()), new Counts(Long.parseLong(each), 1000));
        }
        return counted;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                  | bad events in each minute     | newest bad | newest total
            as it always was                      | 1 0 2 1 0 1 2 1 0 1           | 9          | 10000
            bad all the time                      | 20 22 19 21 20 18 23 20 20 19 | 202        | 10000
            bad from the fifth minute on          | 1 0 2 1 20 22 19 21 20 18     | 120        | 6000
            bad in the last three minutes         | 1 0 2 1 0 1 2 20 22 19        | 61         | 3000
            bad in the last two, and so in three  | 1 0 2 1 0 1 2 1 20 22         | 43         | 3000
            an outage that is long over           | 900 800 1 0 2 1 0 1 2 1       | 8          | 8000
            an outage that has just ended         | 1 0 2 1 0 1 900 800 1 1       | 802        | 3000
            bad again in the last three minutes   | 90 80 90 1 0 1 2 90 80 95     | 265        | 3000
            nothing was asked of it               | 0 0 0 0 0 0 0 0 0 0           | 0          | 10000
            """)
    void isThatSinceTheLastClearChangeThatLasted(String name, String bad, long newestBad, long newestTotal) {
        NewestShare.Stretch found = NewestShare.of(minutes(bad), Duration.ofMinutes(3));

        assertThat(found.counts()).isEqualTo(new Counts(newestBad, newestTotal));
        assertThat(found.from()).isEqualTo(FIRST.plusSeconds(60 * (10 - newestTotal / 1000)));
    }
}
