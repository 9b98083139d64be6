package dev.probation.rules.evidence.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value every half hour, from 23 h 45 min before the deployment on. */
class TrendReferenceTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final double DAY = 2 * Math.PI / 24;

    static Instant at(double hour) {
        return START.plus(Duration.ofMillis(Math.round(3_600_000 * hour)));
    }

    private static Map<Instant, Double> day(DoubleUnaryOperator value) {
        Map<Instant, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < 48; i++) {
            double hour = -23.75 + i / 2.0;
            values.put(at(hour), value.applyAsDouble(hour) + noise(i));
        }
        return values;
    }

    /** Of a day around 100. */
    static TrendReference reference(DoubleUnaryOperator beside) {
        return TrendReference.of(day(hour -> 100 + beside.applyAsDouble(hour)), START);
    }

    /** One tenth up or down, and neither rhythm nor rise. */
    static double noise(int i) {
        return Integer.bitCount(i) % 2 == 0 ? 0.1 : -0.1;
    }

    @ParameterizedTest(name = "{0} + {1} cos + {2} sin + {3} of half a day, rising by {4} an hour")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            level | cosine | sine | half | rise | shapes | slope
            100   | 0      | 0    | 0    | 0    | 0      | 0
            100   | 5      | 0    | 0    | 0    | 2      | 0
            100   | 0      | 5    | 0    | 0    | 2      | 0
            100   | 3      | 4    | 2    | 0    | 4      | 0
            100   | 0      | 0    | 0    | 0.5  | 0      | 0.5
            100   | 3      | 4    | 0    | 0.5  | 2      | 0.5
            100   | 3      | 4    | 2    | -0.5 | 4      | -0.5
            """)
    void theShortestDescriptionThatFitsIsTaken(
            double level, double cosine, double sine, double half, double rise, int shapes, double slope) {
        TrendReference reference = TrendReference.of(
                day(hour -> level
                        + cosine * Math.cos(DAY * hour)
                        + sine * Math.sin(DAY * hour)
                        + half * Math.cos(2 * DAY * hour)
                        + rise * hour),
                START);

        assertThat(reference.rhythm()).hasSize(shapes);
        assertThat(reference.slope()).isCloseTo(slope, within(0.01));
        assertThat(reference.rises()).isEqualTo(slope != 0);
        assertThat(reference.deviation()).isCloseTo(0.1, within(0.01));
    }

    @Test
    void theRhythmIsMadeOfWholeDaysAndPartsOfThem() {
        TrendReference reference =
                TrendReference.of(day(hour -> 5 * Math.cos(DAY * hour) + 3 * Math.sin(2 * DAY * hour)), START);

        assertThat(reference.rhythm())
                .extracting(wave -> Math.round(1000 * wave.applyAsDouble(3)) / 1000.0)
                .containsExactly(0.707, 0.707, 0.0, 1.0);
    }

    @Test
    void whatIsLeftOfAConstantDayIsThePartOfTheNoise() {
        // 48 values, of which a level and a line might explain two
        assertThat(TrendReference.of(day(hour -> 100), START).deviation())
                .isCloseTo(Math.sqrt(48 * 0.01 / 46), within(1e-9));
    }

    @Test
    void itsPointsLieBeforeTheMomentThatIsAskedFor() {
        TrendPoints points = TrendReference.of(day(hour -> 100), START).before(6);

        assertThat(points.size()).isEqualTo(48);
        assertThat(points.hours()[0]).isEqualTo(-29.75);
        assertThat(points.hours()[47]).isEqualTo(-6.25);
    }

    @Test
    void onlyFiniteValuesOfTheDayBeforeCountAndOfEachPartTheLeast() {
        Map<Instant, Double> values = day(hour -> 100);
        values.put(at(-24), 1.0);
        values.put(at(-24.001), -5.0);
        values.put(at(-0.001), 2.0);
        values.put(START, -5.0);
        values.put(at(-12.1), Double.NEGATIVE_INFINITY);
        values.put(at(-12.2), 500.0);

        double[] least = TrendReference.of(values, START).before(0).values();

        assertThat(least[0]).isEqualTo(1);
        assertThat(least[47]).isEqualTo(2);
        assertThat(least[23]).isCloseTo(100, within(0.11));
        assertThat(least).hasSize(48);
    }

    @ParameterizedTest(name = "from {0} h on")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            first hour | is a reference
            -18        | true
            -17.5      | false
            """)
    void threeQuartersOfADayAreNeeded(double first, boolean isReference) {
        Map<Instant, Double> values = day(hour -> 100);
        values.keySet().removeIf(at -> at.isBefore(at(first)));

        assertThat(TrendReference.of(values, START).isNone()).isEqualTo(!isReference);
    }

    @ParameterizedTest(name = "restarted {0} h before")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            hour | points
            -20  | 40
            -18  | 36
            -10  | 48
            """)
    void whatWasBeforeARestartDoesNotCountWhereEnoughWasSince(double restart, int points) {
        Map<Instant, Double> values = day(hour -> hour < restart ? 100 + 10 * (hour + 24) : 100);

        assertThat(TrendReference.of(values, START).before(0).size()).isEqualTo(points);
    }

    @ParameterizedTest(name = "{0} h after the deployment")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            hour | falls
            14   | true
            12.6 | true
            12   | false
            38   | true
            26   | false
            """)
    void whatFellOnTheDayBeforeFallsAtThatTimeOfTheDay(double hour, boolean falls) {
        TrendReference reference = reference(at -> at < -10 ? 3 * (at + 24) : 3 * (at + 10));

        assertThat(reference.fallsAt(hour)).isEqualTo(falls);
        assertThat(reference.neverFalls()).isFalse();
        assertThat(reference(at -> 0).neverFalls()).isTrue();
        assertThat(TrendReference.none().neverFalls()).isFalse();
    }

    @Test
    void aFallAtTheTimeOfTheDeploymentIsSeenAsWell() {
        TrendReference reference = reference(at -> 3 * (at + 24));

        assertThat(reference.fallsAt(24)).isTrue();
        assertThat(reference.fallsAt(12)).isFalse();
    }

    @Test
    void theSameHoursAWeekBeforeAreKeptWhereTheyAreKnown() {
        Map<Instant, Double> values = day(hour -> 100);
        for (int i = 0; i < 144; i++) {
            values.put(at(-168 + i / 2.0), 200.0 + i);
        }

        TrendPoints week = TrendReference.of(values, START).weekBefore(6, 12, 24);

        assertThat(week.size()).isEqualTo(24);
        assertThat(week.values()[0]).isEqualTo(212);
        assertThat(week.values()[23]).isEqualTo(235);
        assertThat(TrendReference.of(day(hour -> 100), START)
                        .weekBefore(6, 12, 24)
                        .size())
                .isZero();
    }

    @Test
    void hoursHaveFractions() {
        assertThat(TrendReference.hours(START, START.plusSeconds(5400).plusNanos(36_000_000)))
                .isCloseTo(1.50001, within(1e-12));
        assertThat(TrendReference.hours(START, START.minusMillis(1_800_000))).isEqualTo(-0.5);
    }
}
