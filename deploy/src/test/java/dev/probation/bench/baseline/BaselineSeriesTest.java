package dev.probation.bench.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaselineSeriesTest {

    private static List<Double> values(double times, int onset) {
        BaselineSeries series = new BaselineSeries(BaselineNoise.INDEPENDENT, times, onset, 7);
        series.before((second, value) -> {});
        List<Double> values = new ArrayList<>();
        series.after(60, (second, value) -> values.add(value));
        return values;
    }

    @Test
    void theSameSeedDrawsTheSame() {
        assertThat(values(1, 0)).isEqualTo(values(1, 0));
    }

    @Test
    void whatIsKnownOfBeforeComesInOrderAndEndsAtTheDeployment() {
        List<Integer> seconds = new ArrayList<>();

        new BaselineSeries(BaselineNoise.INDEPENDENT, 1, 0, 7).before((second, value) -> seconds.add(second));

        assertThat(seconds).isSorted().doesNotHaveDuplicates();
        assertThat(seconds.get(0)).isBetween(-BaselineSeries.WEEK, -BaselineSeries.WEEK + BaselineSeries.DAY);
        assertThat(seconds.get(seconds.size() - 1)).isBetween(-120, -1);
    }

    @Test
    void fromTheOnsetOnTheValuesAreSoManyTimesAsLarge() {
        BaselineNoise calm = new BaselineNoise("calm", 0, 0, false, false, 0);
        int onset = 10 * BaselineSeries.HOUR;
        BaselineSeries series = new BaselineSeries(calm, 1.5, onset, 3);
        List<Double> before = new ArrayList<>();
        List<Double> after = new ArrayList<>();

        series.before((second, value) -> {});
        series.after(60, (second, value) -> {
            if (second <= onset) {
                before.add(value);
            } else if (second > onset + 60) {
                after.add(value);
            }
        });

        assertThat(median(after) / median(before)).isCloseTo(1.5, within(0.001));
    }

    private static double median(List<Double> values) {
        return BaselineTrial.median(
                values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
