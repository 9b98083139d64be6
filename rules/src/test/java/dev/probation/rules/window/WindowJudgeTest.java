package dev.probation.rules.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckBuilder;
import dev.probation.rules.check.CheckMachine;
import dev.probation.rules.check.CheckProgress;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.evidence.proportion.AnswerEvidence;
import dev.probation.rules.evidence.proportion.Bursts;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A window of 1000 s, of a check that is asked every 10 s: 100 samples are expected, and 1 % of it is 10 s. */
class WindowJudgeTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final Instant END = START.plusSeconds(1000);
    private static final Check P95 = CheckBuilder.measuring("p95")
            .every(Duration.ofSeconds(10))
            .warn("< 400ms")
            .build();

    private static final Check ERRORS = CheckBuilder.measuring("errors")
            .every(Duration.ofSeconds(10))
            .expect("< 1%")
            .proportion(0.01)
            .build();

    private static WindowSpec window(double budget, long settle) {
        return new WindowSpec(
                "first", Duration.ZERO, Duration.ofSeconds(1000), Optional.empty(), budget, Duration.ofSeconds(settle));
    }

    private static Tally tally(long covered, long soft, long bad, long failedMillis) {
        return new Tally(
                covered - bad,
                soft,
                bad,
                0,
                new Counts(bad, covered),
                0,
                0,
                Duration.ofMillis(failedMillis),
                Optional.empty(),
                0.1,
                0.45,
                new Counts(0, 0),
                covered,
                Optional.empty(),
                Bursts.NONE,
                "");
    }

    private static CheckProgress in(CheckState state) {
        Sample last = new Sample(END.minusSeconds(1), P95.id(), Outcome.Measured.of(0.2));
        return new CheckProgress(
                state,
                Optional.of(START),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty(),
                Optional.of(last),
                Optional.of(last.at()),
                Optional.empty(),
                Optional.empty(),
                AnswerEvidence.NONE,
                Optional.empty(),
                Optional.empty(),
                new Counts(0, 0));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                            | covered | soft | bad | failed | state     | budget | verdict
            nothing                         | 0       | 0    | 0   | 0      | WAITING   | 0      | INCONCLUSIVE
            all good                        | 100     | 0    | 0   | 0      | OK        | 0      | PASS
            coverage as asked               | 90      | 0    | 0   | 0      | OK        | 0      | PASS
            just below                      | 89      | 0    | 0   | 0      | OK        | 0      | INCONCLUSIVE
            failing, but hardly seen        | 89      | 0    | 50  | 90000  | FAILING   | 0      | INCONCLUSIVE
            one bad                         | 100     | 0    | 1   | 0      | OK        | 0      | WARN
            as many bad as the budget       | 100     | 0    | 1   | 0      | OK        | 0.01   | PASS
            more bad than the budget        | 100     | 0    | 2   | 0      | OK        | 0.01   | WARN
            as many bad as is tolerated     | 100     | 0    | 5   | 0      | OK        | 0      | WARN
            more bad than is tolerated      | 100     | 0    | 6   | 0      | OK        | 0      | FAIL
            tolerated above the budget      | 100     | 0    | 6   | 0      | OK        | 0.01   | WARN
            every second bad                | 100     | 0    | 50  | 0      | OK        | 0      | FAIL
            breaching at the end            | 100     | 0    | 2   | 0      | BREACHING | 0      | WARN
            softer limit once               | 100     | 1    | 0   | 0      | OK        | 0      | WARN
            softer limit at the end         | 100     | 1    | 0   | 0      | WARN      | 0      | WARN
            failed without a budget         | 100     | 0    | 3   | 1      | OK        | 0      | FAIL
            budget met to the millisecond   | 100     | 0    | 3   | 10000  | OK        | 0.01   | WARN
            a millisecond above             | 100     | 0    | 3   | 10001  | OK        | 0.01   | FAIL
            failing at the end in budget    | 100     | 0    | 3   | 1000   | FAILING   | 0.01   | FAIL
            failed in budget and soft       | 100     | 9    | 3   | 1000   | OK        | 0.01   | WARN
            no data at the end              | 95      | 0    | 0   | 0      | NO_DATA   | 0      | PASS
            error at the end                | 95      | 0    | 0   | 0      | ERROR     | 0      | PASS
            """)
    void theVerdictAtTheEnd(
            String name,
            long covered,
            long soft,
            long bad,
            long failed,
            CheckState state,
            double budget,
            Verdict verdict) {
        WindowJudge judge = new WindowJudge(window(budget, 0), START);

        CheckVerdict ended = judge.ended(new CheckMachine(P95), in(state), tally(covered, soft, bad, failed), END);

        assertThat(ended.verdict()).as(ended.reason()).isEqualTo(verdict);
        assertThat(ended.state()).isEqualTo(state);
        assertThat(ended.samples()).isEqualTo(covered);
        assertThat(ended.bad()).isEqualTo(bad);
        assertThat(ended.coverage()).isEqualTo(covered / 100.0);
        assertThat(ended.failing()).isEqualTo(Duration.ofMillis(failed));
    }

    /** So many samples with traffic and then so many without any, of 100 that are expected. */
    @ParameterizedTest(name = "{0} and {1} idle")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            busy | idle | missing | verdict      | reason
            40   | 60   | 0       | PASS         | 'errors: 0 % bad (0 of 4,000)'
            1    | 99   | 0       | PASS         | 'errors: 0 % bad (0 of 100)'
            40   | 0    | 60      | INCONCLUSIVE | 'errors has 40 of 100 expected samples'
            0    | 100  | 0       | INCONCLUSIVE | 'errors was asked, and there was nothing to judge in this window; the last: no traffic'
            """)
    void aTimeWithoutTrafficIsCoveredAndProvesNothing(int busy, int idle, int missing, Verdict verdict, String reason) {
        Tally tally = Tally.begin(CheckState.OK, START);
        for (int i = 0; i < busy + idle + missing; i++) {
            Outcome outcome = i < busy
                    ? new Outcome.Measured(0, Optional.of(new Counts(0, 100)), "")
                    : i < busy + idle ? Outcome.NoData.idle("no traffic in 1m") : new Outcome.NoData("no series");
            Sample sample = new Sample(START.plusSeconds(10L * i + 5), ERRORS.id(), outcome);
            tally = tally.add(sample, ERRORS.quality(outcome), CheckState.OK, false, ERRORS.every());
        }

        CheckVerdict ended =
                new WindowJudge(window(0, 0), START).ended(new CheckMachine(ERRORS), in(CheckState.OK), tally, END);

        assertThat(ended.verdict()).as(ended.reason()).isEqualTo(verdict);
        assertThat(ended.reason()).startsWith(reason);
    }

    @ParameterizedTest(name = "{0} samples of {1} s")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            samples | seconds | verdict
            2       | 20      | INCONCLUSIVE
            2       | 29      | INCONCLUSIVE
            3       | 30      | PASS
            3       | 39      | PASS
            3       | 40      | PASS
            3       | 49      | PASS
            3       | 50      | INCONCLUSIVE
            9       | 10      | PASS
            3       | 9       | INCONCLUSIVE
            """)
    void threeSamplesAreTheLeastHoweverShortTheWindow(long samples, long seconds, Verdict verdict) {
        WindowJudge judge = new WindowJudge(window(0, 0), START);
        Instant to = START.plusSeconds(seconds);

        CheckVerdict ended = judge.ended(new CheckMachine(P95), in(CheckState.OK), tally(samples, 0, 0, 0), to);

        assertThat(ended.verdict()).as(ended.reason()).isEqualTo(verdict);
        assertThat(ended.coverage()).isBetween(0.0, 1.0);
    }

    @ParameterizedTest(name = "{0} s settling, {1} s in: {2}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            settle | seconds | expected
            0      | 0       | 0
            0      | 9       | 0
            0      | 10      | 1
            0      | 1000    | 100
            120    | 60      | 0
            120    | 120     | 0
            120    | 130     | 1
            120    | 1000    | 88
            """)
    void whatIsExpectedLeavesTheWarmUpOut(long settle, long seconds, long expected) {
        WindowJudge judge = new WindowJudge(window(0, settle), START);

        assertThat(judge.expected(P95, START.plusSeconds(seconds))).isEqualTo(expected);
    }

    @Test
    void aWindowsOwnIntervalIsWhatIsExpectedOfAFasterCheck() {
        WindowSpec rare = new WindowSpec(
                "first",
                Duration.ZERO,
                Duration.ofSeconds(1000),
                Optional.of(Duration.ofSeconds(50)),
                0,
                Duration.ZERO);
        Check slower =
                CheckBuilder.measuring("slower").every(Duration.ofSeconds(100)).build();

        assertThat(new WindowJudge(rare, START).expected(P95, END)).isEqualTo(20);
        assertThat(new WindowJudge(rare, START).expected(slower, END)).isEqualTo(10);
        assertThat(rare.intervalOf(Duration.ofSeconds(50))).isEqualTo(Duration.ofSeconds(50));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case      | covered | soft | failed | state   | verdict      | reason
            passed    | 100     | 0    | 0      | OK      | INCONCLUSIVE | 'cut short after 16m40s of 16m40s: p95 at most'
            warned    | 100     | 1    | 0      | OK      | INCONCLUSIVE | 'cut short after 16m40s of 16m40s: p95 at most'
            uncovered | 10      | 0    | 0      | OK      | INCONCLUSIVE | 'cut short after 16m40s of 16m40s: p95 has 10'
            failing   | 100     | 0    | 0      | FAILING | FAIL         | 'failing: p95 200 ms'
            failed    | 100     | 0    | 9      | OK      | FAIL         | 'p95 was failing for 9ms, more than the budget'
            """)
    void aWindowThatWasCutShortHasFailedOrSaysNothing(
            String name, long covered, long soft, long failed, CheckState state, Verdict verdict, String reason) {
        WindowJudge judge = new WindowJudge(window(0, 0), START);

        CheckVerdict cut = judge.cut(new CheckMachine(P95), in(state), tally(covered, soft, 0, failed), END);

        assertThat(cut.verdict()).isEqualTo(verdict);
        assertThat(cut.reason()).startsWith(reason);
    }

    /** Within the first interval none is expected, and there may be one. */
    @ParameterizedTest
    @CsvSource({"0, 0 samples", "1, 1 sample"})
    void aWindowThatWasCutShortAtOnceHadTooFewSamples(long covered, String samples) {
        CheckVerdict cut = new WindowJudge(window(0, 0), START)
                .cut(new CheckMachine(P95), in(CheckState.OK), tally(covered, 0, 0, 0), START.plusSeconds(1));

        assertThat(cut.reason())
                .isEqualTo("cut short after 1s of 16m40s: p95 has " + samples + ", at least 3 are needed");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            expect              | reason
            < 500ms             | 'p95 at most 450 ms, expected < 500 ms (100 of 100 samples good)'
            <= 500ms            | 'p95 at most 450 ms, expected <= 500 ms (100 of 100 samples good)'
            > 50ms              | 'p95 at least 100 ms, expected > 50 ms (100 of 100 samples good)'
            >= 50ms             | 'p95 at least 100 ms, expected >= 50 ms (100 of 100 samples good)'
            between 0s and 1s   | 'p95 from 0.1 s to 0.45 s, expected between 0 s and 1 s (100 of 100 samples good)'
            """)
    void saysTheValueThatCameNearestToTheLimit(String expect, String reason) {
        Check check = CheckBuilder.measuring("p95")
                .every(Duration.ofSeconds(10))
                .expect(expect)
                .build();
        WindowJudge judge = new WindowJudge(window(0, 0), START);

        assertThat(judge.ended(new CheckMachine(check), in(CheckState.OK), tally(100, 0, 0, 0), END)
                        .reason())
                .isEqualTo(reason);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                 | bad | total | verdict      | reason
            'no events at all'   | 0   | 0     | PASS         | 'errors at most 45 %, expected < 1 % (100 of 100 s'
            'too few to tell'    | 0   | 100   | PASS         | 'errors: 0 % bad (0 of 100), 1 % allowed: not contr'
            'proven'             | 0   | 10000 | PASS         | 'errors: 0 % bad (0 of 10,000), 1 % allowed: proven'
            'not below'          | 1   | 100   | INCONCLUSIVE | 'errors: 1 % bad (1 of 100), 1 % allowed: not below'
            """)
    void aShareIsJudgedByAllEventsWhereThereWereAny(String name, long bad, long total, Verdict verdict, String reason) {
        Tally tally = new Tally(
                100,
                0,
                0,
                0,
                new Counts(0, 100),
                0,
                0,
                Duration.ZERO,
                Optional.empty(),
                0.1,
                0.45,
                new Counts(bad, total),
                100,
                Optional.empty(),
                Bursts.NONE,
                "");

        CheckVerdict ended = new WindowJudge(window(0, 0), START)
                .ended(new CheckMachine(ERRORS, Baseline.none(START), 1), in(CheckState.OK), tally, END);

        assertThat(ended.verdict()).isEqualTo(verdict);
        assertThat(ended.reason()).startsWith(reason);
    }

    /** Asked each ten seconds, and each second while it is bad. */
    @Test
    void samplesThatComeSoonerBecauseACheckIsBadMakeAnOutageNoLonger() {
        Tally tally = Tally.begin(CheckState.OK, START);
        for (int second = 0; second < 1000; second += second >= 300 && second < 330 ? 1 : 10) {
            Quality quality = second >= 300 && second < 330 ? Quality.BAD : Quality.GOOD;
            Sample sample = new Sample(START.plusSeconds(second), P95.id(), Outcome.Measured.of(0.2));
            tally = tally.add(sample, quality, CheckState.OK, false, P95.every());
        }

        CheckVerdict ended =
                new WindowJudge(window(0, 0), START).ended(new CheckMachine(P95), in(CheckState.OK), tally, END);

        assertThat(ended.verdict()).isEqualTo(Verdict.WARN);
        assertThat(ended.bad()).isEqualTo(30);
        assertThat(ended.reason())
                .isEqualTo("p95: 4 of 100 samples at the window's interval bad (4 %), more than the budget of 0 %");
    }

    @Test
    void saysHowLongItFailedAndWhatWasAllowed() {
        CheckVerdict within = new WindowJudge(window(0.01, 0), START)
                .ended(new CheckMachine(P95), in(CheckState.OK), tally(100, 0, 3, 5000), END);

        assertThat(within.reason()).isEqualTo("p95 was failing for 5s, within the budget of 10s");
    }

    @Test
    void saysHowManyWereBadAndWhatWasAllowed() {
        WindowJudge judge = new WindowJudge(window(0.01, 0), START);
        CheckMachine machine = new CheckMachine(P95);

        assertThat(judge.ended(machine, in(CheckState.OK), tally(100, 0, 4, 0), END)
                        .reason())
                .isEqualTo("p95: 4 of 100 samples bad (4 %), more than the budget of 1 %");
        assertThat(judge.ended(machine, in(CheckState.OK), tally(100, 0, 40, 0), END)
                        .reason())
                .isEqualTo("p95: 40 of 100 samples bad (40 %), more than the budget of 1 %,"
                        + " and than the 5 % tolerated above it");
    }

    @Test
    void twoBadSamplesAreNoFailureHoweverFewThereAre() {
        CheckVerdict ended = new WindowJudge(window(0, 0), START)
                .ended(new CheckMachine(P95), in(CheckState.OK), tally(8, 0, 2, 0), START.plusSeconds(80));

        assertThat(ended.verdict()).isEqualTo(Verdict.WARN);
    }

    @Test
    void saysNoValueWhereNoneWasMeasured() {
        Tally unmeasured = new Tally(
                100,
                0,
                0,
                0,
                new Counts(0, 100),
                0,
                0,
                Duration.ZERO,
                Optional.empty(),
                Double.NaN,
                Double.NaN,
                new Counts(0, 0),
                100,
                Optional.empty(),
                Bursts.NONE,
                "no series matches now");
        Check answering = CheckBuilder.reaching("health", "app")
                .every(Duration.ofSeconds(10))
                .build();
        WindowJudge judge = new WindowJudge(window(0, 0), START);

        assertThat(judge.ended(new CheckMachine(P95), in(CheckState.OK), unmeasured, END)
                        .reason())
                .isEqualTo("p95: nothing was measured in 100 samples, which \"no-data\" or \"on-error\" counts as good;"
                        + " the last: no series matches now");
        assertThat(judge.ended(new CheckMachine(answering), in(CheckState.OK), tally(100, 0, 0, 0), END)
                        .reason())
                .isEqualTo("health: 100 of 100 samples good");
    }

    @Test
    void saysWhatWasMissing() {
        Tally blind = new Tally(
                1,
                0,
                0,
                0,
                new Counts(0, 1),
                3,
                3,
                Duration.ZERO,
                Optional.empty(),
                0.1,
                0.1,
                new Counts(0, 0),
                1,
                Optional.empty(),
                Bursts.NONE,
                "connect timed out");

        assertThat(new WindowJudge(window(0, 0), START)
                        .ended(new CheckMachine(P95), in(CheckState.ERROR), blind, END)
                        .reason())
                .isEqualTo("p95 has 1 of 100 expected samples, at least 90 % and 3 are needed;"
                        + " 3 errors and 3 without data, the last: connect timed out");
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            one          | other        | worse
            RUNNING      | PASS         | PASS
            PASS         | PASS         | PASS
            PASS         | WARN         | WARN
            WARN         | INCONCLUSIVE | INCONCLUSIVE
            INCONCLUSIVE | FAIL         | FAIL
            PASS         | FAIL         | FAIL
            WARN         | FAIL         | FAIL
            RUNNING      | RUNNING      | RUNNING
            """)
    void theWorseVerdictCountsInEitherOrder(Verdict one, Verdict other, Verdict worse) {
        assertThat(one.worse(other)).isEqualTo(worse);
        assertThat(other.worse(one)).isEqualTo(worse);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                | from  | until  | budget | settle | message
            before it begins    | -1    | 10     | 0      | 0      | must end after it begins
            empty               | 10    | 10     | 0      | 0      | must end after it begins
            a negative budget   | 0     | 10     | -0.01  | 0      | budget of window w
            all of it           | 0     | 10     | 1      | 0      | budget of window w
            no number           | 0     | 10     | NaN    | 0      | budget of window w
            settling backwards  | 0     | 10     | 0      | -1     | settle of window w
            settling throughout | 5     | 10     | 0      | 5      | settle of window w
            """)
    void aWindowThatCannotBeIsRefused(String name, long from, long until, double budget, long settle, String message) {
        assertThatThrownBy(() -> new WindowSpec(
                        "w",
                        Duration.ofSeconds(from),
                        Duration.ofSeconds(until),
                        Optional.empty(),
                        budget,
                        Duration.ofSeconds(settle)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
