package dev.probation.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.Check.WhenUnmeasured;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a release inherits of breaches, by samples of the time before it, one a minute. */
class PreExistingBreachTest {

    private static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");
    private static final Check LATENCY = CheckBuilder.measuring("p95")
            .failures(3)
            .rollbackWhen("> 2s", Duration.ofMinutes(1))
            .build();
    private static final Check SHARE = share().build();

    private static CheckBuilder share() {
        return CheckBuilder.measuring("errors").expect("< 1%").proportion(0.01);
    }

    private static Outcome outcome(char letter) {
        return switch (letter) {
            case 'g' -> Outcome.Measured.of(0.2);
            case 'b' -> Outcome.Measured.of(0.9);
            case 'B' -> Outcome.Measured.of(2.5);
            default -> new Outcome.NoData("empty");
        };
    }

    /** Such as {@code b52 g3}: so many minutes of each, up to five before the deployment, when it may have begun. */
    private static Baseline minutes(String text) {
        StringBuilder letters = new StringBuilder();
        for (String part : text.split(" ", -1)) {
            letters.append(part.substring(0, 1).repeat(Integer.parseInt(part.substring(1))));
        }
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < letters.length(); i++) {
            Instant at = LIVE.minus(Duration.ofMinutes(5 + letters.length() - i));
            samples.add(new Sample(at, LATENCY.id(), outcome(letters.charAt(i))));
        }
        return new Baseline(LIVE, samples);
    }

    private static Baseline counted(long bad, long total) {
        Outcome outcome = new Outcome.Measured(0.5, Optional.of(new Counts(bad, total)), "");
        return new Baseline(LIVE, List.of(new Sample(LIVE.minusSeconds(900), SHARE.id(), outcome)));
    }

    /** What is older than twenty minutes is known by five minutes at a time: they touch, and are no pauses. */
    @Test
    void aLongOutageThatWasOverExcusesNothing() {
        List<Sample> samples = new ArrayList<>();
        for (int minute = -55; minute < 0; minute += minute < -20 ? 5 : 1) {
            long bad = minute <= -7 ? 500 : 0;
            Outcome outcome = new Outcome.Measured(0.5, Optional.of(new Counts(bad, 1000)), "");
            samples.add(new Sample(LIVE.plus(Duration.ofMinutes(minute)), SHARE.id(), outcome));
        }

        assertThat(inherited(SHARE, new Baseline(LIVE, samples))).isEmpty();
    }

    private static Optional<PreExistingBreach> inherited(Check check, Baseline baseline) {
        return new Attribution(check, baseline).inherited();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                | before       | lasted | sharp | reason
            'all the time'                      | b55          | 60     | false | 55 of 55 samples bad in the hour before the deployment, since 1h before it
            'before the hour, too'              | b90          | 60     | false | 55 of 55 samples bad in the hour before the deployment, since 1h before it
            'for a while'                       | g40 b15      | 20     | false | 15 of 55 samples bad in the hour before the deployment, since 20m before it
            'again'                             | b20 g25 b10  | 15     | false | 30 of 55 samples bad in the hour before the deployment, since 15m before it
            'just begun'                        | g53 b2       | 7      | false | 2 of 55 samples bad in the hour before the deployment, since 7m before it
            'never so bad that it was sharp'    | b54 g1       | 60     | false | 54 of 55 samples bad in the hour before the deployment, since 1h before it
            'once so bad that it was sharp'     | g40 b9 B1 b5 | 20     | true  | 15 of 55 samples bad in the hour before the deployment, since 20m before it
            'without data before it'            | n46 b9       | 14     | false | 9 of 9 samples bad in the hour before the deployment, since 14m before it
            """)
    void aBreachLastsFromItsFirstBadSampleToTheDeployment(
            String name, String before, long lasted, boolean sharp, String reason) {
        PreExistingBreach inherited = inherited(LATENCY, minutes(before)).orElseThrow();

        assertThat(inherited.lasted()).isEqualTo(Duration.ofMinutes(lasted));
        assertThat(inherited.sharp()).isEqualTo(sharp);
        assertThat(inherited.reason()).isEqualTo(reason);
        assertThat(inherited.counts()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"g55", "b39 g16", "b2 g53", "g54 n1", "b90 g60", "n55"})
    void whatWasWellOrIsOverIsNone(String before) {
        assertThat(inherited(LATENCY, minutes(before))).isEmpty();
    }

    @Test
    void whatIsHeldAgainstTheBaselineWasNotBadInIt() {
        Check series =
                CheckBuilder.measuring("p95").comparing("<= baseline + 10%").build();

        assertThat(inherited(series, minutes("b60"))).isEmpty();
    }

    /** The last minute is five before the deployment. */
    @ParameterizedTest
    @CsvSource({"b45 g10, false", "b50 g5, false", "b54 g1, true", "g40 b4 g11, false", "b10 g10 b5 g10 b5 g6, true"})
    void whatWasOverExcusesNothing(String before, boolean excuses) {
        assertThat(inherited(LATENCY, minutes(before)).isPresent()).isEqualTo(excuses);
    }

    /** So many bad events of 1,000 in each minute up to the deployment; the last five are of the rollout. */
    @ParameterizedTest
    @CsvSource({
        "100x40 0x14, false",
        "0x36 100x12 0x6, false",
        "100x52 0x2, true",
        "100x40 0x10 30x4, false",
        "100x54, true"
    })
    void aShareThatWasOverExcusesNothing(String before, boolean excuses) {
        List<Sample> samples = new ArrayList<>();
        for (String part : before.split(" ", -1)) {
            String[] times = part.split("x", -1);
            for (int i = 0; i < Integer.parseInt(times[1]); i++) {
                Outcome outcome =
                        new Outcome.Measured(0.5, Optional.of(new Counts(Long.parseLong(times[0]), 1000)), "");
                samples.add(new Sample(LIVE.minus(Duration.ofMinutes(54 - samples.size())), SHARE.id(), outcome));
            }
        }

        assertThat(inherited(SHARE, new Baseline(LIVE, samples)).isPresent()).isEqualTo(excuses);
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            bad   | total | from | to
            5000  | 10000 | 0.52 | 0.54
            9000  | 10000 | 0.91 | 0.92
            10000 | 10000 | 0.99 | 1
            """)
    void aShareIsLargerBeyondWhatThatOfBeforeMayHaveBeen(long bad, long total, double from, double to) {
        PreExistingBreach inherited = inherited(SHARE, counted(bad, total)).orElseThrow();

        assertThat(inherited.share()).isBetween(from, to).isLessThan(1);
        assertThat(inherited.counts()).isTrue();
        assertThat(inherited.lasted()).isEqualTo(Duration.ofMinutes(15));
        assertThat(inherited.reason()).endsWith(" in the quarter of an hour before the rollout began");
    }

    /** So many bad events of 1,000 a minute, in so many minutes up to five before the deployment. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                    | before              | lasted
            'all the time'                          | 100x55              | 60
            'for a while'                           | 0x25 100x30         | 35
            'just begun'                            | 0x48 100x7          | 12
            'it had become worse'                   | 0x15 30x20 300x20   | 45
            'it had become less bad'                | 0x15 300x20 30x20   | 45
            'again'                                 | 100x20 0x15 100x20  | 25
            'little, and then too much'             | 8x20 100x35         | 40
            """)
    void aShareHasLastedAsLongAsItWasTooLarge(String name, String before, long lasted) {
        List<Long> bad = new ArrayList<>();
        for (String part : before.split(" ", -1)) {
            String[] times = part.split("x", -1);
            bad.addAll(Collections.nCopies(Integer.parseInt(times[1]), Long.parseLong(times[0])));
        }
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < bad.size(); i++) {
            Outcome outcome = new Outcome.Measured(0.5, Optional.of(new Counts(bad.get(i), 1000)), "");
            samples.add(new Sample(LIVE.minus(Duration.ofMinutes(5 + bad.size() - i)), SHARE.id(), outcome));
        }

        assertThat(inherited(SHARE, new Baseline(LIVE, samples)).orElseThrow().lasted())
                .isEqualTo(Duration.ofMinutes(lasted));
    }

    /** So many bad events of 15,000 in five minutes, three times, the last up to the rollout. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            before      | is a breach
            900 900 900 | true
            900 900 300 | true
            0 0 900     | true
            900 0 0     | false
            0 1500 0    | false
            0 15000 2   | false
            """)
    void aShareThatWasWellForTheLastFiveMinutesIsNoBreach(String before, boolean isBreach) {
        List<Sample> samples = new ArrayList<>();
        String[] bad = before.split(" ", -1);
        for (int i = 0; i < bad.length; i++) {
            Counts counts = new Counts(Long.parseLong(bad[i]), 15_000);
            Outcome outcome = new Outcome.Measured(0.5, Optional.of(counts), "");
            samples.add(new Sample(LIVE.minus(Duration.ofMinutes(5L * (bad.length - i))), SHARE.id(), outcome));
        }

        assertThat(inherited(SHARE, new Baseline(LIVE, samples)).isPresent()).isEqualTo(isBreach);
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            bad | total | is a breach
            0   | 100   | false
            1   | 100   | false
            2   | 100   | false
            3   | 100   | false
            4   | 100   | true
            15  | 1000  | false
            16  | 1000  | true
            """)
    void aShareThatMayBeChanceIsNoBreach(long bad, long total, boolean isBreach) {
        assertThat(inherited(SHARE, counted(bad, total)).isPresent()).isEqualTo(isBreach);
    }

    @ParameterizedTest(name = "beyond {0}")
    @CsvSource({"'', false", "> 50%, true", "> 90%, false"})
    void aSharperLimitTellsWhatIsWorseWhereItLiesBeyondThat(String limit, boolean sharp) {
        Check check = limit.isEmpty()
                ? SHARE
                : share().rollbackWhen(limit, Duration.ofMinutes(1)).build();

        assertThat(inherited(check, counted(5000, 10_000)).orElseThrow().sharp())
                .isEqualTo(sharp);
    }

    @Test
    void aShareOfWhichNothingWasCountedIsJudgedByItsValues() {
        PreExistingBreach inherited = inherited(SHARE, minutes("b60")).orElseThrow();

        assertThat(inherited.counts()).isFalse();
        assertThat(inherited.reason()).startsWith("55 of 55 samples bad");
    }

    @Test
    void noDataIsBadWhereItIsSaidToFail() {
        Check check = CheckBuilder.measuring("p95").noData(WhenUnmeasured.FAIL).build();

        assertThat(inherited(check, minutes("n60")).orElseThrow().lasted()).isEqualTo(Duration.ofHours(1));
    }

    /** A letter a minute: o for ok, w for a warning, b for breaching, f for failing, n for no data. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            states        | is over
            oooooooooo    | false
            ooooooooooo   | true
            wwwwwwwwwww   | true
            ooooobooooooo | false
            ooooofooooooo | false
            oooonnnnnno   | true
            nnnnnnnnnnnnn | false
            """)
    void itIsOverOnceTheCheckWasFineForAsLong(String states, boolean isOver) {
        Optional<PreExistingBreach> inherited = inherited(LATENCY, minutes("g50 b5"));
        for (int minute = 0; minute < states.length(); minute++) {
            CheckState state = switch (states.charAt(minute)) {
                case 'o' -> CheckState.OK;
                case 'w' -> CheckState.WARN;
                case 'b' -> CheckState.BREACHING;
                case 'f' -> CheckState.FAILING;
                default -> CheckState.NO_DATA;
            };
            Sample sample = new Sample(LIVE.plus(Duration.ofMinutes(minute)), LATENCY.id(), outcome('g'));
            inherited = inherited.flatMap(breach -> breach.after(sample, state, 0.01));
        }

        assertThat(inherited.isEmpty()).isEqualTo(isOver);
    }
}
