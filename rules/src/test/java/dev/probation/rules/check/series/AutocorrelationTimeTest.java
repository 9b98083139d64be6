package dev.probation.rules.check.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long values remember what they were. One a minute unless said otherwise. */
class AutocorrelationTimeTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final CheckId P95 = new CheckId("p95");

    private static List<Sample> samples(int count, int apart, IntToDoubleFunction value) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(
                    new Sample(START.plusSeconds((long) i * apart), P95, Outcome.Measured.of(value.applyAsDouble(i))));
        }
        return samples;
    }

    /** A first-order autoregression that has forgotten all but 1/e after so many minutes; nothing at 0. */
    private static IntToDoubleFunction noise(double minutes) {
        double kept = minutes == 0 ? 0 : Math.exp(-1 / minutes);
        Random random = new Random(3);
        double[] state = {0};
        return i -> {
            state[0] = kept * state[0] + Math.sqrt(1 - kept * kept) * random.nextGaussian();
            return 10 + state[0];
        };
    }

    @ParameterizedTest(name = "{0} min")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            memory | least | most
            0      | 0     | 0
            5      | 3     | 6
            10     | 6     | 12
            30     | 8     | 25
            """)
    void isFoundInNoise(double memory, long least, long most) {
        Duration found = AutocorrelationTime.of(samples(5 * 1440, 60, noise(memory)));

        assertThat(found).isBetween(Duration.ofMinutes(least), Duration.ofMinutes(most));
    }

    @Test
    void theCourseOverTheDayIsNone() {
        IntToDoubleFunction noise = noise(0);

        Duration found = AutocorrelationTime.of(samples(
                1440,
                60,
                i -> 100 * (2 + Math.sin(2 * Math.PI * i / 1440)) * (1 + 0.05 * (noise.applyAsDouble(i) - 10))));

        assertThat(found).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest(name = "{0} values {1} s apart")
    @CsvSource({"45, 60, true", "44, 60, false", "100, 300, true", "100, 361, false", "100, 150, true"})
    void takesFortyPairsThatAreFiveToSixMinutesApart(int count, int apart, boolean found) {
        IntToDoubleFunction square = i -> i % 20 < 10 ? 1 : -1;

        assertThat(AutocorrelationTime.of(samples(count, apart, square)).isZero())
                .isEqualTo(!found);
    }

    @Test
    void valuesThatNeverChangeHaveNone() {
        assertThat(AutocorrelationTime.of(samples(1440, 60, i -> 5))).isEqualTo(Duration.ZERO);
        assertThat(AutocorrelationTime.of(List.of())).isEqualTo(Duration.ZERO);
    }

    @Test
    void anHourIsTheMost() {
        Duration found = AutocorrelationTime.of(samples(1440, 60, i -> i / 720 == 0 && i % 600 < 25 ? 100 : i % 2));

        assertThat(found).isLessThanOrEqualTo(Duration.ofHours(1));
    }

    @Test
    void whatWasNotMeasuredIsLeftOut() {
        List<Sample> samples = samples(200, 60, noise(10));
        List<Sample> more = new ArrayList<>(samples);
        more.add(7, new Sample(samples.get(6).at(), P95, new Outcome.NoData("empty")));

        assertThat(AutocorrelationTime.of(more)).isEqualTo(AutocorrelationTime.of(samples));
    }
}
