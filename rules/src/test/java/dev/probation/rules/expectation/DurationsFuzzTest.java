package dev.probation.rules.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Regression over the inputs kept; in the profile {@code long} the fuzzer looks for more. */
@Tag("seeds")
class DurationsFuzzTest {

    @FuzzTest(maxDuration = "20s")
    void anyTextIsADurationOrNone(byte[] data) {
        Durations.parse(new String(data, StandardCharsets.UTF_8))
                .ifPresent(duration -> assertThat(Durations.parse(Durations.writeExactly(duration)))
                        .contains(duration));
    }
}
