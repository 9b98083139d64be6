package dev.probation.rules.deployment;

import static dev.probation.rules.deployment.History.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckBuilder;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shares of bad events are judged by all that was counted. A sample every 15 s, of 1,500 events unless said otherwise. */
class CountedJudgeTest {

    private static final int EVERY = 15;
    private static final long EVENTS = 1_500;
    private static final CheckId ERRORS = new CheckId("errors");

    private static CheckBuilder share() {
        return CheckBuilder.measuring("errors")
                .expect("< 0.1%")
                .proportion(0.001)
                .lasting(Duration.ofMinutes(3))
                .rollback();
    }

    private static Checklist checklist(Check... checks) {
        return new Checklist(
                List.of(checks),
                List.of(
                        new WindowSpec("first", Duration.ZERO, Duration.ofHours(1), Optional.empty(), 0, Duration.ZERO),
                        new WindowSpec(
                                "second",
                                Duration.ofHours(1),
                                Duration.ofHours(4),
                                Optional.empty(),
                                0,
                                Duration.ZERO)),
                List.of(),
                true);
    }

    private static Outcome counted(long bad, long total) {
        return new Outcome.Measured(total == 0 ? 0 : (double) bad / total, Optional.of(new Counts(bad, total)), "");
    }

    private static Sample sample(long second, long bad, long total) {
        return new Sample(at(second), ERRORS, counted(bad, total));
    }

    /** Samples of so many bad events of {@link #EVENTS}, until a second (inclusive). */
    private static List<Event> feed(Judge judge, long from, long until, LongUnaryOperator badAt) {
        List<Event> events = new ArrayList<>();
        for (long second = from; second <= until; second += EVERY) {
            events.addAll(judge.judge(sample(second, badAt.applyAsLong(second), EVENTS)));
        }
        return events;
    }

    private static Optional<Event.RollbackDecided> rollback(List<Event> events) {
        return events.stream()
                .filter(Event.RollbackDecided.class::isInstance)
                .map(Event.RollbackDecided.class::cast)
                .findFirst();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                        | bad in a sample | from | until | decided from | decided until
            'ten times the limit from the start'        | 15              | 15   | 3600  | 240          | 270
            'ten times the limit after half an hour'    | 15              | 1800 | 3600  | 1995         | 2070
            'everything fails'                          | 1500            | 1800 | 3600  | 2010         | 2070
            'a burst that is shorter than three minutes' | 1500           | 1800 | 1965  |              |
            'one sample of nothing but errors'          | 1500            | 1800 | 1800  |              |
            'below the limit all the time'              | 1               | 15   | 3600  |              |
            'never any'                                 | 0               | 15   | 3600  |              |
            """)
    void decidesWhenTheEvidenceReaches(
            String name, long bad, long from, long until, Long decidedFrom, Long decidedUntil) {
        Judge judge = new Judge(History.DEPLOYMENT, checklist(share().build()));

        List<Event> events = feed(judge, EVERY, 3600, second -> second >= from && second <= until ? bad : 0);

        if (decidedFrom == null) {
            assertThat(rollback(events)).isEmpty();
        } else {
            assertThat(rollback(events).orElseThrow().at()).isBetween(at(decidedFrom), at(decidedUntil));
        }
    }

    /** As where a release changes a histogram's buckets, so that those that were counted are no more. */
    @Test
    void valuesWithoutCountsAreNoDataWhereEventsWereCounted() {
        Checklist plain = checklist(share().build());
        Checklist telling =
                new Checklist(plain.checks(), plain.windows(), List.of(), true, Optional.of(Duration.ofMinutes(5)));
        Judge judge = new Judge(History.DEPLOYMENT, telling);
        List<Event> events = new ArrayList<>(feed(judge, EVERY, 300, second -> 0));

        for (long second = 315; second <= 3600; second += EVERY) {
            Outcome uncounted = Outcome.Measured.of(0.0005, "nothing is counted");
            events.addAll(judge.judge(new Sample(at(second), ERRORS, uncounted)));
        }

        assertThat(judge.progress(ERRORS).state()).isEqualTo(CheckState.NO_DATA);
        assertThat(events)
                .filteredOn(Event.Unmeasured.class::isInstance)
                .singleElement()
                .asString()
                .contains("nothing is counted");
        CheckVerdict verdict = judge.windows().get(0).checks().get(0);
        assertThat(verdict.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict.reason()).contains("nothing is counted");
    }

    @ParameterizedTest(name = "a burst of {1} s every {0} s: {2}")
    @CsvSource({"2700, 30, false", "5400, 150, false", "600, 30, true", "300, 60, true"})
    void burstsNowAndThenAreForgivenAndAPatternIsNot(int apart, int length, boolean decided) {
        Judge judge = new Judge(History.DEPLOYMENT, checklist(share().build()));

        List<Event> events = feed(judge, EVERY, 4 * 3600, second -> second % apart < length ? EVENTS : 0);

        assertThat(rollback(events).isPresent()).isEqualTo(decided);
    }

    @Test
    void saysWhatTheEvidenceIs() {
        Judge judge = new Judge(History.DEPLOYMENT, checklist(share().build()));

        Event.RollbackDecided decided =
                rollback(feed(judge, EVERY, 3600, second -> 150)).orElseThrow();

        assertThat(decided.reason())
                .matches("errors 10 %, expected < 0\\.1 %: 10 % bad \\([\\d,]+ of [\\d,]+\\) in the last 3m,"
                        + " 0\\.1 % allowed; evidence [\\d,a-z ]+ : 1 \\(threshold 100 : 1\\)");
    }

    @Test
    void saysOfAFewBadEventsThatTheyMayBeChance() {
        Judge judge = new Judge(History.DEPLOYMENT, checklist(share().build()));

        List<Event> events = feed(judge, EVERY, 60, second -> second == 60 ? 2 : 0);

        assertThat(events).hasSize(1);
        assertThat(judge.progress(ERRORS).state()).isEqualTo(CheckState.OK);
        assertThat(judge.explain(ERRORS))
                .isEqualTo("errors 0.133 %, expected < 0.1 %: 0.0333 % bad (2 of 6,000) in the last 3m, 0.1 % allowed,"
                        + " which may be chance");
    }

    @Test
    void aBurstIsABreachThatPasses() {
        Judge judge = new Judge(History.DEPLOYMENT, checklist(share().build()));

        List<Event> events = feed(judge, EVERY, 1800, second -> second > 600 && second < 660 ? 700 : 0);

        assertThat(events.stream()
                        .filter(Event.Transition.class::isInstance)
                        .map(event -> ((Event.Transition) event).to()))
                .containsExactly(CheckState.OK, CheckState.BREACHING, CheckState.OK);
        assertThat(judge.explain(ERRORS)).isEqualTo("errors 0 %, expected < 0.1 %");
    }

    @Test
    void recoversOnceTheLastStretchIsWithinTheLimit() {
        Check alerting = CheckBuilder.measuring("errors")
                .expect("< 0.1%")
                .proportion(0.001)
                .lasting(Duration.ofMinutes(3))
                .build();
        Judge judge = new Judge(History.DEPLOYMENT, checklist(alerting));

        List<Event> bad = feed(judge, EVERY, 1200, second -> 150);
        List<Event> good = feed(judge, 1215, 3000, second -> 0);

        assertThat(judge.progress(ERRORS).state()).isEqualTo(CheckState.OK);
        assertThat(bad.get(bad.size() - 1)).isInstanceOf(Event.Transition.class);
        assertThat(good).hasSize(1);
        assertThat(good.get(0).at()).isBetween(at(1200 + 165), at(1200 + 210));
        assertThat(feed(judge, 3015, 3600, second -> second < 3060 ? 1500 : 0))
                .as("what is over counts no more")
                .noneMatch(event -> event instanceof Event.Transition moved && moved.to() == CheckState.FAILING);
    }

    @Test
    void aSharperLimitDecidesSooner() {
        Check both = share().rollbackWhen("> 5%", Duration.ofSeconds(30)).build();

        Judge half = new Judge(History.DEPLOYMENT, checklist(both));
        Event.RollbackDecided decided = rollback(feed(half, EVERY, 3600, second -> second < 600 ? 0 : 750))
                .orElseThrow();
        Judge little = new Judge(History.DEPLOYMENT, checklist(both));
        Event.RollbackDecided later = rollback(feed(little, EVERY, 3600, second -> second < 600 ? 0 : 40))
                .orElseThrow();

        assertThat(decided.at()).isBetween(at(630), at(660));
        assertThat(decided.reason()).contains("beyond the limit > 5 %", "5 % allowed", "threshold 200 : 1");
        assertThat(later.at()).isAfter(at(780));
    }

    @Test
    void noTrafficAndNoAnswerAddNothing() {
        Judge judge = new Judge(History.DEPLOYMENT, checklist(share().build()));
        List<Event> events = new ArrayList<>();
        for (long second = EVERY; second <= 1800; second += EVERY) {
            Outcome outcome = second % 45 == 0
                    ? counted(0, 0)
                    : second % 45 == 15
                            ? new Outcome.NoData("no traffic")
                            : new Outcome.Failed(Outcome.Cause.TIMEOUT, "late");
            events.addAll(judge.judge(new Sample(at(second), ERRORS, outcome)));
        }

        assertThat(rollback(events)).isEmpty();
        assertThat(judge.progress(ERRORS).state()).isNotEqualTo(CheckState.FAILING);
    }

    @Test
    void silenceOfTheAgentIsNoProof() {
        Judge judge = new Judge(History.DEPLOYMENT, checklist(share().build()));
        List<Event> before = feed(judge, EVERY, 600, second -> 0);
        List<Event> after = new ArrayList<>(judge.judge(sample(2400, 100_000, 180_000)));
        after.addAll(feed(judge, 2415, 3600, second -> 0));

        assertThat(rollback(before)).isEmpty();
        assertThat(rollback(after)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                         | bad in 100 | of      | verdict      | reason
            'clean, and much traffic'    | 0          | 150000  | PASS         | 'proven, at most'
            'clean, but little traffic'  | 0          | 500     | PASS         | 'not contradicted; '
            'a little above, too few'    | 2          | 1000    | INCONCLUSIVE | 'too few events to tell it from chance'
            """)
    void theWindowSaysHowMuchIsKnown(String name, int badInHundred, long total, Verdict verdict, String reason) {
        Judge judge = new Judge(History.DEPLOYMENT, checklist(share().build()));
        List<Event> events = new ArrayList<>();
        for (long i = 1; i <= 240; i++) {
            long all = total * i / 240 - total * (i - 1) / 240;
            long bad = i == 100 ? badInHundred : 0;
            events.addAll(judge.judge(sample(i * EVERY - 1, bad, Math.max(bad, all))));
        }
        events.addAll(judge.advance(at(3600)));

        CheckVerdict ended = ((Event.WindowEnded) events.get(events.size() - 1))
                .window()
                .checks()
                .get(0);
        assertThat(ended.verdict()).as(ended.reason()).isEqualTo(verdict);
        assertThat(ended.reason()).contains(reason);
    }

    private static List<CheckVerdict> verdicts(List<Event> events) {
        return events.stream()
                .filter(Event.WindowEnded.class::isInstance)
                .map(event -> ((Event.WindowEnded) event).window().checks().get(0))
                .toList();
    }

    /** Of two windows, the first of which ends after an hour. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                           | from | until | unseen from | unseen until | first | second
            'before the end'               | 3420 | 3540  | 0           | 0            | WARN  | PASS
            'across it'                    | 3540 | 3660  | 0           | 0            | WARN  | WARN
            'across it, most of it before' | 3510 | 3660  | 0           | 0            | WARN  | WARN
            'across it, most of it after'  | 3570 | 3720  | 0           | 0            | WARN  | WARN
            'after it'                     | 3615 | 3735  | 0           | 0            | PASS  | WARN
            'in a gap across it'           | 3540 | 3660  | 3300        | 4500         | PASS  | WARN
            'in part in such a gap'        | 3540 | 3660  | 3570        | 4500         | WARN  | WARN
            """)
    void aBurstIsForgivenInEachWindowThatItTouches(
            String name, long from, long until, long unseenFrom, long unseenUntil, Verdict first, Verdict second) {
        Checklist checklist = checklist(share().build());
        Judge judge = new Judge(History.DEPLOYMENT, checklist);
        List<Event> events = new ArrayList<>();
        long bad = 0;
        long total = 0;
        for (long at = EVERY; at <= 4 * 3600; at += EVERY) {
            bad += at > from && at <= until ? 450 : 0;
            total += EVENTS;
            if (at < unseenFrom || at >= unseenUntil) {
                events.addAll(judge.judge(sample(at, bad, total)));
                bad = 0;
                total = 0;
            }
            // as after a restart of the agent
            judge = at == 3615 ? new Judge(History.DEPLOYMENT, checklist, judge.snapshot()) : judge;
        }

        List<CheckVerdict> ended = verdicts(events);
        assertThat(ended).extracting(CheckVerdict::verdict).as("%s", ended).containsExactly(first, second);
        assertThat(ended)
                .filteredOn(verdict -> verdict.verdict() == Verdict.WARN)
                .allSatisfy(verdict -> assertThat(verdict.reason()).contains("only because of 1 burst: "));
    }

    @Test
    void saysOverHowLongItCountedWhereSamplesWereMissing() {
        Judge judge = new Judge(History.DEPLOYMENT, checklist(share().build()));
        List<Event> before = feed(judge, EVERY, 600, second -> 0);
        List<Event> after = judge.judge(sample(2400, 4_041, 161_154));

        assertThat(before).hasSize(1);
        assertThat(after).hasSize(1);
        assertThat(judge.explain(ERRORS)).contains("2.51 % bad (4,041 of 161,154) in the last 30m, 0.1 % allowed");
    }

    /** One event every three minutes. */
    @Test
    void saysThatEvidenceRestsOnWhatCameBefore() {
        Judge judge = new Judge(History.DEPLOYMENT, checklist(share().build()));
        List<Event> events = new ArrayList<>();
        for (long second = 200; second <= 7200; second += 200) {
            events.addAll(judge.judge(sample(second, second % 400 == 0 ? 1 : 0, 1)));
        }

        assertThat(rollback(events).orElseThrow().reason())
                .matches(".*100 % bad \\(1 of 1\\) in the last 3m, 0\\.1 % allowed; evidence [\\d,]+ : 1"
                        + " \\(threshold 100 : 1\\), together with what was counted before;"
                        + " the last 3m alone: \\d+ : 1");
    }

    @Test
    void aJudgeGoesOnFromItsSnapshotWithTheSameEvidence() {
        Checklist checklist =
                checklist(share().rollbackWhen("> 5%", Duration.ofSeconds(30)).build());
        Judge whole = new Judge(History.DEPLOYMENT, checklist);
        List<Event> expected = feed(whole, EVERY, 3600, second -> second % 40 < 20 ? 3 : 1);

        Judge first = new Judge(History.DEPLOYMENT, checklist);
        List<Event> events = feed(first, EVERY, 900, second -> second % 40 < 20 ? 3 : 1);
        Judge second = new Judge(History.DEPLOYMENT, checklist, first.snapshot());
        events.addAll(feed(second, 915, 3600, at -> at % 40 < 20 ? 3 : 1));

        assertThat(rollback(expected)).isPresent();
        assertThat(events).isEqualTo(expected);
        assertThat(second.snapshot()).isEqualTo(whole.snapshot());
    }
}
