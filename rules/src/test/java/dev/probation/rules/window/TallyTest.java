package dev.probation.rules.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.CheckState;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TallyTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final Duration EVERY = Duration.ofSeconds(15);

    private static Tally begun() {
        return Tally.begin(CheckState.WAITING, START);
    }

    private static Tally add(Tally before, double second, Outcome outcome, Quality quality, CheckState state) {
        Instant at = START.plusNanos(Math.round(second * 1e9));
        return before.add(new Sample(at, new CheckId("p95"), outcome), quality, state, false, EVERY);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            quality | good | soft | bad | no data | errors | covered
            GOOD    | 1    | 0    | 0   | 0       | 0      | 1
            SOFT    | 1    | 1    | 0   | 0       | 0      | 1
            BAD     | 0    | 0    | 1   | 0       | 0      | 1
            NO_DATA | 0    | 0    | 0   | 1       | 0      | 0
            ERROR   | 0    | 0    | 0   | 0       | 1      | 0
            """)
    void countsASampleByWhatItSays(
            Quality quality, long good, long soft, long bad, long noData, long errors, long covered) {
        Tally tally = add(begun(), 0, Outcome.Measured.of(0.2), quality, CheckState.OK);

        assertThat(tally.good()).isEqualTo(good);
        assertThat(tally.soft()).isEqualTo(soft);
        assertThat(tally.bad()).isEqualTo(bad);
        assertThat(tally.noData()).isEqualTo(noData);
        assertThat(tally.errors()).isEqualTo(errors);
        assertThat(tally.covered()).isEqualTo(covered);
        assertThat(tally.evidence()).isEqualTo(good + bad);
    }

    @ParameterizedTest(name = "at {0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            seconds                    | covered
            0                          | 1
            0 7.499999999              | 1
            0 7.5                      | 2
            0 15                       | 2
            0 7.5 22.499999999         | 2
            0 7.5 22.5                 | 3
            0 1 2 3 4 5 6 7            | 1
            0 100                      | 2
            0 100 107                  | 2
            0 100 107.5                | 3
            0 14 28 42 56              | 5
            """)
    void anIntervalIsCoveredOnceAndASampleMayBeHalfAnIntervalEarly(String seconds, long covered) {
        Tally tally = begun();
        for (String second : seconds.split(" ", -1)) {
            tally = add(tally, Double.parseDouble(second), Outcome.Measured.of(0.2), Quality.GOOD, CheckState.OK);
        }

        assertThat(tally.covered()).isEqualTo(covered);
    }

    @ParameterizedTest(name = "at {0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            seconds      | covered
            0 15 30      | 3
            0 60         | 5
            0 62 75      | 6
            0 7 14 21    | 2
            60           | 1
            """)
    void whatWasCountedCoversAllTheTimeInWhichItCameIn(String seconds, long covered) {
        Outcome counted = new Outcome.Measured(0.01, Optional.of(new Counts(1, 100)), "");
        Tally tally = begun();
        for (String second : seconds.split(" ", -1)) {
            tally = add(tally, Double.parseDouble(second), counted, Quality.GOOD, CheckState.OK);
        }

        assertThat(tally.covered()).isEqualTo(covered);
    }

    @Test
    void whatIsNoEvidenceLeavesItsIntervalToTheNext() {
        Tally error = add(begun(), 0, new Outcome.NoData(""), Quality.NO_DATA, CheckState.NO_DATA);

        assertThat(add(error, 1, Outcome.Measured.of(0.2), Quality.GOOD, CheckState.OK)
                        .covered())
                .isEqualTo(1);
    }

    /** Capital F is a sample after which the check is failing, a dot one after which it is not; 15 s apart. */
    @ParameterizedTest(name = "{0}: {2} s at {1} s")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            samples | until | failing
            ....    | 60    | 0
            F       | 0     | 0
            F       | 60    | 60
            .F      | 60    | 45
            .F.     | 60    | 15
            .FF.    | 60    | 30
            F.F.    | 60    | 30
            F.F     | 60    | 45
            .F      | 10    | 0
            """)
    void timesHowLongItWasFailing(String samples, long until, long failing) {
        Tally tally = begun();
        for (int i = 0; i < samples.length(); i++) {
            CheckState state = samples.charAt(i) == 'F' ? CheckState.FAILING : CheckState.OK;
            tally = add(tally, 15.0 * i, Outcome.Measured.of(0.2), Quality.GOOD, state);
        }

        assertThat(tally.failingUntil(START.plusSeconds(until))).isEqualTo(Duration.ofSeconds(failing));
    }

    @ParameterizedTest
    @EnumSource(CheckState.class)
    void aFailureGoesOnFromTheWindowBefore(CheckState state) {
        Tally tally = Tally.begin(state, START);

        assertThat(tally.failingUntil(START.plusSeconds(7)))
                .isEqualTo(Duration.ofSeconds(state == CheckState.FAILING ? 7 : 0));
    }

    @Test
    void keepsTheLeastAndTheLargestValue() {
        Tally tally = begun();
        assertThat(tally.min()).isNaN();
        assertThat(tally.max()).isNaN();

        tally = add(tally, 0, new Outcome.NoData(""), Quality.NO_DATA, CheckState.NO_DATA);
        assertThat(tally.max()).isNaN();
        for (double value : new double[] {0.3, 0.1, 0.2}) {
            tally = add(tally, 15, Outcome.Measured.of(value), Quality.GOOD, CheckState.OK);
        }
        tally = add(tally, 60, new Outcome.Failed(Outcome.Cause.RESET, ""), Quality.ERROR, CheckState.ERROR);

        assertThat(tally.min()).isEqualTo(0.1);
        assertThat(tally.max()).isEqualTo(0.3);
    }

    @Test
    void remembersWhyTheNewestUnmeasuredSampleWasSo() {
        Tally tally = add(begun(), 0, new Outcome.NoData("empty"), Quality.NO_DATA, CheckState.NO_DATA);
        assertThat(tally.lastUnmeasured()).isEqualTo("empty");

        tally = add(tally, 15, new Outcome.Failed(Outcome.Cause.DNS, "no such host"), Quality.ERROR, CheckState.ERROR);
        tally = add(tally, 30, Outcome.Measured.of(0.2), Quality.GOOD, CheckState.OK);
        assertThat(tally.lastUnmeasured()).isEqualTo("no such host");
        assertThat(tally.due()).isEqualTo(Optional.of(START.plusSeconds(45)));
    }

    /** From its first bad sample until it is good again a check is asked sooner than the window asks. */
    @Test
    void anOutageIsNoLongerForBeingLookedAtMoreOften() {
        Tally tally = begun();
        for (int hour = 0; hour < 20; hour++) {
            for (int second = 0; second < 3600; second += second < 45 ? 3 : 15) {
                Quality quality = second < 45 ? Quality.BAD : Quality.GOOD;
                CheckState state = quality == Quality.BAD ? CheckState.BREACHING : CheckState.OK;
                tally = add(tally, hour * 3600.0 + second, Outcome.Measured.of(0.2), quality, state);
            }
        }

        assertThat(tally.bad()).isEqualTo(20 * 15);
        assertThat((double) tally.regular().bad() / tally.regular().total())
                .isBetween(45.0 / 3600 * 0.9, 45.0 / 3600 * 1.4);
    }
}
