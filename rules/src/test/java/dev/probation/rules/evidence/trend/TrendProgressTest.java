package dev.probation.rules.evidence.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrendProgressTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final TrendRule RULE = new TrendRule(0.01, 0.98);
    private static final TrendReference NONE = TrendReference.none();

    private static Instant at(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    private static double rhythm(int minute) {
        return 12 * Math.sin(minute / 60.0 * Math.PI / 12);
    }

    private static double value(double leak, int minute, Random random) {
        return 100 * (1 + leak * minute / 60) + random.nextGaussian() + 5 * (minute % 13);
    }

    /** A value a minute; started anew at {@code restart}. */
    private static TrendProgress watched(TrendProgress before, int from, int to, double leak, int restart) {
        TrendProgress progress = before;
        for (int minute = from; minute < to; minute++) {
            Random random = new Random(minute);
            double value = value(leak, minute < restart ? minute : minute - restart, random);
            progress = progress.next(RULE, NONE, START, at(minute), value);
        }
        return progress;
    }

    private static TrendReference yesterday(double leak, int firstMinute) {
        Map<Instant, Double> values = new HashMap<>();
        Random random = new Random(3);
        for (int minute = firstMinute; minute < 0; minute += 5) {
            values.put(at(minute), 80 + leak * minute / 60 + rhythm(minute) + random.nextGaussian());
        }
        return TrendReference.of(values, START);
    }

    private static TrendProgress daily(int minutes, double leak, TrendReference reference) {
        Random random = new Random(5);
        TrendProgress progress = TrendProgress.begin();
        for (int minute = 0; minute < minutes; minute++) {
            double value =
                    100 * (1 + leak * minute / 60) + rhythm(minute - 360) + rhythm(360 + minute) + rhythm(minute);
            progress = progress.next(RULE, reference, START, at(minute), value + random.nextGaussian());
        }
        return progress;
    }

    @ParameterizedTest(name = "after {0} minutes")
    @ValueSource(ints = {0, 1, 359, 360, 361, 720, 725, 1019, 1100, 1500})
    void whatIsRestoredGoesOnAsIfNothingHadBeen(int stopped) {
        TrendProgress whole = watched(TrendProgress.begin(), 0, 1600, 0.02, 960);
        TrendProgress first = watched(TrendProgress.begin(), 0, stopped, 0.02, 960);

        TrendProgress restored = TrendProgress.of(first.snapshot());

        assertThat(restored.snapshot()).isEqualTo(first.snapshot());
        assertThat(watched(restored, stopped, 1600, 0.02, 960).snapshot()).isEqualTo(whole.snapshot());
    }

    @ParameterizedTest(name = "{0} minutes")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        minutes, hours of the newest look
        0,       0
        360,     0
        361,     6
        510,     6
        511,     8.485
        720,     8.485
        721,     12
        """)
    void itIsLookedAtInFixedHours(int minutes, double hours) {
        TrendProgress progress = watched(TrendProgress.begin(), 0, minutes, 0.02, 9999);

        assertThat(progress.newest().map(Trend::hours).orElse(0.0)).isCloseTo(hours, within(0.001));
    }

    @Test
    void betweenTwoLooksNothingChanges() {
        TrendProgress progress = watched(TrendProgress.begin(), 0, 721, 0.02, 9999);

        TrendProgress later = watched(progress, 721, 1000, 0.3, 9999);

        assertThat(later.newest()).isEqualTo(progress.newest());
        assertThat(later.newest().orElseThrow().result()).isEqualTo(TrendResult.RISING);
    }

    @Test
    void theOrderOfValuesBetweenTwoLooksDoesNotMatter() {
        TrendProgress one = watched(TrendProgress.begin(), 0, 400, 0.02, 9999);
        TrendProgress other = watched(TrendProgress.begin(), 0, 1, 0.02, 9999);
        for (int minute = 359; minute > 0; minute--) {
            other = other.next(RULE, NONE, START, at(minute), value(0.02, minute, new Random(minute)));
        }

        assertThat(watched(other, 360, 400, 0.02, 9999).snapshot()).isEqualTo(one.snapshot());
    }

    @Test
    void whatIsNoNumberOrOlderThanTheFirstChangesNothing() {
        TrendProgress progress = watched(TrendProgress.begin(), 5, 400, 0.02, 9999);

        assertThat(progress.next(RULE, NONE, START, at(401), Double.NaN)).isSameAs(progress);
        assertThat(progress.next(RULE, NONE, START, at(4), 1)).isSameAs(progress);
        assertThat(progress.since()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void afterARestartTheLooksBeginAnew() {
        TrendProgress noticed = watched(TrendProgress.begin(), 0, 1100, 0.02, 960);
        TrendProgress again = watched(noticed, 1100, 1600, 0.02, 960);

        assertThat(noticed.newest()).isEmpty();
        assertThat(noticed.since()).isBetween(Duration.ofMinutes(920), Duration.ofMinutes(980));
        Trend trend = again.newest().orElseThrow();
        assertThat(trend.hours()).isCloseTo(8.485, within(0.001));
        assertThat(trend.reason()).contains(" over 8.485 h since a restart, limit 1 %/h, p ");
    }

    /** Rises by 10 % an hour and is started anew every four hours. */
    @Test
    void whatIsStartedAnewAgainAndAgainIsUnclear() {
        TrendProgress progress = TrendProgress.begin();
        for (int minute = 0; minute < 1100; minute++) {
            double value = 100 + 10 * (minute % 240) / 60.0 + new Random(minute).nextGaussian();
            progress = progress.next(RULE, NONE, START, at(minute), value);
        }

        Trend trend = progress.newest().orElseThrow();

        assertThat(trend.result()).isEqualTo(TrendResult.UNCLEAR);
        assertThat(trend.reason()).startsWith("rises by 3").contains(" for longer than an hour and falls back, ");
    }

    /** The day rises by half from 9:00 to 9:00, falls back at once, and did so the day before. */
    @ParameterizedTest(name = "the day before is known: {0}")
    @CsvSource({"true, STEADY", "false, UNCLEAR"})
    void theNightlyFallOfARhythmIsNoRestart(boolean isKnown, TrendResult result) {
        Map<Instant, Double> before = new HashMap<>();
        for (int minute = -1440; minute < 0; minute += 5) {
            before.put(at(minute), nightly(minute));
        }
        TrendReference reference = isKnown ? TrendReference.of(before, START) : NONE;
        TrendProgress progress = TrendProgress.begin();
        for (int minute = 0; minute < 2000; minute++) {
            progress = progress.next(RULE, reference, START, at(minute), nightly(minute));
        }

        assertThat(progress.newest().map(Trend::result)).contains(result);
        assertThat(progress.since()).isBetween(Duration.ofHours(isKnown ? 0 : 11), Duration.ofHours(isKnown ? 0 : 13));
    }

    private static double nightly(int minute) {
        return 100 + 50 * Math.floorMod(minute + 720, 1440) / 1440.0 + new Random(minute).nextGaussian();
    }

    @Test
    void whatRoseInTheSameHoursAWeekBeforeIsUnclear() {
        Map<Instant, Double> before = new HashMap<>();
        Random random = new Random(3);
        for (int minute = -10_080; minute < -10_080 + 4320; minute += 5) {
            before.put(at(minute), value(0.02, minute + 10_080, random));
        }
        for (int minute = -1440; minute < 0; minute++) {
            before.put(at(minute), value(0, minute, random));
        }

        Trend trend = TrendProgressTest.with(TrendReference.of(before, START));

        assertThat(trend.result()).isEqualTo(TrendResult.UNCLEAR);
        assertThat(trend.reason()).startsWith("rises, as it did in the same hours a week before: 1.9");
    }

    private static Trend with(TrendReference reference) {
        TrendProgress progress = TrendProgress.begin();
        for (int minute = 0; minute < 721; minute++) {
            progress = progress.next(RULE, reference, START, at(minute), value(0.02, minute, new Random(minute)));
        }
        return progress.newest().orElseThrow();
    }

    @Test
    void saysWhenAValueIsReached() {
        Trend trend =
                watched(TrendProgress.begin(), 0, 721, 0.02, 9999).newest().orElseThrow();

        Instant reached =
                trend.reaches(START, trend.level() + 10 * trend.slope()).orElseThrow();

        assertThat(Duration.between(START, reached)).isEqualTo(Duration.ofHours(22));
        assertThat(trend.reaches(START, 0)).contains(START.plus(Duration.ofHours(12)));
        assertThat(trend.reaches(START, 1e300)).isEmpty();
    }

    @Test
    void whatDoesNotRiseReachesNothing() {
        Trend trend = watched(TrendProgress.begin(), 0, 721, 0, 9999).newest().orElseThrow();

        assertThat(trend.result()).isEqualTo(TrendResult.STEADY);
        assertThat(trend.reaches(START, 1000)).isEmpty();
    }

    @ParameterizedTest(name = "{0} an hour, the day before is known: {1}")
    @CsvSource({"0, true, STEADY", "0.01, true, RISING", "0.01, false, STEADY"})
    void yesterdayTellsALeakFromARhythm(double leak, boolean isKnown, TrendResult result) {
        TrendReference reference = isKnown ? yesterday(0, -1440) : NONE;

        Trend trend = daily(721, leak, reference).newest().orElseThrow();

        assertThat(trend.result()).isEqualTo(result);
        assertThat(trend.reason().contains(" beyond the rhythm of the previous day,"))
                .isEqualTo(isKnown);
    }

    @Test
    void aRiseOfTheVersionBeforeIsToldButNoExcuse() {
        Trend trend = daily(721, 0.02, yesterday(2, -1440)).newest().orElseThrow();

        assertThat(trend.result()).isEqualTo(TrendResult.RISING);
        assertThat(trend.reason()).matches(".*; the version before rose by (1\\.9|2).*/h");
    }

    @Test
    void lessThanThreeQuartersOfADayIsNoReference() {
        assertThat(yesterday(0, -1440).isNone()).isFalse();
        assertThat(yesterday(0, -1080).isNone()).isFalse();
        assertThat(yesterday(0, -1045).isNone()).isTrue();
        assertThat(TrendReference.of(Map.of(), START).isNone()).isTrue();
    }

    @Test
    void aConstantDayIsAReferenceAsWell() {
        Map<Instant, Double> values = new HashMap<>();
        for (int minute = -1440; minute < 0; minute += 5) {
            values.put(at(minute), 100.0);
        }
        TrendReference reference = TrendReference.of(values, START);
        TrendProgress progress = TrendProgress.begin();
        for (int minute = 0; minute < 721; minute++) {
            progress = progress.next(RULE, reference, START, at(minute), 100);
        }

        assertThat(reference.slope()).isZero();
        assertThat(progress.newest().orElseThrow().result()).isEqualTo(TrendResult.STEADY);
    }
}
