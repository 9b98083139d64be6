package dev.probation.rules.deployment;

import static dev.probation.rules.deployment.History.DEPLOYMENT;
import static dev.probation.rules.deployment.History.LIVE;
import static dev.probation.rules.deployment.History.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.Check.WhenUnmeasured;
import dev.probation.rules.check.CheckBuilder;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {

    private static final Duration EVERY = Duration.ofSeconds(15);

    private static final Check P95 = CheckBuilder.measuring("p95").rollback().build();
    private static final Check HEALTH =
            CheckBuilder.reaching("health", "app").rollback().build();

    private static WindowSpec window(String name, int from, int until) {
        return new WindowSpec(
                name, Duration.ofSeconds(from), Duration.ofSeconds(until), Optional.empty(), 0, Duration.ZERO);
    }

    private static Checklist checklist(Check... checks) {
        return new Checklist(
                List.of(checks), List.of(window("first", 0, 600), window("second", 600, 1200)), List.of(), true);
    }

    @Test
    void aBreachIsATransitionAndAFailureDecidesTheRollback() {
        History history = History.of(checklist(P95))
                .good(0, "p95")
                .bad(15, "p95")
                .bad(30, "p95")
                .bad(45, "p95");

        assertThat(history.events())
                .containsExactly(
                        new Event.Transition(
                                at(0), P95.id(), CheckState.WAITING, CheckState.OK, "p95 200 ms, expected < 500 ms"),
                        new Event.Transition(
                                at(15), P95.id(), CheckState.OK, CheckState.BREACHING, "p95 900 ms, expected < 500 ms"),
                        new Event.Transition(
                                at(45),
                                P95.id(),
                                CheckState.BREACHING,
                                CheckState.FAILING,
                                "p95 900 ms, expected < 500 ms, for 30s (3 of 3 samples)"),
                        new Event.RollbackDecided(
                                at(45),
                                Optional.of(P95.id()),
                                "p95 900 ms, expected < 500 ms, for 30s (3 of 3 samples)"));
        assertThat(history.judge().verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aRollbackIsDecidedOnce() {
        History history = History.of(
                checklist(P95, CheckBuilder.measuring("p50").rollback().build()));
        for (int second = 0; second < 1500; second += 15) {
            history =
                    second / 15 % 10 < 6 ? history.bad(second, "p95").bad(second, "p50") : history.good(second, "p95");
        }

        assertThat(history.only(Event.RollbackDecided.class)).hasSize(1);
        assertThat(history.judge().decideManually(at(1500), "by hand")).isEmpty();
    }

    @Test
    void aCheckThatOnlyAlertsDecidesNothing() {
        History history = History.of(checklist(CheckBuilder.measuring("p95").build()));

        assertThat(history.bad(0, "p95").bad(15, "p95").bad(30, "p95").rollback())
                .isEmpty();
    }

    @Test
    void aSharperLimitDecidesWhateverTheCheckSaysOfABreach() {
        Check check = CheckBuilder.measuring("p95")
                .failures(100)
                .rollbackWhen("> 800ms", Duration.ofSeconds(30))
                .build();

        History history =
                History.of(checklist(check)).bad(0, "p95").bad(15, "p95").bad(30, "p95");

        assertThat(history.rollback())
                .contains(new Event.RollbackDecided(
                        at(30),
                        Optional.of(P95.id()),
                        "p95 900 ms, beyond the limit > 800 ms, for 30s (3 of 3 samples)"));
    }

    @Test
    void missingDataNeverDecides() {
        Check strict = CheckBuilder.measuring("p95")
                .rollback()
                .noData(WhenUnmeasured.FAIL)
                .onError(WhenUnmeasured.FAIL)
                .build();
        History history = History.of(checklist(strict, HEALTH));
        for (int second = 0; second < 1200; second += 30) {
            history = history.good(second, "health").none(second, "p95").error(second + 15, "p95");
        }

        assertThat(history.rollback()).isEmpty();
        assertThat(history.judge().progress(strict.id()).state()).isEqualTo(CheckState.FAILING);
    }

    @Test
    void aTargetThatIsDownDecidesWhereAnotherStillAnswers() {
        History history = History.of(checklist(P95, HEALTH))
                .error(0, "health")
                .good(10, "p95")
                .error(15, "health")
                .error(30, "health");

        assertThat(history.rollback()).map(Event.RollbackDecided::at).contains(at(30));
    }

    @Test
    void aTargetThatIsDownWaitsForAnAnswerOfAnotherSinceTheBreachBegan() {
        History waiting = History.of(checklist(P95, HEALTH))
                .good(0, "p95")
                .error(5, "health")
                .error(10, "health")
                .error(14, "health");
        assertThat(waiting.rollback()).isEmpty();
        assertThat(waiting.judge().progress(HEALTH.id()).state()).isEqualTo(CheckState.FAILING);

        History answered = waiting.good(15, "p95");
        assertThat(answered.rollback())
                .as("the agent's own network may have come back since the last error")
                .isEmpty();

        assertThat(answered.error(20, "health").rollback())
                .map(Event.RollbackDecided::at)
                .contains(at(20));
    }

    /** The breach goes from second 10 to 20; the answer of the other check comes in its order. */
    @ParameterizedTest(name = "answered at {0} s")
    @CsvSource({"9, false", "10, true", "15, true", "20, true"})
    void aWitnessAnswersFromTheBreachsFirstErrorToItsNewest(long answer, boolean witnessed) {
        History history = History.of(checklist(P95, HEALTH));
        for (long second = 9; second <= 20; second++) {
            history = second == answer ? history.good(second, "p95") : history;
            history = second % 5 == 0 ? history.error(second, "health") : history;
        }

        assertThat(history.rollback().isPresent()).isEqualTo(witnessed);
    }

    @Test
    void aCheckIsNoWitnessOfItsOwnBreach() {
        History history = History.of(checklist(P95, HEALTH))
                .error(0, "health")
                .none(15, "health")
                .error(30, "health")
                .error(45, "health");

        assertThat(history.rollback()).isEmpty();
    }

    @Test
    void aTargetThatAnswersEverySecondTimeDecidesByThreeOfTheNewestFive() {
        Check health = CheckBuilder.reaching("health", "app")
                .failures(3, 5)
                .every(Duration.ofSeconds(15))
                .rollback()
                .build();
        History history = History.of(checklist(P95, health));

        for (long second = 0; second < 150; second += 30) {
            history = history.good(second, "p95")
                    .good(second + 1, "health")
                    .good(second + 15, "p95")
                    .error(second + 16, "health");
        }

        assertThat(history.rollback())
                .contains(new Event.RollbackDecided(
                        at(76), Optional.of(health.id()), "health connection refused, 3 of 5 newest samples bad"));
        assertThat(history.only(Event.Transition.class))
                .filteredOn(transition -> transition.check().equals(health.id()))
                .extracting(Event.Transition::to)
                .containsExactly(CheckState.OK, CheckState.BREACHING, CheckState.FAILING);
    }

    @Test
    void aTargetThatDoesNotAnswerInTurnWaitsForAnAnswerOfAnotherSinceTheFirstOfThose() {
        Check health = CheckBuilder.reaching("health", "app")
                .failures(3, 5)
                .every(Duration.ofSeconds(15))
                .rollback()
                .build();
        History waiting = History.of(checklist(P95, health))
                .good(0, "p95")
                .error(1, "health")
                .good(16, "health")
                .error(31, "health")
                .good(46, "health")
                .error(61, "health");

        assertThat(waiting.judge().progress(health.id()).state()).isEqualTo(CheckState.FAILING);
        assertThat(waiting.rollback()).isEmpty();
        assertThat(waiting.good(70, "p95").error(76, "health").rollback()).isPresent();
    }

    @Test
    void twoTargetsThatAreBothDownAreUnseenRatherThanDown() {
        Check shop = CheckBuilder.reaching("shop", "shop").rollback().build();
        History history = History.of(checklist(HEALTH, shop));
        for (int second = 0; second <= 60; second += 15) {
            history = history.error(second, "health").error(second, "shop");
        }

        assertThat(history.judge().isBlind()).isTrue();
        assertThat(history.rollback()).isEmpty();
    }

    @Test
    void aWrongStatusNeedsNoWitness() {
        History history = History.of(checklist(P95, HEALTH))
                .wrongStatus(0, "health")
                .wrongStatus(15, "health")
                .wrongStatus(30, "health");

        assertThat(history.rollback()).isPresent();
        assertThat(history.judge().isBlind()).isFalse();
    }

    @Test
    void anAgentThatGetsNoAnswerAtAllIsBlindAndDecidesNothing() {
        History history = History.of(checklist(P95, HEALTH)).good(0, "p95").good(0, "health");
        for (int second = 15; second < 150; second += 15) {
            history = history.error(second, "p95").error(second, "health");
        }
        history = history.good(150, "p95").good(150, "health");

        assertThat(history.rollback()).isEmpty();
        assertThat(history.only(Event.Blinded.class))
                .containsExactly(new Event.Blinded(
                        at(15), "none of 2 checks gets an answer, the last: health connection refused"));
        assertThat(history.only(Event.VisionRestored.class)).containsExactly(new Event.VisionRestored(at(150)));
    }

    @Test
    void oneTargetAskedOnlyWhetherItAnswersIsDownRatherThanUnseen() {
        Check page = CheckBuilder.reaching("page", "app").build();
        History history = History.of(checklist(HEALTH, page));
        for (int second = 0; second <= 30; second += 15) {
            history = history.error(second, "health").error(second, "page");
        }

        assertThat(history.rollback()).map(Event.RollbackDecided::at).contains(at(30));
        assertThat(history.only(Event.Blinded.class)).isEmpty();
    }

    @Test
    void aCheckThatIsAloneInItsWindowStillFails() {
        Check early = CheckBuilder.measuring("p95").in("first").build();
        History history = History.of(checklist(early, HEALTH))
                .goodFrom(0, 600, EVERY, "p95")
                .error(600, "health")
                .error(615, "health")
                .error(630, "health");

        assertThat(history.only(Event.Blinded.class)).isEmpty();
        assertThat(history.rollback()).map(Event.RollbackDecided::at).contains(at(630));
    }

    @Test
    void aRollbackIsNeverRolledBack() {
        Deployment rollback = new Deployment("d2", "bookreader", "1.4.1", LIVE, LIVE, true);
        History history = new History(new Judge(rollback, checklist(P95)));

        history = history.bad(0, "p95").bad(15, "p95").bad(30, "p95");

        assertThat(history.rollback()).isEmpty();
        assertThat(history.judge().decideManually(at(30), "by hand")).isEmpty();
    }

    @Test
    void whatWasReadOfThePastDecidesNothingUntilALiveSampleSaysTheSame() {
        Deployment late = new Deployment("d3", "bookreader", "1.4.2", LIVE, at(60), false);
        History history = new History(new Judge(late, checklist(P95)));

        history = history.bad(0, "p95").bad(15, "p95").bad(30, "p95").bad(45, "p95");
        assertThat(history.rollback()).isEmpty();

        assertThat(history.bad(60, "p95").rollback())
                .map(Event.RollbackDecided::at)
                .contains(at(60));
    }

    @Test
    void whatWasReadOfThePastAndIsGoodByNowIsNoReason() {
        Deployment late = new Deployment("d3", "bookreader", "1.4.2", LIVE, at(60), false);
        History history = new History(new Judge(late, checklist(P95)));

        history = history.bad(0, "p95")
                .bad(15, "p95")
                .bad(30, "p95")
                .good(60, "p95")
                .good(75, "p95");

        assertThat(history.rollback()).isEmpty();
    }

    @Test
    void nothingIsDecidedWhereRollbacksAreOff() {
        Checklist off = new Checklist(List.of(P95), List.of(window("first", 0, 600)), List.of(), false);

        assertThat(History.of(off).bad(0, "p95").bad(15, "p95").bad(30, "p95").rollback())
                .isEmpty();
    }

    @Test
    void aPersonDecidesAtAnyTime() {
        Judge judge = new Judge(DEPLOYMENT, checklist(P95));

        List<Event> events = judge.decideManually(at(20), "wrong translation");

        assertThat(events).containsExactly(new Event.RollbackDecided(at(20), Optional.empty(), "wrong translation"));
        assertThat(judge.verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aDecisionIsWrittenByTheNameOfTheCheckOrOfNone() {
        for (Optional<CheckId> check : List.of(Optional.of(P95.id()), Optional.<CheckId>empty())) {
            Event.RollbackDecided decided = new Event.RollbackDecided(at(20), check, "why");

            assertThat(decided.by()).isEqualTo(check.isPresent() ? "p95" : "manual");
            assertThat(Event.RollbackDecided.by(decided.by(), at(20), "why")).isEqualTo(decided);
        }
    }

    @Test
    void theCheckThatDecidedFailedEvenIfItRecoveredWithinTheBudget() {
        WindowSpec generous =
                new WindowSpec("first", Duration.ZERO, Duration.ofSeconds(600), Optional.empty(), 0.5, Duration.ZERO);
        Checklist checklist = new Checklist(List.of(P95), List.of(generous), List.of(), true);

        History history = History.of(checklist)
                .bad(0, "p95")
                .bad(15, "p95")
                .bad(30, "p95")
                .goodFrom(45, 600, EVERY, "p95")
                .advance(600);

        assertThat(history.ended()).singleElement().satisfies(ended -> {
            assertThat(ended.window().verdict()).isEqualTo(Verdict.FAIL);
            assertThat(ended.window().reason()).startsWith("reason for the rollback: p95 900 ms");
        });
    }

    @Test
    void onlyTheCheckThatDecidedAndOnlyItsWindowFail() {
        Check other = CheckBuilder.measuring("other").build();
        WindowSpec generous =
                new WindowSpec("first", Duration.ZERO, Duration.ofSeconds(600), Optional.empty(), 0.5, Duration.ZERO);
        Checklist checklist =
                new Checklist(List.of(P95, other), List.of(generous, window("second", 600, 1200)), List.of(), true);
        History history = History.of(checklist);
        for (int second = 0; second < 1200; second += 15) {
            history = second < 45 ? history.bad(second, "p95") : history.good(second, "p95");
            history = history.good(second, "other");
        }
        history = history.advance(1200);

        assertThat(history.ended().get(0).window().checks())
                .extracting(CheckVerdict::verdict)
                .containsExactly(Verdict.FAIL, Verdict.PASS);
        assertThat(history.ended().get(1).window().checks())
                .extracting(CheckVerdict::verdict)
                .containsExactly(Verdict.PASS, Verdict.PASS);
    }

    @Test
    void aJudgeIsAskedHowItStands() {
        Judge judge = History.of(checklist(P95)).bad(0, "p95").judge();
        assertThat(judge.isOver()).isFalse();
        assertThat(judge.decision()).isEmpty();
        assertThat(judge.explain(P95.id())).isEqualTo("p95 900 ms, expected < 500 ms");

        assertThat(judge.decideManually(at(1), "by hand")).hasSize(1);
        assertThat(judge.decision()).contains(new Event.RollbackDecided(at(1), Optional.empty(), "by hand"));
        assertThat(judge.advance(at(1200))).hasSize(2);
        assertThat(judge.isOver()).isTrue();

        History unseen = History.of(checklist(P95, HEALTH)).error(0, "p95").error(0, "health");
        assertThat(unseen.judge().isBlind()).isTrue();
    }

    @Test
    void theChecksAreFollowedAfterTheLastWindowWhileARollbackIs() {
        History history = History.of(checklist(P95))
                .bad(1170, "p95")
                .bad(1180, "p95")
                .bad(1190, "p95")
                .good(1200, "p95")
                .good(1215, "p95");

        assertThat(history.judge().isOver()).isTrue();
        assertThat(history.judge().progress(P95.id()).state()).isEqualTo(CheckState.OK);
    }

    @Test
    void afterTheLastWindowNothingIsJudgedOtherwise() {
        History history = History.of(checklist(P95))
                .good(0, "p95")
                .bad(1200, "p95")
                .bad(1215, "p95")
                .bad(1230, "p95");

        assertThat(history.rollback()).isEmpty();
        assertThat(history.judge().progress(P95.id()).state()).isEqualTo(CheckState.OK);
    }

    @Test
    void eventsAreCountedWhereNothingIsJudged() {
        WindowSpec settling = new WindowSpec(
                "first", Duration.ZERO, Duration.ofSeconds(600), Optional.empty(), 0, Duration.ofSeconds(120));
        History history = History.of(new Checklist(List.of(P95), List.of(settling), List.of(), true));
        Outcome counted = new Outcome.Measured(0.9, Optional.of(new Counts(2, 100)), "");

        history = history.sample(-15, "p95", counted).sample(0, "p95", counted).sample(120, "p95", counted);

        assertThat(history.judge().counted(P95.id())).isEqualTo(new Counts(4, 200));
        assertThat(history.only(Event.Transition.class))
                .extracting(Event.Transition::at)
                .containsExactly(at(120));
    }

    @Test
    void samplesComeInOrderAndOfKnownChecks() {
        History history = History.of(checklist(P95)).good(30, "p95");

        assertThatThrownBy(() -> history.good(15, "p95"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is older than");
        assertThatThrownBy(() -> history.good(45, "p99"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("check p99 is not on the checklist");
    }

    @Test
    void aChecklistThatCannotBeIsRefused() {
        assertThatThrownBy(() -> new Checklist(List.of(), List.of(window("a", 0, 1)), List.of(), true))
                .hasMessageContaining("needs a check");
        assertThatThrownBy(() -> new Checklist(List.of(P95), List.of(), List.of(), true))
                .hasMessageContaining("and a window");
        assertThatThrownBy(() -> checklist(P95, P95)).hasMessageContaining("names each check once");
        assertThatThrownBy(() ->
                        new Checklist(List.of(P95), List.of(window("a", 0, 10), window("b", 9, 20)), List.of(), true))
                .hasMessageContaining("windows follow each other");
    }

    @Test
    void aSignOffThatNobodyGaveLeavesTheWindowInconclusive() {
        Checklist.SignOff feedback = new Checklist.SignOff("feedback", "User feedback positive", Set.of("first"));
        Checklist checklist = new Checklist(
                List.of(P95), List.of(window("first", 0, 60), window("second", 60, 120)), List.of(feedback), true);

        History history = History.of(checklist).goodFrom(0, 120, EVERY, "p95").advance(120);

        assertThat(history.ended())
                .extracting(
                        ended -> ended.window().verdict(),
                        ended -> ended.window().reason())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Verdict.INCONCLUSIVE, "nobody signed off \"User feedback positive\""),
                        org.assertj.core.groups.Tuple.tuple(Verdict.PASS, "the one check passed"));
    }

    @Test
    void aSignOffCountsUntilTheWindowEnds() {
        Checklist.SignOff feedback = new Checklist.SignOff("feedback", "User feedback positive", Set.of());
        Checklist checklist = new Checklist(List.of(P95), List.of(window("first", 0, 60)), List.of(feedback), true);
        History inTime = History.of(checklist).goodFrom(0, 60, EVERY, "p95");
        History late = History.of(checklist).goodFrom(0, 60, EVERY, "p95");

        assertThat(inTime.judge().sign(at(59), "feedback")).isEmpty();
        assertThat(late.judge().sign(at(60), "feedback")).hasSize(1);

        assertThat(inTime.advance(60).judge().verdict()).isEqualTo(Verdict.PASS);
        assertThat(late.judge().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aWindowThatEndsWhileItIsHeldPassesNotAndMayFailStill() {
        Checklist checklist = new Checklist(
                List.of(P95), List.of(window("first", 0, 60), window("second", 60, 120)), List.of(), true);
        History held = History.of(checklist).goodFrom(0, 60, EVERY, "p95");
        held.judge().hold("1.4.2 was announced, but 1.4.1 is read");
        assertThat(held.advance(60).judge().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        held.judge().hold(null);
        History failing = History.of(checklist)
                .bad(40, "p95")
                .bad(45, "p95")
                .bad(50, "p95")
                .bad(55, "p95");
        failing.judge().hold("1.4.2 was announced, but 1.4.1 is read");

        assertThat(held.goodFrom(60, 120, EVERY, "p95").advance(120).ended())
                .extracting(
                        ended -> ended.window().verdict(),
                        ended -> ended.window().reason())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Verdict.INCONCLUSIVE, "1.4.2 was announced, but 1.4.1 is read"),
                        org.assertj.core.groups.Tuple.tuple(Verdict.PASS, "the one check passed"));
        assertThat(failing.advance(60).judge().verdict()).isEqualTo(Verdict.FAIL);
    }
}
