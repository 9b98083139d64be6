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
            'two harmonics'        | 1      | 2    | 24    | false
            'two harmonics'        | 1      | 6    | 24    | true
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

        assertThat(finding.result() == TrendResult.RISING).isEqualTo(isRising);
        assertThat(finding.isBeside()).isFalse();
    }

    @ParameterizedTest(name = "{0} by {1} % from {2} h on, over {3} h")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            beside    | step | from | hours | day before
            'nothing' | 25   | 8    | 12    | false
            'nothing' | 25   | 8    | 17    | false
            'nothing' | 50   | 20   | 24    | false
            'nothing' | 25   | 20   | 34    | false
            'nothing' | 50   | 20   | 34    | false
            'nothing' | 50   | 30   | 48    | false
            'nothing' | 50   | 44   | 68    | false
            'rhythm'  | 25   | 20   | 34    | false
            'rhythm'  | 50   | 20   | 34    | false
            'rhythm'  | 50   | 8    | 12    | true
            'rhythm'  | 25   | 20   | 24    | true
            'rhythm'  | 50   | 20   | 34    | true
            'rhythm'  | 50   | 44   | 68    | true
            """)
    void aSingleStepIsNoLeak(String beside, double step, double from, double hours, boolean isDayKnown) {
        DoubleUnaryOperator rhythm = hour -> beside.equals("rhythm") ? 10 * Math.sin(DAY * hour) : 0;
        TrendReference reference = isDayKnown ? TrendReferenceTest.reference(rhythm) : TrendReference.none();
        TrendLook look = new TrendLook(hours, 0.01, 0.004);

        TrendPoints points = points(look.parts(), hours, hour -> rhythm.applyAsDouble(hour) + (hour < from ? 0 : step));

        assertThat(look.find(points, reference, 0).result()).isEqualTo(TrendResult.STEADY);
    }

    @ParameterizedTest(name = "{0} % in all, 63 % of it in {1} h, over {2} h")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            all | tau | hours | result
            80  | 3   | 6     | STEADY
            80  | 3   | 17    | STEADY
            80  | 6   | 8.485 | UNCLEAR
            80  | 6   | 12    | STEADY
            80  | 6   | 24    | STEADY
            80  | 12  | 12    | UNCLEAR
            80  | 12  | 17    | UNCLEAR
            80  | 12  | 34    | STEADY
            80  | 12  | 68    | STEADY
            80  | 24  | 12    | UNCLEAR
            80  | 24  | 24    | UNCLEAR
            80  | 48  | 12    | UNCLEAR
            80  | 48  | 24    | UNCLEAR
            """)
    void whatFillsUpIsUnclearUntilItIsNearlyFull(double all, double tau, double hours, TrendResult result) {
        TrendFinding finding = find(hours, hour -> all * (1 - Math.exp(-hour / tau)));

        assertThat(finding.result()).isEqualTo(result);
        assertThat(finding.doubt()).isEqualTo(result == TrendResult.UNCLEAR ? TrendFinding.FILLS : "");
    }

    @ParameterizedTest(name = "{0} an hour by day, over {1} h")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            leak | hours | day before | result
            1    | 34    | true       | RISING
            1    | 48    | true       | RISING
            1    | 34    | false      | STEADY
            0.7  | 34    | true       | STEADY
            2    | 34    | false      | RISING
            """)
    void aLeakByDayOnlyIsHeldAgainstTheLimitByDay(double leak, double hours, boolean isDayKnown, TrendResult result) {
        DoubleUnaryOperator rhythm = hour -> 10 * Math.sin(DAY * hour);
        TrendReference reference = isDayKnown ? TrendReferenceTest.reference(rhythm) : TrendReference.none();
        TrendLook look = new TrendLook(hours, 0.01, 0.004);

        TrendPoints points = points(
                look.parts(),
                hours,
                hour -> rhythm.applyAsDouble(hour) + leak * (12 * Math.floor(hour / 24) + Math.max(0, hour % 24 - 12)));

        assertThat(look.find(points, reference, 0).result()).isEqualTo(result);
    }

    @ParameterizedTest(name = "rising until {0} h of {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            until | hours | is rising
            8     | 12    | false
            11    | 12    | false
            12    | 12    | true
            26    | 48    | false
            48    | 48    | true
            """)
    void whatHasStoppedRisingIsNoLeak(double until, double hours, boolean isRising) {
        assertThat(find(hours, hour -> 3 * Math.min(until, hour)).result() == TrendResult.RISING)
                .isEqualTo(isRising);
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
                                .result()
                        == TrendResult.RISING)
                .isTrue();
    }

    @Test
    void aSeriesBelowZeroHasNoLimitToReach() {
        TrendLook look = new TrendLook(12, 0.01, 0.004);

        assertThat(look.find(points(24, 12, hour -> 2 * hour - 300), TrendReference.none(), 0)
                                .result()
                        == TrendResult.RISING)
                .isFalse();
    }
}
