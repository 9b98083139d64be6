package dev.probation.rules.deployment;

import static dev.probation.rules.deployment.History.LIVE;
import static dev.probation.rules.deployment.History.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckBuilder;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowSpec;
import dev.probation.rules.window.WindowVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowSequenceTest {

    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final Check P95 = CheckBuilder.measuring("p95").build();

    private static WindowSpec window(String name, int from, int until) {
        return new WindowSpec(
                name, Duration.ofSeconds(from), Duration.ofSeconds(until), Optional.empty(), 0, Duration.ZERO);
    }

    private static Checklist of(List<WindowSpec> windows, Check... checks) {
        return new Checklist(List.of(checks), windows, List.of(), true);
    }

    private static Checklist two() {
        return of(List.of(window("first", 0, 60), window("second", 60, 120)), P95);
    }

    @Test
    void aSampleOnTheEdgeBelongsToTheWindowThatBegins() {
        History history = History.of(two()).goodFrom(0, 60, EVERY, "p95").sample(60, "p95", Outcome.Measured.of(0.9));

        assertThat(history.ended()).singleElement().satisfies(ended -> {
            assertThat(ended.at()).isEqualTo(at(60));
            assertThat(ended.window().checks().get(0).samples()).isEqualTo(4);
            assertThat(ended.window().checks().get(0).bad()).isZero();
        });
        assertThat(history.judge().windows().get(1).checks().get(0).bad()).isEqualTo(1);
    }

    @Test
    void aSampleANanosecondBeforeTheEdgeBelongsToTheWindowThatEnds() {
        History history = History.of(two());
        Sample last = new Sample(at(60).minusNanos(1), new CheckId("p95"), Outcome.Measured.of(0.9));

        assertThat(history.judge().judge(last)).hasSize(1);
        assertThat(history.advance(60).ended().get(0).window().checks().get(0).bad())
                .isEqualTo(1);
    }

    @Test
    void theInstantOfTheDeploymentIsInTheFirstWindowAndTheOneBeforeIsNot() {
        History history = History.of(two());

        assertThat(history.judge().judge(new Sample(LIVE.minusNanos(1), P95.id(), Outcome.Measured.of(0.9))))
                .isEmpty();
        assertThat(history.judge().judge(new Sample(LIVE, P95.id(), Outcome.Measured.of(0.9))))
                .hasSize(1);
    }

    @Test
    void aWindowEndsWithoutASampleToo() {
        History history = History.of(two()).advance(59);
        assertThat(history.ended()).isEmpty();

        assertThat(history.advance(60).ended()).singleElement().satisfies(ended -> {
            assertThat(ended.window().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(ended.window().reason())
                    .isEqualTo("p95 has 0 of 4 expected samples, at least 90 % and 3 are needed");
        });
    }

    @Test
    void anAgentToldLateMissedTheFirstWindow() {
        History history = History.of(two()).goodFrom(90, 120, EVERY, "p95").advance(120);

        assertThat(history.ended())
                .extracting(ended -> ended.window().verdict())
                .containsExactly(Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE);
        assertThat(history.ended().get(1).window().checks().get(0).coverage()).isEqualTo(0.5);
    }

    @Test
    void anAgentThatWasAwayLeavesAGapAndNeverAPass() {
        History history = History.of(of(List.of(window("first", 0, 600)), P95))
                .goodFrom(0, 300, EVERY, "p95")
                .goodFrom(375, 600, EVERY, "p95")
                .advance(600);

        WindowVerdict first = history.ended().get(0).window();
        assertThat(first.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(first.checks().get(0).coverage()).isEqualTo(35.0 / 40);
    }

    @Test
    void moreSamplesThanAskedForDoNotMakeUpForAGap() {
        WindowSpec rare = new WindowSpec(
                "first", Duration.ZERO, Duration.ofMinutes(60), Optional.of(Duration.ofMinutes(1)), 0, Duration.ZERO);
        History half = History.of(of(List.of(rare), P95))
                .goodFrom(0, 1800, EVERY, "p95")
                .advance(3600);
        History whole = History.of(of(List.of(rare), P95))
                .goodFrom(0, 3600, EVERY, "p95")
                .advance(3600);

        CheckVerdict gap = half.ended().get(0).window().checks().get(0);
        assertThat(gap.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(gap.samples()).isEqualTo(120);
        assertThat(gap.coverage()).isBetween(0.5, 0.52);
        assertThat(whole.ended().get(0).window().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void oneThatComesALittleEarlyOrLateCoversItsInterval() {
        History history = History.of(of(List.of(window("first", 0, 600)), P95));
        for (int i = 0; i < 40; i++) {
            history = history.good(i * 15L + i % 3 * 3L, "p95");
        }

        CheckVerdict verdict =
                history.advance(600).ended().get(0).window().checks().get(0);
        assertThat(verdict.coverage()).isEqualTo(1);
    }

    @Test
    void nothingIsJudgedWhileAWindowSettles() {
        WindowSpec settling = new WindowSpec(
                "second",
                Duration.ofSeconds(60),
                Duration.ofSeconds(360),
                Optional.empty(),
                0,
                Duration.ofSeconds(120));
        Checklist checklist = of(List.of(window("first", 0, 60), settling), P95);
        History history = History.of(checklist).goodFrom(0, 60, EVERY, "p95");
        for (int second = 60; second < 180; second += 15) {
            history = history.bad(second, "p95");
        }
        history = history.goodFrom(180, 360, EVERY, "p95").advance(360);

        CheckVerdict verdict = history.ended().get(1).window().checks().get(0);
        assertThat(verdict.verdict()).isEqualTo(Verdict.PASS);
        assertThat(verdict.samples()).isEqualTo(12);
        assertThat(verdict.coverage()).isEqualTo(1);
    }

    @Test
    void aFailureIsNotHeldAgainstTheTimeThatSettles() {
        WindowSpec settling = new WindowSpec(
                "second",
                Duration.ofSeconds(60),
                Duration.ofSeconds(660),
                Optional.empty(),
                0.1,
                Duration.ofSeconds(120));
        History history = History.of(of(List.of(window("first", 0, 60), settling), P95))
                .bad(15, "p95")
                .bad(30, "p95")
                .bad(45, "p95")
                .goodFrom(180, 660, EVERY, "p95")
                .advance(660);

        CheckVerdict verdict = history.ended().get(1).window().checks().get(0);
        assertThat(verdict.failing()).isEqualTo(Duration.ofSeconds(15));
        assertThat(verdict.verdict()).isEqualTo(Verdict.WARN);
    }

    @Test
    void aCheckIsJudgedInItsOwnWindowsOnly() {
        Check early = CheckBuilder.measuring("early").in("first").build();
        Checklist checklist = of(List.of(window("first", 0, 60), window("second", 60, 120)), P95, early);
        History history = History.of(checklist);
        for (int second = 0; second < 120; second += 15) {
            history = history.good(second, "p95");
            history = second < 60 ? history.good(second, "early") : history.bad(second, "early");
        }
        history = history.advance(120);

        assertThat(history.ended().get(0).window().checks()).hasSize(2);
        assertThat(history.ended().get(1).window().checks())
                .extracting(verdict -> verdict.check().value())
                .containsExactly("p95");
        assertThat(history.judge().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void aWindowThatAsksNothingIsInconclusive() {
        Check early = CheckBuilder.measuring("early").in("first").build();
        History history = History.of(of(List.of(window("first", 0, 60), window("second", 60, 120)), early))
                .goodFrom(0, 60, EVERY, "early")
                .advance(120);

        assertThat(history.ended().get(1).window().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(history.ended().get(1).window().reason()).isEqualTo("no check applies to this window");
    }

    @Test
    void theWorstOfAWindowsChecksIsItsVerdict() {
        Check other = CheckBuilder.measuring("other").build();
        History history = History.of(of(List.of(window("first", 0, 60)), P95, other));
        for (int second = 0; second < 60; second += 15) {
            history = history.bad(second, "p95").good(second, "other");
        }

        assertThat(history.advance(60).ended().get(0).window().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(history.judge().verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aWindowThatIsCutShortHasNotPassed() {
        History history = History.of(two()).goodFrom(0, 120, EVERY, "p95").end(119);

        assertThat(history.ended()).hasSize(2);
        WindowVerdict second = history.ended().get(1).window();
        assertThat(second.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(second.to()).isEqualTo(at(119));
        assertThat(second.reason()).startsWith("cut short after 59s of 1m: p95 at most 200 ms");
        assertThat(history.judge().isOver()).isTrue();
    }

    @Test
    void aWindowThatIsCutShortMayHaveFailed() {
        History history =
                History.of(two()).bad(0, "p95").bad(15, "p95").bad(30, "p95").end(31);

        assertThat(history.ended())
                .singleElement()
                .satisfies(ended -> assertThat(ended.window().verdict()).isEqualTo(Verdict.FAIL));
    }

    @Test
    void aDeploymentThatEndsWhereAWindowBeginsLeavesNoEmptyWindow() {
        History history = History.of(two()).goodFrom(0, 60, EVERY, "p95").end(60);

        assertThat(history.ended()).hasSize(1);
        assertThat(history.judge().windows()).hasSize(1);
        assertThat(history.judge().verdict()).isEqualTo(Verdict.PASS);
        assertThat(history.end(90).ended()).hasSize(1);
    }

    @Test
    void theRunningWindowIsShownAsItStands() {
        History history = History.of(two()).good(0, "p95").bad(15, "p95");

        assertThat(history.judge().verdict()).isEqualTo(Verdict.RUNNING);
        assertThat(history.judge().window()).contains("first");
        assertThat(history.judge().windows()).singleElement().satisfies(running -> {
            assertThat(running.verdict()).isEqualTo(Verdict.RUNNING);
            assertThat(running.to()).isEqualTo(at(60));
            assertThat(running.checks().get(0).reason()).isEqualTo("p95 900 ms, expected < 500 ms");
        });
    }

    @Test
    void anEarlierInstantThanTheLastChangesNothing() {
        History history = History.of(two()).good(30, "p95").advance(10);

        assertThat(history.judge().snapshot().now()).isEqualTo(at(30));
        assertThat(history.judge().advance(Instant.EPOCH)).isEmpty();
    }

    @Test
    void inAGapBetweenWindowsNothingIsJudged() {
        History history = History.of(of(List.of(window("first", 0, 60), window("second", 120, 180)), P95))
                .goodFrom(0, 60, EVERY, "p95");
        for (int second = 60; second < 120; second += 15) {
            history = history.bad(second, "p95");
        }

        assertThat(history.judge().windows()).hasSize(1);
        history = history.goodFrom(120, 180, EVERY, "p95").advance(180);
        assertThat(history.judge().verdict()).isEqualTo(Verdict.PASS);
    }
}
