package dev.probation.rules.check.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovingMedianTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void isTheMedianOfTheValuesThatAreLeft(long seed) {
        Random random = new Random(seed);
        // few different ones, so that many are equal
        double[] values = random.ints(300, -20, 20).mapToDouble(i -> i / 10.0).toArray();
        MovingMedian moving = new MovingMedian(values.length);
        int from = 0;
        for (int to = 1; to <= values.length; to++) {
            moving.add(values[to - 1]);
            while (to - from > 1 + random.nextInt(40)) {
                moving.remove(values[from++]);
            }

            assertThat(moving.median())
                    .as("from %d to %d", from, to)
                    .isEqualTo(sortedMedian(Arrays.copyOfRange(values, from, to)));
        }
    }

    private static double sortedMedian(double[] some) {
        Arrays.sort(some);
        int half = some.length / 2;
        return some.length % 2 == 1 ? some[half] : (some[half - 1] + some[half]) / 2;
    }
}
