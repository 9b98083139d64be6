package dev.probation.bench.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialsTest {

    @ParameterizedTest
    @CsvSource({"75, 0.001", "1500, 0.0005", "15000, 0.001", "20, 0.5"})
    void whatIsDrawnHasTheMeanAndTheSpreadThatIsExpected(int total, double share) {
        Binomials binomials = new Binomials(new Random(1));
        int draws = 100_000;
        int[] drawn =
                IntStream.range(0, draws).map(i -> binomials.next(total, share)).toArray();

        double mean = IntStream.of(drawn).average().orElseThrow();
        double variance = IntStream.of(drawn)
                .mapToDouble(one -> (one - mean) * (one - mean))
                .average()
                .orElseThrow();

        double expected = total * share * (1 - share);
        assertThat(mean).isCloseTo(total * share, within(5 * Math.sqrt(expected / draws)));
        assertThat(variance / expected).isCloseTo(1, within(0.1));
    }

    @Test
    void noneAndAllNeedNoChance() {
        Binomials binomials = new Binomials(new Random(1));

        assertThat(binomials.next(0, 0.5)).isZero();
        assertThat(binomials.next(7, 1)).isEqualTo(7);
    }
}
