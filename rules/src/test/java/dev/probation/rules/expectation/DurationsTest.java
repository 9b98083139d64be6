package dev.probation.rules.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            duration       | written
            PT0S           | 0s
            PT0.0009S      | 0s
            PT0.001S       | 1ms
            PT0.999S       | 999ms
            PT1S           | 1s
            PT1.9S         | 1s
            PT59.999S      | 59s
            PT1M           | 1m
            PT2M10S        | 2m10s
            PT1H           | 1h
            PT1H5S         | 1h
            PT1H1M5S       | 1h1m
            P1D            | 1d
            P1DT4H59M      | 1d4h
            P1DT59M        | 1d
            P365D          | 365d
            PT-2M-10S      | -2m10s
            """)
    void writesTheTwoLargestUnits(Duration duration, String written) {
        assertThat(Durations.write(duration)).isEqualTo(written);
    }

    @ParameterizedTest(name = "{0} is {1} and written {2}")
    @CsvSource(textBlock = """
            90s,    PT90S,    1m30s
            1h30m,  PT90M,    1h30m
            72h,    PT72H,    3d
            500ms,  PT0.5S,   500ms
            1.5s,   PT1.5S,   1s500ms
            3d,     PT72H,    3d
            0s,     PT0S,     0s
            ' 5m ', PT5M,     5m
            """)
    void readsAndWrites(String text, Duration expected, String written) {
        assertThat(Durations.parse(text)).contains(expected);
        assertThat(Durations.writeExactly(expected)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "5", "5 minutes", "-5s", "5S", "30m1h", "1.5h", "5s5s", "s", "1h 30m", "5us"})
    void refusesWhatIsNoDuration(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        Random random = new Random(7);

        for (int round = 0; round < 2_000; round++) {
            Duration duration =
                    Duration.ofMillis(random.nextLong(Duration.ofDays(400).toMillis()));
            assertThat(Durations.parse(Durations.writeExactly(duration)))
                    .as("seed 7, " + duration)
                    .contains(duration);
        }
    }
}
