package dev.probation.rules.evidence.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MannWhitneyShiftTest {

    private static double[] differences(double[] baseline, double[] current) {
        return Arrays.stream(current)
                .flatMap(value -> Arrays.stream(baseline).map(other -> value - other))
                .sorted()
                .toArray();
    }

    @ParameterizedTest(name = "{0} and {1} of {2} kinds")
    @CsvSource({"1,1,9", "5,5,3", "6,9,1000", "20,31,12", "40,40,2", "200,150,1000000"})
    void theMedianIsThatOfAllPairs(int baselines, int currents, int kinds) {
        Random random = new Random(kinds);
        double[] baseline =
                random.ints(baselines, -kinds, kinds).asDoubleStream().toArray();
        double[] current = random.ints(currents, -kinds, kinds).asDoubleStream().toArray();
        double[] all = differences(baseline, current);
        double expected = (all[(all.length - 1) / 2] + all[all.length / 2]) / 2;

        assertThat(new MannWhitneyShift(baseline, current).median()).isEqualTo(expected);
    }

    /** Hollander and Wolfe (1973), page 69, as R's {@code wilcox.test(conf.int = TRUE)} gives it, at 95 % of both sides. */
    @Test
    void agreesWithPublishedFigures() {
        double[] atTerm = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
        double[] early = {1.15, 0.88, 0.90, 0.74, 1.21};
        MannWhitneyShift shift = new MannWhitneyShift(early, atTerm);

        assertThat(shift.median()).isCloseTo(0.305, within(1e-9));
        assertThat(shift.low(0.025)).isCloseTo(-0.15, within(1e-9));
        assertThat(shift.high(0.025)).isCloseTo(0.76, within(1e-9));
    }

    /** The differences are whole numbers in a row, each of one pair, so that the ends tell how many were left out. */
    @ParameterizedTest(name = "{0} and {1} at {2}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            baselines | currents | level | left out
            3         | 3        | 0.01  | 0
            5         | 5        | 0.025 | 2
            8         | 5        | 0.025 | 6
            5         | 8        | 0.025 | 6
            10        | 10       | 0.025 | 23
            20        | 20       | 0.005 | 105
            100       | 100      | 0.01  | 4047
            100       | 100      | 1e-40 | 0
            150       | 60       | 0.01  | 3574
            60        | 150      | 0.025 | 3719
            """)
    void theEndsAreThoseOfTheTablesOfTheTest(int baselines, int currents, double level, int leftOut) {
        double[] baseline = new double[baselines];
        double[] current = new double[currents];
        Arrays.setAll(baseline, i -> -i * currents);
        Arrays.setAll(current, i -> i);

        MannWhitneyShift shift = new MannWhitneyShift(baseline, current);

        assertThat(shift.low(level)).isEqualTo(leftOut);
        assertThat(shift.high(level)).isEqualTo(baselines * currents - 1 - leftOut);
    }

    @Tag("simulation")
    @ParameterizedTest(name = "{0} and {1} samples")
    @CsvSource({"5,5", "8,20", "150,150"})
    void eachEndHoldsTheTrueDifferenceAsOftenAsItSays(int baselines, int currents) {
        assertEachEndHolds(baselines, currents);
    }

    /** As many as are just compared exactly, which takes long. */
    @Tag("long")
    @Tag("simulation")
    @Test
    void eachEndOfAnExactComparisonHoldsTheTrueDifferenceAsOftenAsItSays() {
        assertEachEndHolds(30, 30);
    }

    private static void assertEachEndHolds(int baselines, int currents) {
        Random random = new Random(11);
        int runs = 1000;
        int below = 0;
        int above = 0;
        for (int i = 0; i < runs; i++) {
            double[] baseline = random.doubles(baselines).map(Math::log).toArray();
            double[] current = random.doubles(currents)
                    .map(Math::log)
                    .map(value -> value + 3)
                    .toArray();
            MannWhitneyShift shift = new MannWhitneyShift(baseline, current);
            below += shift.low(0.05) > 3 ? 1 : 0;
            above += shift.high(0.05) < 3 ? 1 : 0;
        }

        assertThat((double) below / runs).isBetween(0.02, 0.072);
        assertThat((double) above / runs).isBetween(0.02, 0.072);
    }

    @Test
    void veryManySamplesNeedNoListOfPairs() {
        double[] baseline = new Random(1).doubles(100_000).toArray();
        double[] current =
                new Random(2).doubles(100_000).map(value -> value + 5).toArray();

        assertThat(new MannWhitneyShift(baseline, current).median()).isCloseTo(5, within(0.01));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                        | baseline | current | median
            'none at all'               | 7 7      | 7 7     | 0.0
            'at most none'              | 1 2      | 0 1     | -1.0
            'at least none'             | 0 1      | 1 2     | 1.0
            'less than nothing is none' | 0.0      | -0.0    | 0.0
            """)
    void differencesOfNothing(String name, String baseline, String current, double median) {
        double[] before = Arrays.stream(baseline.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        double[] after = Arrays.stream(current.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();

        assertThat(new MannWhitneyShift(before, after).median()).isEqualTo(Double.valueOf(median));
    }

    @Test
    void valuesFarApartAndNegativeAreHeldAgainstEachOther() {
        MannWhitneyShift shift = new MannWhitneyShift(new double[] {-1e300, -1, 0, 1e-300}, new double[] {-2, -0.0});

        assertThat(shift.median()).isEqualTo(-5e-301);
    }
}
