package dev.probation.rules.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

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
        assertThat(Durations.write(expected)).isEqualTo(written);
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
            assertThat(Durations.parse(Durations.write(duration)))
                    .as("seed 7, " + duration)
                    .contains(duration);
        }
    }
}
