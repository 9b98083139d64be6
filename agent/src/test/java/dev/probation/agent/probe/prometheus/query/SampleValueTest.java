package dev.probation.agent.probe.prometheus.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleValueTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1.5, 1.5",
        "-2, -2",
        "1e-07, 0.0000001",
        "6.02E+23, 6.02e23",
        "NaN, NaN",
        "+Inf, Infinity",
        "-Inf, -Infinity"
    })
    void readsWhatPrometheusWrites(String text, double expected) {
        assertThat(SampleValue.parse(text)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1d", " 5 ", "5 ", "0x1p3", "Infinity", "Inf", "nan", "1_000", "1,5", "1e", ".", "١"})
    void refusesEverythingElse(String text) {
        assertThat(SampleValue.parse(text)).isEmpty();
    }
}
