package dev.probation.rules.evidence.proportion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfidenceSequenceTest {

    private static final double ALPHA = 0.01;
    private static final double ENOUGH = -Math.log(ALPHA);

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({
        "0, 1",
        "1, 1",
        "1, 2",
        "3, 4",
        "0, 10000",
        "1, 10000",
        "17, 10000",
        "9983, 10000",
        "9999, 10000",
        "10000, 10000",
        "1000, 1000000000",
        "0, 1000000000",
        "1000000000, 1000000000",
        "999999999, 1000000000"
    })
    void aLimitIsInsideUnlessTheMixtureRejectsIt(long bad, long total) {
        ConfidenceSequence interval = ConfidenceSequence.of(bad, total, ALPHA);

        for (double logOdds = -25; logOdds < 12; logOdds += 0.37) {
            double limit = 1 / (1 + Math.exp(-logOdds));
            boolean above = Alternatives.above(limit).logMean(bad, total) >= ENOUGH;
            boolean below = Alternatives.below(limit).logMean(bad, total) >= ENOUGH;
            assertThat(limit < interval.low()).as("%s is too low", limit).isEqualTo(above);
            assertThat(limit > interval.high()).as("%s is too high", limit).isEqualTo(below);
            assertThat(interval.contains(limit)).isEqualTo(!above && !below);
        }
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({"1, 100", "17, 10000", "9983, 10000", "1000, 1000000000"})
    void itsEndsAreWhereTheMixtureBeginsToReject(long bad, long total) {
        ConfidenceSequence interval = ConfidenceSequence.of(bad, total, ALPHA);

        assertThat(Alternatives.below(interval.high()).logMean(bad, total)).isCloseTo(ENOUGH, within(1e-6));
        if (interval.low() > 0) {
            assertThat(Alternatives.above(interval.low()).logMean(bad, total)).isCloseTo(ENOUGH, within(1e-6));
        }
    }

    @Test
    void nothingIsKnownOfNothing() {
        assertThat(ConfidenceSequence.of(0, 0, ALPHA)).isEqualTo(new ConfidenceSequence(0, 1));
    }

    @Test
    void noErrorsLeaveNothingOutBelowAndOnlyErrorsNothingAbove() {
        assertThat(ConfidenceSequence.of(0, 100_000, ALPHA).low()).isZero();
        assertThat(ConfidenceSequence.of(0, 100_000, ALPHA).high()).isBetween(0.00005, 0.0001);
        assertThat(ConfidenceSequence.of(100_000, 100_000, ALPHA).high()).isEqualTo(1);
        assertThat(ConfidenceSequence.of(100_000, 100_000, ALPHA).low()).isBetween(0.9, 1.0);
    }

    @ParameterizedTest(name = "seed {0}")
    @CsvSource({"1", "2", "3", "4", "5"})
    void itHoldsTheTrueShareAtEveryLook(int seed) {
        Random random = new Random(seed);
        double share = 0.01;
        long bad = 0;
        for (long total = 1; total <= 20_000; total++) {
            bad += random.nextDouble() < share ? 1 : 0;
            if (total % 100 == 0) {
                assertThat(ConfidenceSequence.of(bad, total, ALPHA).contains(share))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest(name = "{0} of {1} against {2}")
    @CsvSource({"0, 1000, 0.001", "1, 10000, 0.001", "5, 10000, 0.001", "8, 10000, 0.001", "30, 1000, 0.05", "1, 3, 0.9"
    })
    void tellsTheTrafficThatProves(long bad, long total, double limit) {
        long needed = ConfidenceSequence.totalToProve(bad, total, limit, ALPHA).orElseThrow();
        long times = (needed + total - 1) / total;

        assertThat(ConfidenceSequence.of(bad * times, total * times, ALPHA).high())
                .isLessThanOrEqualTo(limit);
        assertThat(ConfidenceSequence.of(bad * times, needed / 2, ALPHA).high()).isGreaterThan(limit);
    }

    @ParameterizedTest(name = "none bad against {0}")
    @CsvSource({"0.5", "0.05", "0.001", "0.000001"})
    void tellsTheTrafficThatProvesToTheEvent(double limit) {
        long needed = ConfidenceSequence.totalToProve(0, 1, limit, ALPHA).orElseThrow();

        assertThat(ConfidenceSequence.of(0, needed, ALPHA).high()).isLessThanOrEqualTo(limit);
        assertThat(ConfidenceSequence.of(0, needed - 1, ALPHA).high()).isGreaterThan(limit);
    }

    @Test
    void itsEndsBelongToIt() {
        ConfidenceSequence interval = new ConfidenceSequence(0.1, 0.2);

        assertThat(interval.contains(0.1)).isTrue();
        assertThat(interval.contains(0.2)).isTrue();
        assertThat(new ConfidenceSequence(0.3, 0.3).contains(0.3)).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing counted, 0, 0, 0.001",
        "at the limit, 10, 10000, 0.001",
        "above the limit, 20, 10000, 0.001",
        "too close to the limit for the test, 99, 100000, 0.001"
    })
    void someTrafficNeverProves(String name, long bad, long total, double limit) {
        assertThat(ConfidenceSequence.totalToProve(bad, total, limit, ALPHA)).isEmpty();
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> ConfidenceSequence.of(2, 1, ALPHA)).hasMessageContaining("but were 2 of 1");
        assertThatThrownBy(() -> ConfidenceSequence.of(1, 2, 0)).hasMessageContaining("alpha must be");
        assertThatThrownBy(() -> new ConfidenceSequence(0.5, 0.4)).hasMessageContaining("but was 0.5 to 0.4");
        assertThatThrownBy(() -> ConfidenceSequence.totalToProve(0, 1, 1, ALPHA))
                .hasMessageContaining("limit must be");
    }
}
