package dev.probation.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        duration, written
        PT0S,     0s
        PT0.35S,  350ms
        PT1S,     1s
        PT2M10S,  2m10s
        PT1H,     1h
        PT1H0M5S, 1h5s
        PT72H,    72h
        PT-2M,    -2m
        """)
    void writesDurationsShort(Duration duration, String written) {
        assertThat(Wording.duration(duration)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        share,   written
        0,       0%
        0.9,     90%
        0.974,   97.4%
        0.29,    29%
        0.99999, 99.9%
        1,       100%
        """)
    void neverRoundsAShareUpToAll(double share, String written) {
        assertThat(Wording.percent(share)).isEqualTo(written);
    }
}
