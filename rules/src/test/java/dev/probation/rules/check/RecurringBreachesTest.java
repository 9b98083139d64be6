package dev.probation.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Breaches that came again and again on the day before, such as those of a job each hour: no release is to blame for the next. */
class RecurringBreachesTest {

    private static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");
    private static final int DAY = 24 * 60;
    private static final int PIECE = 5;
    private static final int WELL = 4;

    private CheckProgress progress = CheckProgress.NONE;

    private static CheckBuilder share() {
        return CheckBuilder.measuring("errors")
                .expect("< 1%")
                .proportion(0.01)
                .every(Duration.ofMinutes(1))
                .lasting(Duration.ofMinutes(3));
    }

    /**
     * A job that makes events bad.
     *
     * @param every minutes from one to the next
     * @param lasts minutes
     * @param bad of 2,000 events in each of these, where 20 are allowed
     */
    private record Job(int every, int lasts, int bad) {

        static Job of(String text) {
            String[] numbers = text.split(" ", -1);
            return new Job(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
        }

        /** In the minute that ends so many after the deployment; the first after it begins at 31. */
        int bad(int minute) {
            return Math.floorMod(minute - 31, every) < lasts ? bad : WELL;
        }
    }

    private static Outcome counted(long bad, long total) {
        return new Outcome.Measured((double) bad / total, Optional.of(new Counts(bad, total)), "");
    }

    private static Baseline before(Check check, IntUnaryOperator job) {
        List<Sample> samples = new ArrayList<>();
        for (int until = -25 * 60 + PIECE; until < 0; until += PIECE) {
            int bad = 0;
            for (int minute = until - PIECE + 1; minute <= until; minute++) {
                bad += job.applyAsInt(minute);
            }
            samples.add(sample(check, until, counted(bad, 2000 * PIECE)));
        }
        return new Baseline(LIVE, samples);
    }

    private static Sample sample(Check check, int minute, Outcome outcome) {
        return new Sample(LIVE.plus(Duration.ofMinutes(minute)), check.id(), outcome);
    }

    /** Minutes after the deployment; empty where the release was not to blame in a day and two hours. */
    private Optional<Integer> blamed(CheckMachine machine, IntUnaryOperator now) {
        for (int minute = 1; minute < DAY + 120; minute++) {
            int bad = minute < 31 ? WELL : now.applyAsInt(minute);
            progress = machine.step(progress, sample(machine.check(), minute, counted(bad, 2000)));
            if (progress.attributed() == CheckState.FAILING && machine.isProven(progress)) {
                return Optional.of(minute);
            }
        }
        return Optional.empty();
    }

    /** Each is how often it came, how long it lasted, and how much was bad. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                        | the day before | since       | blamed by
            'as before'                 | 60 8 60        | 60 8 60     |
            'a bit longer and worse'    | 60 8 60        | 60 9 70     |
            'shorter and worse'         | 60 8 60        | 60 4 110    |
            'a short one'               | 60 2 200       | 60 2 200    |
            'one each 15 minutes'       | 15 4 60        | 15 4 60     |
            'one each 6 hours'          | 360 8 60       | 360 8 60    |
            'one that came less often'  | 60 8 60        | 240 8 60    |
            'one that goes on'          | 60 8 60        | 9999 9999 60 | 46
            'less bad, and goes on'     | 60 8 300       | 9999 9999 60 | 60
            'after the same time is over' | 360 30 200   | 9999 9999 60 | 135
            'three times as long'       | 60 8 60        | 60 24 60    | 46
            'three times as bad'        | 60 8 60        | 60 8 180    | 37
            'four times as often'       | 60 8 60        | 15 8 60     | 150
            'one a day at this time'    | 1440 8 60      | 1440 8 60   |
            'one a day, and goes on'    | 1440 8 60      | 9999 9999 60 | 60
            'one a day, three times as bad' | 1440 8 60  | 1440 8 180  | 37
            'one a day, and comes back' | 1440 8 60      | 60 8 60     | 97
            'three a day at their times' | 480 8 60      | 480 8 60    |
            'three a day, and each hour' | 480 8 60      | 60 8 60     | 97
            'it was well'               | 60 8 4         | 60 8 60     | 37
            """)
    void whatCameAtLeastThreeTimesOnTheDayBeforeIsNotTheReleasesDoing(
            String name, String before, String since, @Nullable Integer blamed) {
        CheckMachine machine = new CheckMachine(share().build(), before(share().build(), Job.of(before)::bad), 1);

        Optional<Integer> by = blamed(machine, Job.of(since)::bad);

        if (blamed == null) {
            assertThat(by).isEmpty();
        } else {
            assertThat(by).hasValueSatisfying(minute -> assertThat(minute).isBetween(31, blamed));
        }
    }

    /** Errors that come together, so many at a time and as many a minute of the job on average, are worse by chance more often. */
    @ParameterizedTest(name = "{0} together, {1} a minute, seed {2}")
    @CsvSource({"80, 100, 35", "160, 140, 2", "160, 200, 35"})
    void errorsInClumpsAreNotWorseByChance(int clump, int mean, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Job job = new Job(60, 8, mean);
        IntUnaryOperator clumps =
                minute -> job.bad(minute) == WELL ? WELL : clump * poisson(random, (double) mean / clump);
        CheckMachine machine = new CheckMachine(share().build(), before(share().build(), clumps), 1);

        assertThat(blamed(machine, clumps)).isEmpty();
        progress = CheckProgress.NONE;
        assertThat(blamed(machine, minute -> Math.min(2000, 4 * clumps.applyAsInt(minute))))
                .isPresent();
    }

    private static int poisson(SplittableRandom random, double mean) {
        double least = Math.exp(-mean);
        int found = 0;
        for (double chance = random.nextDouble(); chance > least; chance *= random.nextDouble()) {
            found++;
        }
        return found;
    }

    /** What comes each three to eight hours, whenever it is ready with the last. */
    @ParameterizedTest(name = "{0} at other times of the day: {1}")
    @CsvSource({"4, true", "5, false", "8, false"})
    void fewAtOtherTimesOfTheDayAreNoPattern(int number, boolean blamed) {
        Job other = new Job(DAY / number, 8, 60);
        IntUnaryOperator before = minute -> other.bad(minute + DAY / number / 2);
        CheckMachine machine = new CheckMachine(share().build(), before(share().build(), before), 1);

        assertThat(blamed(machine, minute -> minute < 39 ? 60 : WELL).isPresent())
                .isEqualTo(blamed);
    }

    /** Pods that were not there at night are cold at the first requests of each day. */
    @Test
    void theFirstMinutesOfADayAreLikeThoseOfTheDayBefore() {
        Check check = share().build();
        List<Sample> before = new ArrayList<>();
        for (int until = -25 * 60 + PIECE; until < 0; until += PIECE) {
            before.add(sample(check, until, morning(until, PIECE)));
        }
        CheckMachine machine = new CheckMachine(check, new Baseline(LIVE, before), 1);

        for (int minute = 1; minute < DAY; minute++) {
            progress = machine.step(progress, sample(check, minute, morning(minute, 1)));
            assertThat(progress.attributed()).isNotEqualTo(CheckState.FAILING);
        }
    }

    /** Nothing from 22:00 to 06:00, and then eight minutes that are cold. */
    private static Outcome morning(int until, int minutes) {
        int ofDay = Math.floorMod(until + 10 * 60, DAY);
        if (ofDay <= 6 * 60 || ofDay > 22 * 60) {
            return Outcome.NoData.idle("no traffic");
        }
        int cold = Math.max(0, Math.min(ofDay, 6 * 60 + 8) - Math.max(ofDay - minutes, 6 * 60));
        return counted(150L * cold, 2000L * minutes);
    }

    /** Bad, well, bad, well, bad, within 25 minutes. */
    @Test
    void oneIncidentThatFlappedIsNoPattern() {
        IntUnaryOperator incident = minute -> minute > -600 && minute <= -570 && minute % 10 > -5 ? 200 : WELL;
        CheckMachine machine = new CheckMachine(share().build(), before(share().build(), incident), 1);

        assertThat(blamed(machine, new Job(15, 8, 60)::bad))
                .hasValueSatisfying(minute -> assertThat(minute).isLessThan(60));
    }

    @Test
    void aFewHoursTellNothingOfADay() {
        Job job = new Job(60, 8, 60);
        Check check = share().build();
        List<Sample> known = before(check, job::bad).samples().stream()
                .filter(sample -> sample.at().isAfter(LIVE.minus(Duration.ofHours(12))))
                .filter(sample -> sample.at().isBefore(LIVE.minus(Duration.ofHours(1))))
                .toList();
        CheckMachine machine = new CheckMachine(check, new Baseline(LIVE, known), 1);

        assertThat(blamed(machine, job::bad)).isPresent();
    }

    @ParameterizedTest(name = "a peak from {0} minutes after the deployment on")
    @ValueSource(ints = {20, 31, 37, 39, 60, 85})
    void aJobExcusesNoPeakAndHidesNoneThatComesEveryDay(int from) {
        Job job = new Job(60, 8, 60);
        IntUnaryOperator daily = minute -> Math.floorMod(minute - from, DAY) < 120 ? 80 : job.bad(minute);
        CheckMachine known = new CheckMachine(share().build(), before(share().build(), daily), 1);
        CheckMachine unknown = new CheckMachine(share().build(), before(share().build(), job::bad), 1);

        assertThat(blamed(known, daily)).isEmpty();
        progress = CheckProgress.NONE;
        assertThat(blamed(unknown, daily))
                .hasValueSatisfying(minute -> assertThat(minute).isBetween(31, Math.max(31, from) + 25));
    }

    @Test
    void aPeakThatPausesByChanceIsOneBreach() {
        Check check = share().build();
        List<Sample> before = new ArrayList<>();
        for (int i = 1; i < 288; i++) {
            boolean isBad = i > 100 && i < 136 && i % 3 > 0;
            before.add(sample(check, -DAY + i * PIECE, counted(isBad ? 5 : 0, 50)));
        }
        CheckMachine machine = new CheckMachine(check, new Baseline(LIVE, before), 1);

        for (int minute = 1; minute < 60; minute++) {
            progress = machine.step(progress, sample(check, minute, counted(minute < 31 ? 0 : 1, 10)));
            assertThat(progress.inherited()).isEmpty();
        }
        assertThat(progress.attributed()).isEqualTo(CheckState.FAILING);
    }

    @Test
    void theReasonIsSaid() {
        Job job = new Job(60, 8, 60);
        CheckMachine machine = new CheckMachine(share().build(), before(share().build(), job::bad), 1);
        for (int minute = 1; minute < 38; minute++) {
            progress = machine.step(
                    progress, sample(machine.check(), minute, counted(minute < 31 ? WELL : job.bad(minute), 2000)));
        }

        assertThat(progress.state()).isEqualTo(CheckState.FAILING);
        assertThat(machine.excuse(progress))
                .hasValue("2.44 % bad (488 of 20,000) in one of 24 such breaches on the day before the deployment");
    }

    /** Where the job alone makes 1,200 of 120,000 events an hour bad. */
    @ParameterizedTest(name = "{0} of each 120,000 from {1} h to {2} h: {3}")
    @CsvSource({
        "1500, 1, 4, true",
        "1500, 4, 24, true",
        "1500, 24, 72, true",
        "4000, 1, 4, false",
        "4000, 24, 72, false"
    })
    void theShareOfAWindowIsExcusedByAsManyOfThem(long bad, int from, int to, boolean excused) {
        CheckMachine machine = new CheckMachine(share().build(), before(share().build(), new Job(60, 8, 150)::bad), 1);
        Counts counted = new Counts(bad * (to - from), 120_000L * (to - from));

        Optional<String> excuse =
                machine.excuse(LIVE.plus(Duration.ofHours(from)), LIVE.plus(Duration.ofHours(to)), counted);

        assertThat(excuse.isPresent()).isEqualTo(excused);
    }

    /** Of so many minutes, an hour and a half after the same time of the deployment. */
    @ParameterizedTest
    @ValueSource(ints = {15, 21, 24, 27, 35, 50})
    void theShareOfAWindowIsExcusedByADailyBreachOfAnyLength(int minutes) {
        IntUnaryOperator daily = minute -> {
            int since = Math.floorMod(minute, DAY) - 90;
            return since > 0 && since <= minutes ? 26 : WELL;
        };
        CheckMachine machine = new CheckMachine(share().build(), before(share().build(), daily), 1);
        Counts counted = new Counts(26L * minutes, 2000L * 180);
        Counts worse = new Counts(6 * counted.bad(), counted.total());
        Instant from = LIVE.plus(Duration.ofHours(1));
        Instant to = LIVE.plus(Duration.ofHours(4));

        assertThat(machine.excuse(from, to, counted)).isPresent();
        assertThat(machine.excuse(from, to, worse)).isEmpty();
    }

    @ParameterizedTest(name = "> {0} %: {1}")
    @CsvSource({"2, true", "20, false"})
    void theSharperLimitIsExcusedWhereTheyMayHaveBeenBeyondIt(int limit, boolean excused) {
        Check check =
                share().rollbackWhen("> " + limit + "%", Duration.ofMinutes(1)).build();
        CheckMachine machine = new CheckMachine(check, before(check, new Job(60, 8, 60)::bad), 1);
        for (int minute = 1; minute < 36; minute++) {
            progress = machine.step(progress, sample(check, minute, counted(minute < 31 ? WELL : 60, 2000)));
        }

        assertThat(progress.isInherited()).isTrue();
        assertThat(machine.sharpExcuse(progress).isPresent()).isEqualTo(excused);
    }

    /** What lasts for half an hour is known in counts that hold nothing else. */
    @ParameterizedTest(name = "> {0} %: {1}")
    @CsvSource({"2, true", "10, false"})
    void theSharperLimitIsNotExcusedByWhatWasLongAndBelowIt(int limit, boolean excused) {
        Check check =
                share().rollbackWhen("> " + limit + "%", Duration.ofMinutes(1)).build();
        CheckMachine machine = new CheckMachine(check, before(check, new Job(180, 30, 60)::bad), 1);
        for (int minute = 1; minute < 146; minute++) {
            progress = machine.step(progress, sample(check, minute, counted(minute < 141 ? WELL : 60, 2000)));
        }

        assertThat(progress.isInherited()).isTrue();
        assertThat(machine.sharpExcuse(progress).isPresent()).isEqualTo(excused);
    }
}
