package dev.probation.rules.evidence.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MannWhitneyTest {

    /** Every way to share the values out, as the definition has it. */
    private static double[] enumerated(double[] baseline, double[] current) {
        double[] all = new double[baseline.length + current.length];
        System.arraycopy(current, 0, all, 0, current.length);
        System.arraycopy(baseline, 0, all, current.length, baseline.length);
        double observed = dominance(all, (1 << current.length) - 1);
        long greater = 0;
        long less = 0;
        long ways = 0;
        for (int chosen = 0; chosen < 1 << all.length; chosen++) {
            if (Integer.bitCount(chosen) == current.length) {
                double dominance = dominance(all, chosen);
                ways++;
                greater += dominance >= observed ? 1 : 0;
                less += dominance <= observed ? 1 : 0;
            }
        }
        return new double[] {(double) greater / ways, (double) less / ways};
    }

    private static double dominance(double[] all, int chosen) {
        double sum = 0;
        for (int i = 0; i < all.length; i++) {
            for (int j = 0; j < all.length; j++) {
                boolean isPair = ((chosen >> i) & 1) == 1 && ((chosen >> j) & 1) == 0;
                sum += isPair ? Math.signum(all[i] - all[j]) : 0;
            }
        }
        return sum;
    }

    @ParameterizedTest(name = "{0} values of {1} and {2} kinds")
    @CsvSource({"3,4,9", "5,5,2", "8,4,3", "4,8,3", "7,8,20", "8,8,4", "1,9,3", "9,1,3", "6,6,1"})
    void theChancesAreThoseOfAllWaysToShareTheValuesOut(int baselines, int currents, int kinds) {
        Random random = new Random(100L * baselines + currents);
        for (int i = 0; i < 10; i++) {
            double[] baseline =
                    random.ints(baselines, 0, kinds).asDoubleStream().toArray();
            double[] current = random.ints(currents, 0, kinds).asDoubleStream().toArray();
            double[] expected = enumerated(baseline, current);

            MannWhitney test = MannWhitney.of(baseline, current);

            assertThat(test.isExact()).isTrue();
            assertThat(test.chanceGreater()).isCloseTo(expected[0], within(1e-12));
            assertThat(test.chanceLess()).isCloseTo(expected[1], within(1e-12));
            assertThat(test.delta())
                    .isCloseTo(
                            -dominance(concat(baseline, current), (1 << baselines) - 1) / baselines / currents,
                            within(1e-12));
        }
    }

    @Test
    void theLeastChancesAreThoseOfTheMostExtremeOrder() {
        double[] baseline = {0, 0, 1, 3, 0, 2};
        double[] current = {0, 3, 0, 1, 5};
        double[] all = concat(baseline, current);
        Arrays.sort(all);

        MannWhitney test = MannWhitney.of(baseline, current);

        double[] greatest = enumerated(Arrays.copyOfRange(all, 0, 6), Arrays.copyOfRange(all, 6, 11));
        double[] least = enumerated(Arrays.copyOfRange(all, 5, 11), Arrays.copyOfRange(all, 0, 5));
        assertThat(test.leastChanceGreater()).isCloseTo(greatest[0], within(1e-12));
        assertThat(test.leastChanceLess()).isCloseTo(least[1], within(1e-12));
    }

    private static double[] concat(double[] first, double[] second) {
        double[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** Figures of other programmes: R's {@code wilcox.test}, and permutations in full. */
    @Test
    void agreesWithPublishedFigures() {
        double[] permeabilityAtTerm = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
        double[] permeabilityEarly = {1.15, 0.88, 0.90, 0.74, 1.21};
        double[] zeroes = new double[10];
        double[] ones = new double[10];
        Arrays.fill(zeroes, 0, 2, 1);
        Arrays.fill(ones, 0, 6, 1);

        // Hollander and Wolfe (1973), page 69: W = 35, one-sided p 0.1272
        assertThat(MannWhitney.of(permeabilityEarly, permeabilityAtTerm).chanceGreater())
                .isCloseTo(0.1272, within(5e-5));
        // two of ten against six of ten, as Fisher's exact test has it
        assertThat(MannWhitney.of(zeroes, ones).chanceGreater()).isCloseTo(0.0849, within(5e-5));
        assertThat(MannWhitney.of(zeroes, zeroes).chanceEither()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} is usual")
    @CsvSource({"0", "0.5"})
    void aFewErrorsAmongThousandsOfTheSameAreExact(double usual) {
        double[] baseline = new double[2000];
        double[] current = new double[2000];
        Arrays.fill(baseline, 1, 2000, usual);
        Arrays.fill(current, usual);
        for (int i = 0; i < 5; i++) {
            current[i * 100] = i + 1;
        }

        MannWhitney test = MannWhitney.of(baseline, current);

        double expected = usual == 0 ? 1 : 2000.0 / 3995; // the one value below the usual is of the baseline
        for (int i = 0; i < 5; i++) {
            expected *= (2000.0 - i) / (4000 - i);
        }
        assertThat(test.isExact()).isTrue();
        assertThat(test.chanceGreater()).isCloseTo(expected, within(1e-12));
    }

    @ParameterizedTest(name = "{0} kinds")
    @CsvSource({"5", "30", "1000000"})
    void manyValuesAreJudgedByTheNormalDistributionAlmostAsExactly(int kinds) {
        Random random = new Random(kinds);
        double[] baseline = random.ints(30, 0, kinds).asDoubleStream().toArray();
        double[] current = random.ints(30, 0, kinds)
                .asDoubleStream()
                .map(value -> value + kinds / 9.0)
                .map(Math::rint)
                .toArray();

        MannWhitney exact = MannWhitney.of(baseline, current);
        MannWhitney twice = MannWhitney.of(concat(baseline, baseline), concat(current, current));

        assertThat(exact.isExact()).isTrue();
        assertThat(twice.isExact()).isFalse();
        assertThat(twice.delta()).isCloseTo(exact.delta(), within(1e-12));
        double variance = 60 * 60 * (121 - tied(baseline, current) / (120 * 119)) / 12;
        double z = (Math.abs(exact.delta()) * 1800 - 0.5) / Math.sqrt(variance);
        assertThat(Math.min(twice.chanceGreater(), twice.chanceLess())).isCloseTo(survival(z), within(1e-6));
    }

    /** The sum of t^3 - t over values that are equal, each value twice. */
    private static double tied(double[] baseline, double[] current) {
        double[] all = concat(concat(baseline, current), concat(baseline, current));
        Arrays.sort(all);
        double sum = 0;
        int from = 0;
        for (int i = 1; i <= all.length; i++) {
            if (i == all.length || all[i] != all[from]) {
                double equal = i - from;
                sum += equal * equal * equal - equal;
                from = i;
            }
        }
        return sum;
    }

    /** By Simpson's rule. */
    private static double survival(double z) {
        int steps = 20_000;
        double width = 10.0 / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double x = z + i * width;
            int weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.exp(-x * x / 2);
        }
        return sum * width / 3 / Math.sqrt(2 * Math.PI);
    }

    @Test
    void oneAgainstVeryManyIsJudged() {
        double[] baseline = new Random(5).doubles(20_000).toArray();

        assertThat(MannWhitney.of(baseline, new double[] {2}).chanceGreater()).isLessThan(0.05);
        assertThat(MannWhitney.of(new double[] {2}, baseline).chanceLess()).isLessThan(0.05);
    }
}
