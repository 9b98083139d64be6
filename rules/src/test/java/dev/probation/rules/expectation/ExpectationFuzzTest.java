package dev.probation.rules.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Regression over the inputs kept; in the profile {@code long} the fuzzer looks for more. */
@Tag("seeds")
class ExpectationFuzzTest {

    @FuzzTest(maxDuration = "20s")
    void anyTextIsAnExpectationOrRefused(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        try {
            Expectation expectation = Expectation.parse(text);
            assertThat(Expectation.parse(expectation.toString())).isEqualTo(expectation);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
