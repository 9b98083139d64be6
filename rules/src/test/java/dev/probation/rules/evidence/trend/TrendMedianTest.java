package dev.probation.rules.evidence.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrendMedianTest {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private static TrendPoints points(double... values) {
        double[] hours = new double[values.length];
        Arrays.setAll(hours, i -> 1 + i);
        return new TrendPoints(hours, values);
    }

    /** In order -1 to 7, and none hangs on the one before, so that the number below the median has a deviation of 3 / 2. */
    @ParameterizedTest(name = "{0} deviations")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            z   | low       | high
            0   | 3         | 3
            1   | 2         | 4
            2.9 | -1        | 7
            3   | -1        | 7
            4   | -Infinity | Infinity
            """)
    void theIntervalLeavesAsManyOnEitherSide(double z, double low, double high) {
        TrendMedian median = TrendMedian.of(points(7, -1, 6, 0, 5, 1, 4, 2, 3), z);

        assertThat(median.median()).isEqualTo(3);
        assertThat(median.low()).isEqualTo(low);
        assertThat(median.high()).isEqualTo(high);
        // seven above 0, one below
        assertThat(median.chance()).isCloseTo(NORMAL.survivalProbability((6 - 1) / 3.0), within(1e-12));
    }

    /** Beside a rise of 2 an hour is left 5, -1, -4, -4, -1, 5, of which each hangs on the one before by 1/6. */
    @Test
    void valuesThatHangOnThoseBeforeAreLessSure() {
        TrendMedian median = TrendMedian.of(points(5, 1, 0, 2, 7, 15), 1.8);

        assertThat(median.median()).isEqualTo(3.5);
        assertThat(median.low()).isZero();
        assertThat(median.high()).isEqualTo(15);
        assertThat(median.chance()).isCloseTo(NORMAL.survivalProbability(4 / Math.sqrt(6 * 7.0 / 5)), within(1e-12));
    }
}
