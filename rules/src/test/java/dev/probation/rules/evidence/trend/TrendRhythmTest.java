package dev.probation.rules.evidence.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Twelve hours in 24 parts, after a day with a rhythm of 10 up and down. */
class TrendRhythmTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final List<DoubleUnaryOperator> FILLINGS =
            List.of(hour -> Math.exp(-hour / 6), hour -> Math.exp(-hour / 2), hour -> Math.exp(-hour));

    private static double rhythm(double hour) {
        return 10 * Math.sin(2 * Math.PI / 24 * hour);
    }

    private static TrendReference dayBefore(double rise) {
        Map<Instant, Double> values = new HashMap<>();
        for (int i = 0; i < 48; i++) {
            double hour = -23.75 + i / 2.0;
            values.put(TrendReferenceTest.at(hour), 100 + rhythm(hour) + rise * hour + 2 * TrendReferenceTest.noise(i));
        }
        return TrendReference.of(values, START);
    }

    /** With its own level, so many hours after the deployment. */
    private static TrendPoints series(double later, DoubleUnaryOperator beside) {
        double[] values = new double[24];
        Arrays.setAll(values, i -> {
            double hour = (i + 0.5) / 2;
            return 60 + rhythm(later + hour) + beside.applyAsDouble(hour) + 2 * TrendReferenceTest.noise(i);
        });
        return TrendPoints.of(values, 0.5);
    }

    @ParameterizedTest(name = "rising by {0}, filling by {1}, {2} h after the deployment, the day before rose by {3}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            rise | filling | later | rise before
            0    | 0       | 0     | 0
            3    | 0       | 0     | 0
            3    | 0       | 7     | 0
            3    | 0       | 0     | 1
            3    | 20      | 0     | 0
            """)
    void theRhythmOfTheDayBeforeIsTakenOut(double rise, double filling, double later, double riseBefore) {
        DoubleUnaryOperator beside = hour -> rise * hour + filling * (1 - Math.exp(-hour / 2));

        TrendRhythm rhythm = TrendRhythm.of(series(later, beside), dayBefore(riseBefore), later, FILLINGS)
                .orElseThrow();

        TrendPoints left = rhythm.without();
        assertThat(rhythm.size()).isEqualTo(24);
        for (int i = 0; i < left.size(); i++) {
            double hour = left.hours()[i];
            assertThat(left.values()[i]).isCloseTo(60 + beside.applyAsDouble(hour), within(0.7));
        }
        assertThat(rhythm.beside(FILLINGS.get(1)).slope()).isCloseTo(rise, within(0.1));
        if (filling == 0) {
            assertThat(rhythm.beside().slope()).isCloseTo(rise, within(0.05));
            assertThat(rhythm.beside().error()).isBetween(0.01, 0.05);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                           | rhythm | is seen
            'the same rhythm'              | 0      | true
            'nearly the same'              | 0.1    | true
            'no rhythm any more'           | -10    | false
            'half as much again'           | 5      | false
            """)
    void aRhythmThatIsNotSeenInTheSeriesExplainsNothing(String name, double more, boolean isSeen) {
        TrendPoints points = series(0, hour -> more * Math.sin(2 * Math.PI / 24 * hour));

        assertThat(TrendRhythm.of(points, dayBefore(0), 0, FILLINGS).isPresent())
                .isEqualTo(isSeen);
    }

    @ParameterizedTest(name = "{0} points")
    @CsvSource({"12, true", "11, false"})
    void twelvePointsAreNeeded(int points, boolean isEnough) {
        TrendPoints all = series(0, hour -> 0);
        TrendPoints some = all.from(all.hours()[24 - points]);

        Optional<TrendRhythm> rhythm = TrendRhythm.of(some, dayBefore(0), 0, FILLINGS);

        assertThat(rhythm.isPresent()).isEqualTo(isEnough);
        assertThat(TrendRhythm.of(some, TrendReference.none(), 0, FILLINGS)).isEmpty();
    }
}
