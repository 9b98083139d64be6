package dev.probation.rules.evidence.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Series around 100 with a noise of one tenth, under a limit of 1 % an hour. */
class TrendLookTest {

    private static final double DAY = 2 * Math.PI / 24;
    private static final Map<String, DoubleUnaryOperator> SHAPES = Map.ofEntries(
            Map.entry("line", hour -> hour),
            Map.entry("rising half of a day", hour -> -Math.cos(DAY * hour)),
            Map.entry("rising from noon", hour -> Math.sin(DAY * hour)),
            Map.entry("two harmonics", hour -> -Math.cos(DAY * hour) - Math.sin(2 * DAY * (hour - 6))),
            Map.entry("rhythm", hour -> Math.sin(DAY * hour)),
            Map.entry("filling", hour -> 1 - Math.exp(-hour / 3)),
            Map.entry("filling soon", hour -> 1 - Math.exp(-hour)),
            Map.entry("nothing", hour -> 0));

    /** The values lie {@code amount} times a shape above 100. */
    private static TrendPoints points(int parts, double hours, DoubleUnaryOperator shape) {
        double[] values = new double[parts];
        Arrays.setAll(values, i -> 100 + shape.applyAsDouble((i + 0.5) * hours / parts) + TrendReferenceTest.noise(i));
        return TrendPoints.of(values, hours / parts);
    }

    private static TrendFinding find(double hours, DoubleUnaryOperator shape) {
        TrendLook look = new TrendLook(hours, 0.01, 0.004);
        return look.find(points(look.parts(), hours, shape), TrendReference.none(), 0);
    }

    @ParameterizedTest(name = "{0} x {1}, {2} an hour beside, over {3} h")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            shape                  | amount | line | hours | is rising
            'nothing'              | 0      | 0    | 12    | false
            'nothing'              | 0      | 0.5  | 12    | false
            'nothing'              | 0      | 0.85 | 12    | false
            'nothing'              | 0      | 0.95 | 12    | true
            'nothing'              | 0      | 2    | 12    | true
            'nothing'              | 0      | -2   | 12    | false
            'nothing'              | 0      | 2    | 24    | true
            'nothing'              | 0      | 2    | 6     | false
            'nothing'              | 0      | 3.5  | 6     | false
            'nothing'              | 0      | 4    | 6     | true
            'nothing'              | 0      | 3.5  | 8.485 | false
            'nothing'              | 0      | 4    | 8.485 | true
            'rising half of a day' | 20     | 0    | 12    | false
            'rising half of a day' | 20     | 2    | 12    | true
            'rising from noon'     | 60     | 0    | 6     | false
            'two harmonics'        | 20     | 0    | 17    | false
            'two harmonics'        | 20     | 0    | 24    | false
            'two harmonics'        | 1      | 2    | 24    | true
            'filling'              | 40     | 0    | 6     | false
            'filling'              | 40     | 0    | 12    | false
            'filling'              | 40     | 0    | 24    | false
            'filling'              | 20     | 2    | 24    | true
            'filling soon'         | 40     | 0    | 12    | false
            'filling soon'         | 10     | 2    | 12    | true
            'nothing'              | 0      | 2    | 34    | true
            'nothing'              | 0      | 0    | 34    | false
            'rhythm'               | 20     | 0    | 34    | false
            'rhythm'               | 20     | 0    | 48    | false
            'rhythm'               | 20     | 1    | 48    | true
            'rhythm'               | 20     | 0.6  | 48    | false
            'rhythm'               | 20     | -1   | 48    | false
            """)
    void aLeakIsALineBesideWhatIsHarmless(String shape, double amount, double line, double hours, boolean isRising) {
        DoubleUnaryOperator harmless = Objects.requireNonNull(SHAPES.get(shape));

        TrendFinding finding = find(hours, hour -> amount * harmless.applyAsDouble(hour) + line * hour);

        assertThat(finding.isRising()).isEqualTo(isRising);
        assertThat(finding.isBeside()).isFalse();
    }

    @ParameterizedTest(name = "rising until {0} h of {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            until | hours | is rising
            8     | 12    | false
            11    | 12    | true
            26    | 48    | false
            48    | 48    | true
            """)
    void whatHasStoppedRisingIsNoLeak(double until, double hours, boolean isRising) {
        assertThat(find(hours, hour -> 3 * Math.min(until, hour)).isRising()).isEqualTo(isRising);
    }

    @Test
    void aFindingHasTheNumbersOfTheLine() {
        TrendFinding finding = find(12, hour -> 2 * hour);

        assertThat(finding.slope()).isCloseTo(2, within(0.01));
        assertThat(finding.low()).isBetween(1.97, 2.0);
        assertThat(finding.high()).isBetween(2.0, 2.03);
        assertThat(finding.start()).isCloseTo(100.5, within(0.1));
        assertThat(finding.chance()).isLessThan(1e-9);
    }

    @Test
    void fromThirtyHoursOnItHasThoseOfTheDifferencesOfDays() {
        TrendFinding finding = find(48, hour -> 20 * Math.sin(DAY * hour) + hour);

        assertThat(finding.slope()).isCloseTo(1, within(0.01));
        assertThat(finding.low()).isBetween(0.98, 1.0);
        assertThat(finding.high()).isBetween(1.0, 1.02);
        assertThat(finding.chance()).isLessThan(1e-6);
    }

    @ParameterizedTest(name = "{0} h")
    @CsvSource({"6, 24", "24, 24", "29.9, 24", "30, 72", "48, 72"})
    void theTimeIsCutIntoMorePartsFromThirtyHoursOn(double hours, int parts) {
        assertThat(new TrendLook(hours, 0.01, 0.01).parts()).isEqualTo(parts);
    }

    @Test
    void withoutPointsADayApartTheLineDecides() {
        TrendPoints points = points(24, 20, hour -> 2 * hour);

        assertThat(new TrendLook(34, 0.01, 0.004)
                        .find(points, TrendReference.none(), 0)
                        .isRising())
                .isTrue();
    }

    @Test
    void aSeriesBelowZeroHasNoLimitToReach() {
        TrendLook look = new TrendLook(12, 0.01, 0.004);

        assertThat(look.find(points(24, 12, hour -> 2 * hour - 300), TrendReference.none(), 0)
                        .isRising())
                .isFalse();
    }
}
