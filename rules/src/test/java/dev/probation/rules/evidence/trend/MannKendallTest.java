package dev.probation.rules.evidence.trend;

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
        assertThat(of(2, 5, 2, 4, 1).variance()).isCloseTo((300.0 - 18) / 18, within(1e-9));
        assertThat(of(7, 7, 7, 7).variance()).isZero();
        assertThat(of(7, 7, 7, 7).chance()).isEqualTo(1);
    }

    /** By the formulas of Hamed and Rao (1998), computed by another programme. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                        | values                                 | slope | variance
            'up and down again'                         | 1 2 4 7 9 10 8 6 5 3 2.5 1.5           | 0     | 425.1474358974
            'the one before and the one before that'    | 1 2 3 4 5 6 7 8 16 15 14 13 12 11 10 9 | 0     | 1514.6330882353
            'the fourth before, the other way'          | 9 10 11 12 1 2 3 4 13 14 15 16 5 6 7 8 | 0     | 642.9592086835
            'what is left of a rise'                    | 1 2 3 4 5 6 12 11 10 9 8 7             | 0.9   | 416.2243589744
            'to and fro, which is not counted'          | 1 12 2 11 3 10 4 9 5 8 6 7             | 0     | 212.6666666667
            'too little to be more than chance'         | 5 1 8 3 2 7 4 6                        | 0     | 65.3333333333
            """)
    void valuesThatHangOnThoseBeforeMakeTheScoreVaryMore(String name, String values, double slope, double variance) {
        double[] numbers = Arrays.stream(values.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        double[] times = new double[numbers.length];
        Arrays.setAll(times, i -> 10 * i);

        assertThat(MannKendall.of(times, numbers, slope / 10).variance()).isCloseTo(variance, within(1e-9));
    }

    @ParameterizedTest(name = "{0}, {1} before")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            values    | lag | shared | all
            1 3 5 3 8 | 1   | -3     | 28
            1 3 5 3 8 | 2   | 2      | 28
            1 3 5 3 8 | 4   | -12    | 28
            1 2 3 4   | 1   | 1.25   | 5
            1 2 3 4   | 3   | -2.25  | 5
            7 7 7     | 1   | 0      | 1
            """)
    void aCorrelationIsThePartThatIsShared(String values, int lag, double shared, double all) {
        double[] numbers = Arrays.stream(values.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();

        assertThat(MannKendall.correlation(numbers, lag)).isCloseTo(shared / all, within(1e-12));
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
