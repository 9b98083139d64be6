package dev.probation.rules.deployment;

import static dev.probation.rules.deployment.History.LIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckBuilder;
import dev.probation.rules.deployment.Event.Withheld;
import dev.probation.rules.expectation.Failures;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was wrong before the deployment is not held against it, unless it became clearly worse. */
class AttributionTest {

    private static final int HOUR = 3600;
    private static final CheckId P95 = new CheckId("p95");

    private static Checklist checklist(Check... checks) {
        return new Checklist(
                List.of(checks),
                List.of(new WindowSpec(
                        "first", Duration.ZERO, Duration.ofHours(4), Optional.empty(), 0, Duration.ZERO)),
                List.of(),
                true);
    }

    private static Check latency() {
        return CheckBuilder.measuring("p95").failures(3).rollback().build();
    }

    private static Check errors() {
        return CheckBuilder.measuring("errors")
                .expect("< 0.1%")
                .proportion(0.001)
                .lasting(Duration.ofMinutes(3))
                .rollback()
                .build();
    }

    /** A value every 15 s after the deployment, or every minute before it, from a second (inclusive) to another. */
    private static void values(History history, String check, long from, long to, double value) {
        for (long second = from; second < to; second += second < 0 ? 60 : 15) {
            // values of a real service differ a little
            double noise = 1 + 0.01 * Math.floorMod(second * 7, 5);
            assertThat(history.sample(second, check, Outcome.Measured.of(value * noise)))
                    .isSameAs(history);
        }
    }

    /** 1,500 requests every 15 s, of which so many in 10,000 are bad. */
    private static void shares(History history, long from, long to, long badOf10000) {
        for (long second = from; second < to; second += second < 0 ? 300 : 15) {
            long total = second < 0 ? 30_000 : 1_500;
            // the same share in every two samples, whatever the rounding
            long bad = (total * badOf10000 + (Math.floorMod(second / 15, 2) == 0 ? 0 : 9_999)) / 10_000;
            Outcome outcome = new Outcome.Measured((double) bad / total, Optional.of(new Counts(bad, total)), "");
            assertThat(history.sample(second, "errors", outcome)).isSameAs(history);
        }
    }

    private static String outcome(History history) {
        if (history.rollback().isPresent()) {
            return "rollback";
        }
        List<Withheld> withheld = history.only(Withheld.class);
        return withheld.isEmpty() ? "nothing" : withheld.get(0).cause().label();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                    | an hour before | just before | after | outcome
            'it came with the release'              | 0.2            | 0.2         | 0.9   | rollback
            'it was so all the time'                | 0.9            | 0.9         | 0.9   | pre-existing
            'it began just before the release'      | 0.2            | 0.9         | 0.9   | pre-existing
            'it was bad and is clearly worse'       | 0.9            | 0.9         | 1.8   | rollback
            'it was bad and is hardly worse'        | 0.9            | 0.9         | 1.0   | pre-existing
            'it was bad, but was well for a while'  | 0.9            | 0.2         | 0.9   | rollback
            'it was bad and is well'                | 0.9            | 0.9         | 0.2   | nothing
            """)
    void aBreachIsTheReleasesOwnWhereItCameWithIt(
            String name, double hourBefore, double justBefore, double after, String expected) {
        History history = History.of(checklist(latency()));

        values(history, "p95", -HOUR, -20 * 60, hourBefore);
        values(history, "p95", -20 * 60, 0, justBefore);
        values(history, "p95", 15, HOUR, after);

        assertThat(outcome(history)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                             | before | after | outcome
            'it came with the release'       | 2      | 500   | rollback
            'it was so before'               | 500    | 500   | pre-existing
            'it was so and is a bit worse'   | 500    | 550   | pre-existing
            'it was so and is clearly worse' | 500    | 1000  | rollback
            'it was so and is well'          | 500    | 2     | nothing
            'all was bad, and is'            | 10000  | 10000 | pre-existing
            'nearly all was bad, and all is' | 9000   | 10000 | rollback
            """)
    void aShareIsTheReleasesOwnWhereItIsClearlyLargerThanBefore(String name, long before, long after, String expected) {
        History history = History.of(checklist(errors()));

        shares(history, -HOUR, 0, before);
        shares(history, 15, HOUR, after);

        assertThat(outcome(history)).isEqualTo(expected);
    }

    /** So much of 10,000 in the five minutes up to the rollout, and after it, where 100 are allowed. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                         | before | after | outcome
            'it had begun and goes on'   | 1000   | 1000  | pre-existing
            'it goes on a little better' | 1000   | 700   | pre-existing
            'it was a blip'              | 1000   | 200   | rollback
            'it became far worse'        | 1000   | 3000  | rollback
            """)
    void whatHadJustBegunExcusesWhatIsNoLess(String name, long before, long after, String expected) {
        History history = History.of(checklist(errors()));
        shares(history, -HOUR, -5 * 60, 2);
        shares(history, -5 * 60, -4 * 60, before);
        shares(history, 15, HOUR, after);

        assertThat(outcome(history)).isEqualTo(expected);
    }

    @Test
    void whatBeganWhileItWasRolledOutIsTheReleasesOwn() {
        History latency = History.of(checklist(latency()));
        values(latency, "p95", -HOUR, -4 * 60, 0.2);
        values(latency, "p95", -4 * 60, 0, 0.9);
        values(latency, "p95", 15, HOUR, 0.9);
        History errors = History.of(checklist(errors()));
        shares(errors, -HOUR, -4 * 60, 2);
        shares(errors, -4 * 60, 0, 500);
        shares(errors, 15, HOUR, 500);

        assertThat(outcome(latency)).isEqualTo("rollback");
        assertThat(outcome(errors)).isEqualTo("rollback");
    }

    @ParameterizedTest(name = "bad for {0} minutes before, ten times worse after {1}")
    @CsvSource({"6, 0", "6, 60", "8, 200", "12, 200", "40, 200"})
    void aShortOldBreachHidesNoWorseOne(int minutes, int onset) {
        History history = History.of(checklist(latency()));

        values(history, "p95", -HOUR, -minutes * 60L, 0.2);
        values(history, "p95", -minutes * 60L, 0, 0.9);
        values(history, "p95", 15, onset * 60L, 0.9);
        values(history, "p95", 15 + onset * 60L, (onset + 30) * 60L, 9);

        assertThat(history.rollback().orElseThrow().at())
                .isBetween(History.at(onset * 60L), History.at((onset + 25) * 60L));
        assertThat(history.rollback().orElseThrow().reason()).contains("; clearly worse than before: ");
    }

    @Test
    void aShareThatWasNeverProvenBadForAnHourNeedNotHaveBeenWell() {
        History history = History.of(checklist(errors()));

        shares(history, -HOUR, 0, 15);
        shares(history, 15, 12 * HOUR, 15);

        assertThat(outcome(history)).isEqualTo("pre-existing");
    }

    @Test
    void anIdleNightIsNoRecovery() {
        History history = History.of(checklist(errors()));

        shares(history, -HOUR, 0, 500);
        shares(history, 15, HOUR, 500);
        for (long second = HOUR; second < 9 * HOUR; second += 15) {
            Outcome idle = new Outcome.Measured(0, Optional.of(new Counts(0, second % 3600 == 0 ? 1 : 0)), "");
            assertThat(history.sample(second, "errors", idle)).isSameAs(history);
        }
        shares(history, 9 * HOUR, 10 * HOUR, 500);

        assertThat(outcome(history)).isEqualTo("pre-existing");
    }

    @Test
    void aShareThatWasWellForAnHourIsOver() {
        History history = History.of(checklist(errors()));

        shares(history, -HOUR, 0, 500);
        shares(history, 15, 2 * HOUR, 2);
        shares(history, 2 * HOUR, 3 * HOUR, 500);

        assertThat(outcome(history)).isEqualTo("rollback");
    }

    @Test
    void aSharperLimitOfAQuantileIsHeldAgainstItsValuesBefore() {
        Check check = CheckBuilder.measuring("p95")
                .proportion(0.05)
                .lasting(Duration.ofMinutes(3))
                .rollbackWhen("> 2s", Duration.ofSeconds(30))
                .build();
        History history = History.of(checklist(check));

        slow(history, -HOUR, 0);
        slow(history, 15, HOUR);

        assertThat(outcome(history)).isEqualTo("pre-existing");
    }

    /** Of 1,500 requests half are slower than the limit. */
    private static void slow(History history, long from, long to) {
        for (long second = from; second < to; second += second < 0 ? 300 : 15) {
            Outcome outcome = new Outcome.Measured(2.5, Optional.of(new Counts(750, 1_500)), "");
            assertThat(history.sample(second, "p95", outcome)).isSameAs(history);
        }
    }

    @Test
    void fewBadEventsThatMayBeChanceExcuseNothing() {
        History history = History.of(checklist(errors()));
        Outcome oneInFiveHundred = new Outcome.Measured(0.002, Optional.of(new Counts(1, 500)), "");

        assertThat(history.sample(-600, "errors", oneInFiveHundred)).isSameAs(history);
        shares(history, 15, HOUR, 100);

        assertThat(outcome(history)).isEqualTo("rollback");
    }

    @Test
    void whatIsNotKnownOfTheTimeBeforeExcusesNothing() {
        History history = History.of(checklist(latency()));

        values(history, "p95", 15, HOUR, 0.9);

        assertThat(outcome(history)).isEqualTo("rollback");
    }

    @Test
    void aBreachThatWasThereIsInconclusiveAndToldOnce() {
        History history = History.of(checklist(latency()));

        values(history, "p95", -HOUR, 0, 0.9);
        values(history, "p95", 15, 4 * HOUR, 0.9);
        assertThat(history.advance(4 * HOUR)).isSameAs(history);

        assertThat(history.only(Withheld.class)).hasSize(1);
        assertThat(history.ended().get(0).window().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(history.ended().get(0).window().reason())
                .startsWith("failing: p95 ")
                .endsWith("; pre-existing: 55 of 55 samples bad in the hour before the deployment, since 1h before it");
        assertThat(history.only(Event.Transition.class).get(1).reason())
                .contains("; pre-existing: 55 of 55 samples bad");
    }

    @Test
    void aReleaseThatMendsABreachPasses() {
        History history = History.of(checklist(latency()));

        values(history, "p95", -HOUR, 0, 0.9);
        values(history, "p95", 15, 300, 0.9);
        values(history, "p95", 300, 4 * HOUR, 0.2);
        assertThat(history.advance(4 * HOUR)).isSameAs(history);

        assertThat(history.ended().get(0).window().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void anOldBreachIsOverOnceTheCheckWasFineForAsLong() {
        History history = History.of(checklist(latency()));

        values(history, "p95", -HOUR, 0, 0.9);
        values(history, "p95", 15, HOUR + 60, 0.2);
        values(history, "p95", HOUR + 60, 2 * HOUR, 0.9);

        assertThat(outcome(history)).isEqualTo("rollback");
    }

    @Test
    void whatComesBackBeforeItWasFineForAsLongIsStillTheOldBreach() {
        History history = History.of(checklist(latency()));

        values(history, "p95", -HOUR, 0, 0.9);
        values(history, "p95", 15, HOUR / 2, 0.2);
        values(history, "p95", HOUR / 2, 2 * HOUR, 0.9);

        assertThat(outcome(history)).isEqualTo("pre-existing");
    }

    @Test
    void aServiceThatWasDownBeforeIsNotRolledBackForIt() {
        Check health = CheckBuilder.reaching("health", "app").rollback().build();
        History history = History.of(checklist(health, latency()));

        for (long second = -HOUR; second < 0; second += 60) {
            assertThat(history.wrongStatus(second, "health")).isSameAs(history);
        }
        for (long second = 15; second < HOUR; second += 15) {
            assertThat(history.wrongStatus(second, "health").good(second, "p95"))
                    .isSameAs(history);
        }

        assertThat(outcome(history)).isEqualTo("pre-existing");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                   | before | after | outcome
            'beyond the sharper limit before, too' | 2.5    | 2.5   | pre-existing
            'bad before, but never so bad'         | 0.9    | 2.5   | rollback
            """)
    void aSharperLimitThatWasKeptBeforeStillDecides(String name, double before, double after, String expected) {
        Check check = CheckBuilder.measuring("p95")
                .failures(3)
                .rollbackWhen("> 2s", Duration.ofSeconds(30))
                .build();
        History history = History.of(checklist(check));

        values(history, "p95", -HOUR, 0, before);
        values(history, "p95", 15, 120, after);

        assertThat(outcome(history)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                   | down until | bad until | outcome
            'the dependency is down all the time'  | 3600       | 3600      | dependency
            'the breach goes on without it'        | 600        | 3600      | rollback
            'both are well again'                  | 600        | 615       | dependency
            """)
    void nothingIsRolledBackWhileADependencyOfEveryoneIsDown(
            String name, long downUntil, long badUntil, String expected) {
        Check payment =
                CheckBuilder.reaching("payment", "payment").withholding().build();
        History history = History.of(checklist(payment, latency()));

        for (long second = 15; second < HOUR; second += 15) {
            Outcome dependency = second < downUntil
                    ? new Outcome.Failed(Outcome.Cause.BAD_STATUS, "status 503")
                    : Outcome.Measured.of(0.01);
            assertThat(history.sample(second, "payment", dependency)).isSameAs(history);
            values(history, "p95", second + 1, second + 2, second < badUntil ? 0.9 : 0.2);
        }

        assertThat(outcome(history)).isEqualTo(expected);
    }

    /** Latency is bad in the newest three of 16 samples; three in a row, and one more, take a minute. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                          | dependency           | outcome
            'it is fine'                                  | good x16             | rollback
            'it was never asked'                          | ''                   | rollback
            'it began to fail as the breach was sustained' | good x14, down x2   | dependency
            'it is up since the breach began'             | down x12, good x4    | dependency
            'it is up, if slow, since the breach began'   | down x12, slow x4    | dependency
            'it is up since a minute before it began'     | down x6, good x10    | rollback
            'it is up, if slow, since before it began'    | down x6, slow x10    | rollback
            'nothing is known of it'                      | good x12, none x4    | rollback
            """)
    void aDependencyExcusesWhileItIsDownAndForAsLongAsABreachTakesToShow(
            String name, String dependency, String expected) {
        Check payment = CheckBuilder.measuring("payment")
                .warn("< 300ms")
                .sustain(new Sustain(Optional.of(Failures.inRow(3)), Optional.empty(), 1))
                .withholding()
                .build();
        History history = History.of(checklist(payment, latency()));
        List<String> states = new ArrayList<>();
        for (String part : dependency.split(", ", -1)) {
            String[] words = part.split(" x", -1);
            states.addAll(Collections.nCopies(words.length < 2 ? 0 : Integer.parseInt(words[1]), words[0]));
        }

        for (int i = 0; i < 16; i++) {
            long second = 15L * (i + 1);
            if (i < states.size()) {
                Outcome outcome = switch (states.get(i)) {
                    case "good" -> Outcome.Measured.of(0.1);
                    case "slow" -> Outcome.Measured.of(0.4);
                    case "down" -> Outcome.Measured.of(0.9);
                    default -> new Outcome.NoData("empty");
                };
                assertThat(history.sample(second, "payment", outcome)).isSameAs(history);
            }
            values(history, "p95", second + 1, second + 2, i < 13 ? 0.2 : 0.9);
        }

        assertThat(outcome(history)).isEqualTo(expected);
    }

    @Test
    void aDependencyThatIsJustGoodIsNotCalledBad() {
        Check payment =
                CheckBuilder.reaching("payment", "payment").withholding().build();
        History history = History.of(checklist(payment, latency()));

        for (long second = 15; second <= 60; second += 15) {
            values(history, "payment", second, second + 1, 0.1);
            values(history, "p95", second + 1, second + 2, 0.9);
        }

        assertThat(history.only(Withheld.class))
                .singleElement()
                .extracting(Withheld::reason)
                .asString()
                .startsWith("meanwhile payment ")
                .endsWith(", for 31s, which is too short to rule it out as the cause");
    }

    @Test
    void whatFailsWithADependencyTellsNothingOfTheRelease() {
        Check payment =
                CheckBuilder.reaching("payment", "payment").withholding().build();
        History history = History.of(checklist(payment, latency()));

        for (long second = 15; second < 4 * HOUR; second += 15) {
            assertThat(history.wrongStatus(second, "payment").bad(second + 1, "p95"))
                    .isSameAs(history);
        }
        assertThat(history.advance(4 * HOUR)).isSameAs(history);

        assertThat(history.ended().get(0).window().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(history.ended().get(0).window().checks())
                .extracting(CheckVerdict::reason)
                .satisfiesExactly(
                        own -> assertThat(own).endsWith("; not caused by the release: this check is of a dependency"),
                        other -> assertThat(other)
                                .startsWith("failing: p95 900 ms")
                                .contains("; not caused by the release: meanwhile payment status 500, for "));
    }

    @Test
    void aBreachThatComesBackIsToldAgain() {
        History history = History.of(checklist(latency()));

        values(history, "p95", -HOUR, 0, 0.9);
        values(history, "p95", 15, 300, 0.9);
        values(history, "p95", 300, 600, 0.2);
        values(history, "p95", 600, 900, 0.9);

        assertThat(history.only(Withheld.class)).hasSize(2);
        assertThat(history.rollback()).isEmpty();
    }

    @Test
    void aSnapshotRemembersWhatWasInheritedAndTold() {
        Checklist checklist = checklist(latency());
        History history = History.of(checklist);
        values(history, "p95", -HOUR, 0, 0.9);
        values(history, "p95", 15, 300, 0.9);

        History later = new History(
                new Judge(History.DEPLOYMENT, checklist, history.judge().snapshot()));
        values(later, "p95", 300, HOUR, 0.9);

        assertThat(outcome(history)).isEqualTo("pre-existing");
        assertThat(outcome(later)).isEqualTo("nothing");
        assertThat(later.judge().explain(P95)).contains("pre-existing");
    }

    @Test
    void aBaselineThatComesAfterTheFirstSampleIsRefused() {
        Judge judge = new Judge(History.DEPLOYMENT, checklist(latency()));
        assertThat(judge.judge(new Sample(LIVE.plusSeconds(15), P95, Outcome.Measured.of(0.2))))
                .hasSize(1);

        assertThatThrownBy(() -> judge.judge(new Sample(LIVE.minusSeconds(60), P95, Outcome.Measured.of(0.2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("before the deployment come before all others");
    }
}
