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
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As many bad events as on a weekday are a larger share of a weekend's. */
class LesserTrafficTest {

    private static final Instant FRIDAY = Instant.parse("2026-01-30T10:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-01-28T10:00:00Z");
    private static final int DAY = 24 * 60;
    private static final int TRAFFIC = 10_000;
    /** The night after the deployment begins 14 hours after it. */
    private static final int CHANGES = 14 * 60;

    private CheckProgress progress = CheckProgress.NONE;

    private static CheckBuilder share() {
        return CheckBuilder.measuring("errors")
                .expect("< 1%")
                .proportion(0.01)
                .every(Duration.ofMinutes(1))
                .lasting(Duration.ofMinutes(3));
    }

    private static Sample sample(Instant live, int minute, long bad, long total) {
        Outcome counted = new Outcome.Measured((double) bad / total, Optional.of(new Counts(bad, total)), "");
        return new Sample(live.plus(Duration.ofMinutes(minute)), share().build().id(), counted);
    }

    /** Of 10,000 events a minute, so many were bad in each. */
    private static CheckMachine machine(Check check, Instant live, IntUnaryOperator bad) {
        List<Sample> before = new ArrayList<>();
        for (int minute = -25 * 60; minute < 0; minute += 5) {
            before.add(sample(live, minute, 5L * bad.applyAsInt(minute), 5L * TRAFFIC));
        }
        return new CheckMachine(check, new Baseline(live, before), 1);
    }

    /** Minutes after the night began; empty where the release was not to blame by the next night. */
    private Optional<Integer> blamed(CheckMachine machine, Instant live, int bad, int traffic) {
        for (int minute = 1; minute < CHANGES + DAY; minute++) {
            Sample next = minute <= CHANGES ? sample(live, minute, 60, TRAFFIC) : sample(live, minute, bad, traffic);
            progress = machine.step(progress, next);
            if (progress.attributed() == CheckState.FAILING && machine.isProven(progress)) {
                return Optional.of(minute - CHANGES);
            }
        }
        return Optional.empty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                               | deployed  | bad a minute | of traffic | blamed by
            'as many bad ones'                 | FRIDAY    | 60           | 3000       |
            'a few more'                       | FRIDAY    | 66           | 3000       |
            'twice as many'                    | FRIDAY    | 120          | 3000       | 10
            'three times the share'            | FRIDAY    | 180          | 10000      | 10
            'as many of as many, within the limit' | FRIDAY | 60          | 10000      |
            'as many of nearly no traffic'     | FRIDAY    | 60           | 600        | 10
            'on a weekday'                     | WEDNESDAY | 60           | 3000       | 10
            """)
    void lesserTrafficOfAWeekendExcusesAsManyBadEvents(
            String name, String deployed, int bad, int traffic, @Nullable Integer blamed) {
        Instant live = deployed.equals("FRIDAY") ? FRIDAY : WEDNESDAY;

        Optional<Integer> by = blamed(machine(share().build(), live, minute -> 60), live, bad, traffic);

        if (blamed == null) {
            assertThat(by).isEmpty();
        } else {
            assertThat(by).hasValueSatisfying(minute -> assertThat(minute).isBetween(1, blamed));
        }
    }

    @Test
    void anOutageOfTheDayBeforeExcusesNothing() {
        int then = CHANGES - DAY;
        CheckMachine machine =
                machine(share().build(), FRIDAY, minute -> minute > then && minute <= then + 10 ? 3000 : 30);

        assertThat(blamed(machine, FRIDAY, 120, 3000)).isPresent();
    }

    @Test
    void theReasonIsSaid() {
        CheckMachine machine = machine(share().build(), FRIDAY, minute -> 60);

        assertThat(blamed(machine, FRIDAY, 60, 3000)).isEmpty();
        assertThat(machine.excuse(progress).orElseThrow())
                .isEqualTo(
                        "hardly more bad events in as long a time than at this time on the day before the deployment, with 3.3"
                                + " times the traffic and 0.6 % bad (3,600 of 600,000)");
    }

    @ParameterizedTest(name = "{0} bad of {1} a minute: {2}")
    @CsvSource({"60, 4000, true", "200, 4000, false", "200, 10000, false"})
    void theShareOfAWindowIsExcused(int bad, int traffic, boolean excused) {
        CheckMachine machine = machine(share().build(), FRIDAY, minute -> 60);
        int minutes = 48 * 60;

        Optional<String> excuse = machine.excuse(
                FRIDAY.plus(Duration.ofHours(24)),
                FRIDAY.plus(Duration.ofHours(72)),
                new Counts((long) bad * minutes, (long) traffic * minutes));

        assertThat(excuse.isPresent()).isEqualTo(excused);
    }
}
