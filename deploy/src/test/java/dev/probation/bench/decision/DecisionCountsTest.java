package dev.probation.bench.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionCountsTest {

    /** Mean and variance of Poisson's distribution are the same: on both sides of where the normal one takes over. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 1, 29, 31, 1000})
    void whatIsDrawnHasTheMeanAndTheSpreadThatIsExpected(double expected) {
        DecisionCounts counts = new DecisionCounts(new SplittableRandom(1));
        int draws = 100_000;
        double[] drawn = IntStream.range(0, draws)
                .mapToDouble(i -> counts.next(expected))
                .toArray();

        double mean =
                IntStream.range(0, draws).mapToDouble(i -> drawn[i]).average().orElseThrow();
        double variance = IntStream.range(0, draws)
                .mapToDouble(i -> (drawn[i] - mean) * (drawn[i] - mean))
                .average()
                .orElseThrow();

        assertThat(mean).isCloseTo(expected, within(5 * Math.sqrt(expected / draws)));
        assertThat(variance / expected).isCloseTo(1, within(0.15));
    }

    @Test
    void whereNoneIsExpectedNoneComes() {
        assertThat(new DecisionCounts(new SplittableRandom(1)).next(0)).isZero();
    }
}
