package dev.probation.rules.evidence.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TheilSenTest {

    private static double[] row(int length) {
        double[] row = new double[length];
        Arrays.setAll(row, i -> i);
        return row;
    }

    /** Sen (1968), the example of section 6: slope 4, interval 26/7 to 35/8 at 93 %. */
    @Test
    void agreesWithThePublishedExample() {
        double[] times = {1, 2, 3, 4, 10, 12, 18};
        double[] values = {9, 15, 19, 20, 45, 55, 78};

        TheilSen line = TheilSen.of(times, values, 1.8);

        assertThat(line.slope()).isEqualTo(4);
        assertThat(line.low()).isCloseTo(26.0 / 7, within(1e-12));
        assertThat(line.high()).isCloseTo(35.0 / 8, within(1e-12));
        assertThat(line.start()).isEqualTo(10);
    }

    /** The slopes of all pairs are -2, 1/2, 2, 7/3, 3 and 6; the score has a deviation of 2.94. */
    @ParameterizedTest(name = "{0} deviations")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            z   | low       | high
            0.5 | 0.5       | 3
            1   | -2        | 6
            1.5 | -Infinity | Infinity
            """)
    void theIntervalIsAsWideUpwardsAsDownwards(double z, double low, double high) {
        TheilSen line = TheilSen.of(new double[] {5, 6, 7, 8}, new double[] {1, 4, 2, 8}, z);

        assertThat(line.slope()).isCloseTo(13.0 / 6, within(1e-12));
        assertThat(line.start()).isCloseTo(1.25, within(1e-12));
        assertThat(line.low()).isEqualTo(low);
        assertThat(line.high()).isEqualTo(high);
    }

    @Test
    void aFewWildValuesDoNotMoveTheLine() {
        double[] values = row(30);
        Arrays.setAll(values, i -> 5 + 2 * values[i]);
        values[3] = 1e6;
        values[20] = -1e6;

        TheilSen line = TheilSen.of(row(30), values, 2);

        assertThat(line.slope()).isEqualTo(2);
        assertThat(line.start()).isEqualTo(5);
    }

    @Tag("simulation")
    @ParameterizedTest(name = "slope {0}")
    @CsvSource({"0", "0.1", "-3"})
    void theIntervalHoldsTheTrueSlope(double slope) {
        Random random = new Random(4);
        int held = 0;
        for (int run = 0; run < 1000; run++) {
            double[] values = row(20);
            Arrays.setAll(values, i -> slope * values[i] + random.nextGaussian());
            TheilSen line = TheilSen.of(row(20), values, 1.645);
            held += line.low() <= slope && slope <= line.high() ? 1 : 0;
        }

        assertThat(held).isBetween(880, 970);
    }

    @Test
    void theIntervalOfFewPointsIsOpen() {
        TheilSen line = TheilSen.of(row(3), new double[] {1, 2, 3}, 3);

        assertThat(line.low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(line.high()).isEqualTo(Double.POSITIVE_INFINITY);
    }
}
