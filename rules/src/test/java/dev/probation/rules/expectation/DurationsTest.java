package dev.probation.rules.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
