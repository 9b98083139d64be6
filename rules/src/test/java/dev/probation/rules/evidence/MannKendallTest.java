package dev.probation.rules.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MannKendallTest {

    private static MannKendall of(double... values) {
        double[] times = new double[values.length];
        Arrays.setAll(times, i -> i);
        return MannKendall.of(times, values, TheilSen.of(times, values, 0).slope());
    }

    @Test
    void countsPairsThatRiseLessPairsThatFall() {
        assertThat(of(1, 2, 3, 4, 5).score()).isEqualTo(10);
        assertThat(of(5, 4, 3, 2, 1).score()).isEqualTo(-10);
        assertThat(of(1, 3, 2, 2).score()).isEqualTo(1);
    }

    /** {@code (n(n-1)(2n+5) - t(t-1)(2t+5)) / 18}, Kendall (1975), where nothing hangs on what was before. */
    @Test
    void tiesMakeTheScoreVaryLess() {
        assertThat(of(1, 2, 3, 4, 5).variance()).isCloseTo(50.0 / 3, within(1e-9));
        assertThat(of(1, 2, 2, 4, 5).variance()).isCloseTo((300.0 - 18) / 18, within(1e-9));
        assertThat(of(7, 7, 7, 7).variance()).isZero();
        assertThat(of(7, 7, 7, 7).chance()).isEqualTo(1);
    }

    @Test
    void theChanceIsCorrectedForContinuity() {
        // z = 9 / sqrt(50 / 3) = 2.2045
        assertThat(of(1, 2, 3, 4, 5).chance()).isCloseTo(0.01374, within(1e-5));
    }

    /** Without the correction every sixth of the second kind would be found at 5 %, and with it every ninth still is. */
    @Tag("simulation")
    @ParameterizedTest(name = "{0} of the value before")
    @CsvSource({"0, 75", "0.5, 135"})
    void valuesThatHangOnThoseBeforeAreNoTrend(double part, int most) {
        Random random = new Random(9);
        int found = 0;
        for (int run = 0; run < 1000; run++) {
            double[] values = new double[60];
            for (int i = 0; i < values.length; i++) {
                values[i] = (i == 0 ? 0 : part * values[i - 1]) + random.nextGaussian();
            }
            found += of(values).chance() <= 0.05 ? 1 : 0;
        }

        assertThat(found).isBetween(10, most);
    }
}
