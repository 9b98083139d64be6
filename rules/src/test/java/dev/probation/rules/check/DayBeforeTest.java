package dev.probation.rules.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A limit that is crossed every day at the same time, which is not the release's doing. */
class DayBeforeTest {

    private static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");
    /** When the limit is crossed today: five hours after the deployment. */
    private static final Instant CROSSED = LIVE.plus(Duration.ofHours(5));

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Check SHARE = share().build();
    private static final Check VALUE = CheckBuilder.measuring("p95")
            .every(Duration.ofMinutes(1))
            .lasting(Duration.ofMinutes(3))
            .build();

    private CheckProgress progress = CheckProgress.NONE;

    private static CheckBuilder share() {
        return CheckBuilder.measuring("errors")
                .expect("< 1%")
                .proportion(0.01)
                .every(Duration.ofMinutes(1))
                .lasting(Duration.ofMinutes(3));
    }

    private static Outcome counted(long bad, long total) {
        return new Outcome.Measured((double) bad / total, Optional.of(new Counts(bad, total)), "");
    }

    /** What was so on the day before from an hour before the time that the limit is crossed, and well up to the deployment. */
    private static CheckMachine machine(Check check, List<Outcome> before, Duration apart, Outcome well) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            Instant at = CROSSED.minus(DAY).minus(Duration.ofHours(1)).plus(apart.multipliedBy(i));
            samples.add(new Sample(at, check.id(), before.get(i)));
        }
        for (int i = 60; i > 0; i -= 5) {
            samples.add(new Sample(LIVE.minus(Duration.ofMinutes(i)), check.id(), well));
        }
        return new CheckMachine(check, new Baseline(LIVE, samples), 1);
    }

    /** Bad events of 10,000 in each five minutes of three hours. */
    private static CheckMachine counts(Check check, IntFunction<Integer> bad) {
        List<Outcome> before = new ArrayList<>();
        for (int i = 0; i < 36; i++) {
            before.add(counted(bad.apply(i), 10_000));
        }
        return machine(check, before, EVERY, counted(50, 10_000));
    }

    private static CheckMachine values(Check check, IntFunction<Double> seconds) {
        List<Outcome> before = new ArrayList<>();
        for (int i = 0; i < 180; i++) {
            before.add(Outcome.Measured.of(seconds.apply(i)));
        }
        return machine(check, before, Duration.ofMinutes(1), Outcome.Measured.of(0.2));
    }

    /** One a minute from when the limit is crossed on; the samples of before then come first. */
    private void feed(CheckMachine machine, int from, int until, Outcome outcome) {
        for (int minute = from; minute < until; minute++) {
            Sample sample = new Sample(
                    CROSSED.plus(Duration.ofMinutes(minute)), machine.check().id(), outcome);
            progress = machine.step(progress, sample);
        }
    }

    /** Until minutes since the limit was crossed; empty where the release was not to blame by an hour. */
    private Optional<Integer> blamed(CheckMachine machine, Outcome well, Outcome bad) {
        feed(machine, -300, 0, well);
        for (int minute = 0; minute < 60; minute++) {
            feed(machine, minute, minute + 1, bad);
            if (progress.attributed() == CheckState.FAILING && machine.isProven(progress)) {
                return Optional.of(minute + 1);
            }
        }
        assertThat(progress.state()).isEqualTo(CheckState.FAILING);
        return Optional.empty();
    }

    /** Of 2,000 events a minute, where 20 are allowed to be bad; {@code x} stands for one that is not known. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                   | the day before         | today | blamed by
            'as every day'                         | 300x24                 | 60    |
            'as every day, at another minute'      | 90x16 300x8            | 60    |
            'a quarter of an hour, long over'      | 90x10 300x3 90x11      | 60    | 40
            'a little less on the day before'      | 270x24                 | 60    |
            'more on the day before'               | 900x24                 | 60    |
            'three times as bad'                   | 130x24                 | 80    | 7
            'ten times as bad'                     | 130x24                 | 260   | 5
            'it was well'                          | 90x24                  | 60    | 5
            'it was at the limit'                  | 100x24                 | 60    | 5
            'one outage'                           | 90x10 9000x1 90x13     | 60    | 5
            'one outage within two counts'         | 90x10 4000x2 90x12     | 60    | 5
            'two outages'                          | 90x5 4000x2 90x9 4000x2 90x6 | 60 | 5
            'not known'                            |                        | 60    | 5
            """)
    void whatWasSoOnTheDayBeforeIsNotTheReleasesDoing(String name, String before, int today, Integer blamed) {
        List<Integer> bad = new ArrayList<>();
        for (String part : before == null ? new String[0] : before.split(" ", -1)) {
            String[] times = part.split("x", -1);
            for (int i = 0; i < Integer.parseInt(times[1]); i++) {
                bad.add(Integer.parseInt(times[0]));
            }
        }
        List<Outcome> outcomes = bad.stream().map(some -> counted(some, 10_000)).toList();
        CheckMachine machine = machine(SHARE, outcomes, EVERY, counted(50, 10_000));

        Optional<Integer> by = blamed(machine, counted(10, 2000), counted(today, 2000));

        assertBlamed(by, blamed);
    }

    /** In milliseconds, where 500 are allowed, a value a minute. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                         | then | minutes | today | blamed by
            'as every day'               | 600  | 120     | 600   |
            'for a while, an hour ago'   | 600  | 10      | 600   | 4
            'three times as bad'         | 600  | 120     | 1800  | 16
            'too short'                  | 600  | 2       | 600   | 4
            'it was well'                | 480  | 120     | 600   | 4
            """)
    void valuesAreBadByTheirOwnRule(String name, int then, int minutes, int today, Integer blamed) {
        CheckMachine machine = values(VALUE, minute -> minute < minutes ? then / 1000.0 : 0.2);

        Optional<Integer> by = blamed(machine, Outcome.Measured.of(0.2), Outcome.Measured.of(today / 1000.0));

        assertBlamed(by, blamed);
    }

    @Test
    void aDayThatWasSampledOftenIsLookedAtInPieces() {
        List<Sample> samples = new ArrayList<>();
        for (int second = -5 * 3600; second < 5 * 3600; second += 15) {
            Instant at = CROSSED.minus(DAY).plusSeconds(second);
            samples.add(new Sample(at, SHARE.id(), counted(15, 500)));
        }
        CheckMachine machine = new CheckMachine(SHARE, new Baseline(LIVE, samples), 1);

        assertThat(assertTimeoutPreemptively(
                        Duration.ofSeconds(20), () -> blamed(machine, counted(10, 2000), counted(60, 2000))))
                .isEmpty();
    }

    /** From when until when it was bad on the day before, in minutes after the time at which it is today, for an hour. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                           | from | until | values blamed | shares blamed
            'an outage at this time'       | 0    | 15    | 55            | 55
            'of five minutes'              | 0    | 5     | 15            | 5
            'one an hour ago'              | -60  | -40   | 5             | 5
            'one in an hour'               | 40   | 60    | 5             | 5
            'a peak of an hour'            | 0    | 60    |               |
            'one that came later'          | 30   | 120   |               |
            'one that came earlier'        | -50  | 10    |               |
            'one that came much later'     | 50   | 120   |               |
            """)
    void itComesAsMuchEarlierOrLaterAsItLasted(
            String name, int from, int until, Integer valuesBlamed, Integer sharesBlamed) {
        CheckMachine values = values(VALUE, minute -> minute - 60 >= from && minute - 60 < until ? 0.6 : 0.2);
        Optional<Integer> byValues = blamed(values, Outcome.Measured.of(0.2), Outcome.Measured.of(0.6));
        progress = CheckProgress.NONE;
        // what is counted at a time was before it
        CheckMachine shares = counts(SHARE, i -> 5 * i - 60 > from && 5 * i - 60 <= until ? 300 : 50);
        Optional<Integer> byShares = blamed(shares, counted(10, 2000), counted(60, 2000));

        assertBlamed(byValues, valuesBlamed);
        assertBlamed(byShares, sharesBlamed);
    }

    /** A peak of two hours that begins so many minutes after the deployment's time of day, alike each day. */
    @ParameterizedTest(name = "{0} minutes")
    @ValueSource(ints = {-180, -119, -115, -60, -28, -18, -12, -8, -6, -5, -4, -1, 0, 1, 30})
    void whatIsAlikeEachDayIsNeverTheReleasesDoing(int minutes) {
        IntPredicate isPeak = minute -> Math.floorMod(minute - minutes, 24 * 60) < 120;

        assertThat(blamedWithin(SHARE, 5, minute -> counted(isPeak.test(minute) ? 60 : 10, 2000)))
                .isEmpty();
        assertThat(blamedWithin(VALUE, 1, minute -> Outcome.Measured.of(isPeak.test(minute) ? 0.6 : 0.2)))
                .isEmpty();
    }

    /** The day before is not known whole just before the deployment: two days before it is. */
    @Test
    void whatIsNewInTheLastMinutesOfADayIsTheReleasesDoing() {
        IntPredicate isBad = minute -> minute >= 24 * 60 - 20;

        assertThat(blamedWithin(SHARE, 5, minute -> counted(isBad.test(minute) ? 60 : 10, 2000)))
                .hasValueSatisfying(by -> assertThat(by).isBetween(24 * 60 - 20, 24 * 60 - 14));
        assertThat(blamedWithin(VALUE, 1, minute -> Outcome.Measured.of(isBad.test(minute) ? 0.6 : 0.2)))
                .hasValueSatisfying(by -> assertThat(by).isBetween(24 * 60 - 20, 24 * 60 - 14));
    }

    /** A peak that begins so many minutes after the deployment's time of day, three times as bad a day after the deployment. */
    @ParameterizedTest(name = "{0} minutes, for {1} hours")
    @CsvSource({"-12, 2", "-100, 3", "240, 2", "240, 14"})
    void whatIsWorseThanTheSameTimeIsTheReleasesDoing(int minutes, int hours) {
        int worse = 24 * 60 + minutes;
        IntPredicate isPeak = minute -> Math.floorMod(minute - minutes, 24 * 60) < hours * 60;

        assertThat(blamedWithin(
                        SHARE, 5, minute -> counted(!isPeak.test(minute) ? 10 : minute < worse ? 60 : 180, 2000)))
                .hasValueSatisfying(by -> assertThat(by).isBetween(worse, worse + 7));
        assertThat(blamedWithin(
                        VALUE,
                        1,
                        minute -> Outcome.Measured.of(!isPeak.test(minute) ? 0.2 : minute < worse ? 0.6 : 1.8)))
                .hasValueSatisfying(by -> assertThat(by).isBetween(worse, worse + 16));
    }

    /**
     * When the release was to blame, in minutes since the deployment; empty where it was not in three days.
     *
     * @param apart minutes between samples of the 25 hours before the deployment; afterwards there is one a minute
     * @param outcomes of the minute that ends so many minutes after the deployment
     */
    private Optional<Integer> blamedWithin(Check check, int apart, IntFunction<Outcome> outcomes) {
        List<Sample> before = new ArrayList<>();
        for (int minute = -25 * 60 + apart; minute < 0; minute += apart) {
            before.add(sample(check, minute, together(outcomes, minute - apart, minute)));
        }
        CheckMachine machine = new CheckMachine(check, new Baseline(LIVE, before), 1);
        progress = CheckProgress.NONE;
        for (int minute = 1; minute < 72 * 60; minute++) {
            progress = machine.step(progress, sample(check, minute, outcomes.apply(minute)));
            if (progress.attributed() == CheckState.FAILING && machine.isProven(progress)) {
                return Optional.of(minute);
            }
        }
        return Optional.empty();
    }

    private static Sample sample(Check check, int minute, Outcome outcome) {
        return new Sample(LIVE.plus(Duration.ofMinutes(minute)), check.id(), outcome);
    }

    /** What was counted from one minute (exclusive) to another; a value is the last one. */
    private static Outcome together(IntFunction<Outcome> outcomes, int from, int until) {
        Counts sum = new Counts(0, 0);
        for (int minute = from + 1; minute <= until; minute++) {
            Outcome.Measured measured = (Outcome.Measured) outcomes.apply(minute);
            sum = sum.plus(measured.counts().orElse(new Counts(0, 0)));
        }
        return sum.total() == 0 ? outcomes.apply(until) : counted(sum.bad(), sum.total());
    }

    /** So few events that what is well does not clearly end a stretch whose share is hardly too large. */
    @ParameterizedTest(name = "{0} of 300 otherwise")
    @ValueSource(ints = {0, 1, 2})
    void anOutageAtLittleTrafficExcusesForNoLonger(int otherwise) {
        List<Outcome> before = new ArrayList<>();
        for (int i = 0; i < 36; i++) {
            before.add(counted(i >= 12 && i < 15 ? 45 : otherwise, 300));
        }
        CheckMachine machine = machine(SHARE, before, EVERY, counted(otherwise, 300));
        feed(machine, -300, 0, counted(0, 60));

        feed(machine, 0, 30, counted(3, 60));
        assertThat(progress.isInherited()).isTrue();
        feed(machine, 30, 60, counted(3, 60));
        assertThat(progress.attributed()).isEqualTo(CheckState.FAILING);
        assertThat(machine.isProven(progress)).isTrue();
    }

    private static void assertBlamed(Optional<Integer> by, @Nullable Integer latest) {
        if (latest == null) {
            assertThat(by).isEmpty();
        } else {
            assertThat(by.orElseThrow()).isLessThanOrEqualTo(latest);
        }
    }

    /** A night in which the few that come wait for a cold start: one each few minutes, and at times none at all. */
    @Test
    void aNightWithHardlyAnyTrafficIsLikeTheOneBefore() {
        List<Outcome> before = new ArrayList<>();
        for (int i = 0; i < 36; i++) {
            before.add(i % 5 < 3 ? counted(1 - i % 5 % 2, 3) : Outcome.NoData.idle("no traffic"));
        }
        CheckMachine machine = machine(SHARE, before, EVERY, counted(50, 10_000));
        feed(machine, -300, 0, counted(10, 2000));

        boolean excused = false;
        for (int minute = 0; minute < 100; minute++) {
            boolean isIdle = minute % 6 > 0;
            feed(machine, minute, minute + 1, isIdle ? Outcome.NoData.idle("no traffic") : counted(1, 3));
            assertThat(progress.attributed()).isNotEqualTo(CheckState.FAILING);
            excused |= progress.isInherited();
        }
        assertThat(excused).isTrue();
    }

    /** Clocks were put forward on Sunday, 29 March 2026, in Europe. */
    @ParameterizedTest(name = "deployed {0}, the peak of {2} minutes {1} minutes later: rolled back {3}")
    @CsvSource({
        "2026-03-28T10:00:00Z, -70, 120, false",
        "2026-03-28T10:00:00Z, -130, 120, true",
        "2026-03-28T10:00:00Z, 70, 120, false",
        "2026-03-25T10:00:00Z, -70, 120, true",
        "2026-10-24T10:00:00Z, 70, 30, false",
        "2026-10-21T10:00:00Z, 70, 30, true"
    })
    void aPeakIsAnHourEarlierOrLaterOnceClocksHaveChanged(Instant live, int later, int lasts, boolean blamed) {
        List<Sample> before = new ArrayList<>();
        for (int minute = -25 * 60; minute <= -5; minute += 5) {
            boolean isPeak = minute > -14 * 60 && minute <= -14 * 60 + lasts;
            before.add(
                    new Sample(live.plus(Duration.ofMinutes(minute)), SHARE.id(), counted(isPeak ? 300 : 50, 10_000)));
        }
        CheckMachine machine = new CheckMachine(SHARE, new Baseline(live, before), 1);
        boolean found = false;
        for (int minute = 1; minute < 40 * 60; minute++) {
            int since = minute - 34 * 60 - later;
            boolean isPeak = since > 0 && since <= lasts;
            boolean isPeakOfToday = minute > 10 * 60 && minute <= 10 * 60 + lasts;
            progress = machine.step(
                    progress,
                    new Sample(
                            live.plus(Duration.ofMinutes(minute)),
                            SHARE.id(),
                            counted(isPeak || isPeakOfToday ? 60 : 10, 2000)));
            found |= progress.attributed() == CheckState.FAILING;
        }

        assertThat(found).isEqualTo(blamed);
    }

    @Test
    void theReasonIsSaid() {
        CheckMachine shares = counts(SHARE, i -> i < 24 ? 300 : 50);
        assertThat(blamed(shares, counted(10, 2000), counted(60, 2000))).isEmpty();
        assertThat(shares.excuse(progress).orElseThrow())
                .isEqualTo("3 % bad (6,300 of 210,000) at this time on the day before the deployment");

        progress = CheckProgress.NONE;
        CheckMachine values = values(VALUE, minute -> minute % 2 == 0 || minute < 60 ? 0.6 : 0.2);
        assertThat(blamed(values, Outcome.Measured.of(0.2), Outcome.Measured.of(0.6)))
                .isEmpty();
        assertThat(values.excuse(progress).orElseThrow())
                .isEqualTo(
                        "105 of 150 samples bad at this time on the day before the deployment, for 1h in one stretch");
    }

    @Test
    void whatHadNoDataIsNotAmongTheSamplesThatAreCounted() {
        List<Outcome> before = new ArrayList<>(Collections.nCopies(60, Outcome.Measured.of(0.6)));
        before.addAll(Collections.nCopies(120, new Outcome.NoData("no series matches")));
        CheckMachine machine = machine(VALUE, before, Duration.ofMinutes(1), Outcome.Measured.of(0.2));

        assertThat(blamed(machine, Outcome.Measured.of(0.2), Outcome.Measured.of(0.6)))
                .isEmpty();
        assertThat(machine.excuse(progress).orElseThrow()).startsWith("60 of 60 samples bad at this time");
    }

    @Test
    void theDayIsTheLastOneBeforeTheDeployment() {
        CheckMachine machine = counts(SHARE, i -> i < 24 ? 300 : 50);
        for (int hours : List.of(24, 48)) {
            for (int minute = 0; minute < 30; minute++) {
                Instant at = CROSSED.plus(Duration.ofHours(hours)).plus(Duration.ofMinutes(minute));
                progress = machine.step(progress, new Sample(at, SHARE.id(), counted(60, 2000)));
            }
            assertThat(progress.state()).isEqualTo(CheckState.FAILING);
            assertThat(progress.isInherited()).isTrue();
            for (int minute = 60; minute < 200; minute++) {
                Instant at = CROSSED.plus(Duration.ofHours(hours)).plus(Duration.ofMinutes(minute));
                progress = machine.step(progress, new Sample(at, SHARE.id(), counted(10, 2000)));
            }
            assertThat(progress.inherited()).isEmpty();
        }
    }

    @Test
    void aPeakThatGoesOnGrowingAsOnTheDayBeforeIsStillNot() {
        CheckMachine machine = counts(SHARE, i -> i < 12 ? 200 : 400);
        feed(machine, -60, -30, counted(10, 2000));

        feed(machine, -30, 20, counted(40, 2000));
        assertThat(progress.isInherited()).isTrue();
        for (int minute = 20; minute < 60; minute++) {
            feed(machine, minute, minute + 1, counted(80, 2000));
            assertThat(progress.attributed()).as("minute %s", minute).isEqualTo(CheckState.BREACHING);
        }
    }

    @ParameterizedTest(name = "> {0} %: {1}")
    @CsvSource({"2, true", "5, false"})
    void theSharperLimitIsExcusedByADayThatWasBeyondIt(int limit, boolean excused) {
        Check check =
                share().rollbackWhen("> " + limit + "%", Duration.ofMinutes(1)).build();
        CheckMachine machine = counts(check, i -> 300);
        feed(machine, -300, 0, counted(10, 2000));

        feed(machine, 0, 20, counted(62, 2000));

        assertThat(progress.isInherited()).isTrue();
        assertThat(machine.sharpExcuse(progress).isPresent()).isEqualTo(excused);
    }

    @ParameterizedTest(name = "{0} minutes: {1}")
    @CsvSource({"0, false", "1, false", "5, true"})
    void aSharperLimitOnValuesIsExcusedWhereItWasCrossedForLongEnough(int minutes, boolean excused) {
        Check check = CheckBuilder.measuring("p95")
                .every(Duration.ofMinutes(1))
                .lasting(Duration.ofMinutes(3))
                .rollbackWhen("> 2s", Duration.ofMinutes(1))
                .build();
        CheckMachine machine = values(check, minute -> minute < minutes ? 2.5 : 0.6);
        feed(machine, -300, 0, Outcome.Measured.of(0.2));

        feed(machine, 0, 10, Outcome.Measured.of(2.5));

        assertThat(progress.isInherited()).isTrue();
        assertThat(machine.sharpExcuse(progress).isPresent()).isEqualTo(excused);
    }

    @Test
    void whatGoesOnForHoursLongerIsTheReleasesDoing() {
        CheckMachine machine = counts(SHARE, i -> i < 20 ? 300 : 50);
        assertThat(blamed(machine, counted(10, 2000), counted(60, 2000))).isEmpty();

        feed(machine, 60, 230, counted(60, 2000));
        assertThat(progress.isInherited()).isTrue();
        feed(machine, 230, 260, counted(60, 2000));
        assertThat(progress.attributed()).isEqualTo(CheckState.FAILING);
        assertThat(machine.isProven(progress)).isTrue();
    }

    @Test
    void whatComesBackAtAnotherTimeOfTheDayIsTheReleasesDoing() {
        CheckMachine machine = counts(SHARE, i -> 300);
        assertThat(blamed(machine, counted(10, 2000), counted(60, 2000))).isEmpty();
        feed(machine, 60, 90, counted(10, 2000));
        assertThat(progress.inherited()).isPresent();

        feed(machine, 360, 370, counted(60, 2000));
        assertThat(progress.attributed()).isEqualTo(CheckState.FAILING);
        assertThat(machine.isProven(progress)).isTrue();
    }

    @Test
    void theShareOfAWindowIsExcusedAlsoWhereItIsAboveTheLimitByItsPeakAlone() {
        CheckMachine machine = counts(SHARE, i -> i >= 6 && i < 14 ? 310 : 10);
        Instant from = CROSSED.minus(Duration.ofHours(1));

        Optional<String> excuse = machine.excuse(from, from.plus(Duration.ofHours(2)), new Counts(2640, 240_000));

        assertThat(excuse).hasValue("1.1 % bad (2,640 of 240,000) in the same hours of the day before the deployment");
    }

    /** Of 10,000 events each five minutes in the two hours around the time, and of today's in the same hours. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                     | then | one  | today | excuse
            'as every day'           | 300  | 300  | 300   | 3 % bad (7,200 of 240,000) in the same hours of the day before the deployment
            'a little more'          | 300  | 300  | 360   | 3 % bad (7,200 of 240,000) in the same hours of the day before the deployment
            'much more'              | 300  | 300  | 450   |
            'one outage'             | 50   | 9000 | 300   |
            'it was well'            | 90   | 90   | 300   |
            """)
    void theShareOfAWindowIsExcusedByTheSameHours(String name, int then, int one, int today, String excuse) {
        CheckMachine machine = counts(SHARE, i -> i == 7 ? one : then);
        Instant from = CROSSED.minus(Duration.ofHours(1));

        assertThat(machine.excuse(from, from.plus(Duration.ofHours(2)), new Counts(today * 24L, 240_000)))
                .isEqualTo(Optional.ofNullable(excuse));
        assertThat(machine.excuse(from.minusSeconds(1200), from, new Counts(300, 10_000)))
                .as("of hours that are not known")
                .isEmpty();
    }
}
