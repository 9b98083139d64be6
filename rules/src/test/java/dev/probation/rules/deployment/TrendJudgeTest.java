package dev.probation.rules.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckBuilder;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/** A leak fails a check whose trend is limited. A value every five minutes, in bytes. */
class TrendJudgeTest {

    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;
    private static final double START = 512 * 1024 * 1024;
    private static final CheckId MEMORY = new CheckId("memory");

    private final Random random = new Random(11);

    private static Check check() {
        return CheckBuilder.measuring("memory")
                .rising("trend < 1%/h", "2GiB")
                .every(Duration.ofMinutes(5))
                .rollback()
                .build();
    }

    private static History history() {
        return History.of(new Checklist(
                List.of(check()),
                List.of(new WindowSpec("day", Duration.ZERO, Duration.ofHours(24), Optional.empty(), 0, Duration.ZERO)),
                List.of(),
                true));
    }

    private void values(History history, long from, long to, LongToDoubleFunction value) {
        for (long second = from; second < to; second += 300) {
            double noise = 1 + 0.005 * random.nextGaussian();
            assertThat(history.sample(second, "memory", Outcome.Measured.of(value.applyAsDouble(second) * noise)))
                    .isSameAs(history);
        }
    }

    private static double leak(long second) {
        return START * (1 + 0.02 * second / HOUR);
    }

    private static double saw(long second) {
        return START * (1 + 0.2 * Math.floorMod(second, 1500) / 1500);
    }

    private static CheckVerdict verdict(History history) {
        return history.ended().get(0).window().checks().get(0);
    }

    @Test
    void aLeakIsFoundAndItsEndForetold() {
        History history = history();

        values(history, 300, 13 * HOUR, TrendJudgeTest::leak);

        Event.RollbackDecided decided = history.rollback().orElseThrow();
        assertThat(decided.at()).isBefore(History.at(12 * HOUR + 600));
        assertThat(decided.reason())
                .matches(
                        "memory 6\\d\\d MiB, expected trend < 1 %/h: rises by .* %/h \\(.* to .* %/h\\) from 5\\d\\d MiB over .*; "
                                + "at this rate it reaches 2 GiB at 2026-02-0\\dT.*Z");
    }

    @Test
    void aSawToothIsNone() {
        History history = history();

        values(history, 300, DAY + HOUR, TrendJudgeTest::saw);

        assertThat(history.rollback()).isEmpty();
        assertThat(verdict(history).verdict()).isEqualTo(Verdict.PASS);
        assertThat(history.judge().progress(MEMORY).state()).isEqualTo(CheckState.OK);
        assertThat(history.judge().explain(MEMORY)).contains("expected trend < 1 %/h: no lasting rise: ");
    }

    @Test
    void aRhythmOfTheDayBeforeIsNone() {
        LongToDoubleFunction rhythm = second -> START * (1 + 0.3 * Math.sin(2 * Math.PI * second / DAY));
        History history = history();

        values(history, -DAY, 0, rhythm);
        values(history, 300, DAY + HOUR, rhythm);

        assertThat(history.rollback()).isEmpty();
        assertThat(verdict(history).verdict()).isEqualTo(Verdict.PASS);
    }

    private static double fills(long second, double hours) {
        return START * (2 - Math.exp(-second / (hours * HOUR)));
    }

    @Test
    void whatFillsUpIsAWarningUntilItIsNearlyFull() {
        History history = history();

        values(history, 300, 15 * HOUR, second -> fills(second, 12));

        assertThat(history.judge().progress(MEMORY).state()).isEqualTo(CheckState.WARN);
        assertThat(history.judge().explain(MEMORY))
                .contains("expected trend < 1 %/h: rises ever more slowly, so it may be something that fills up: ");
        assertThat(history.sample(15 * HOUR, "memory", new Outcome.NoData("gone")))
                .isSameAs(history);
        values(history, 15 * HOUR + 300, 16 * HOUR, second -> fills(second, 12));
        assertThat(history.judge().progress(MEMORY).state()).isEqualTo(CheckState.WARN);
    }

    @Test
    void aWindowThatEndsInDoubtIsAWarning() {
        History history = History.of(new Checklist(
                List.of(check()),
                List.of(new WindowSpec("day", Duration.ZERO, Duration.ofHours(15), Optional.empty(), 0, Duration.ZERO)),
                List.of(),
                true));

        values(history, 300, 16 * HOUR, second -> fills(second, 12));

        assertThat(verdict(history).verdict()).isEqualTo(Verdict.WARN);
        assertThat(verdict(history).reason()).contains("so it may be something that fills up: ");
        assertThat(history.rollback()).isEmpty();
    }

    @Test
    void aWindowThatEndsOnceItIsFullPasses() {
        History history = history();

        values(history, 300, DAY + HOUR, second -> fills(second, 3));

        assertThat(verdict(history).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void valuesSinceTheDeploymentAreLookedAtInTheWindowThatHasTheFirstSixHours() {
        Check check = CheckBuilder.measuring("memory")
                .rising("trend < 1%/h", "2GiB", "first")
                .every(Duration.ofMinutes(5))
                .in("day")
                .rollback()
                .build();
        History history = History.of(new Checklist(
                List.of(check),
                List.of(
                        new WindowSpec("first", Duration.ZERO, Duration.ofHours(4), Optional.empty(), 0, Duration.ZERO),
                        new WindowSpec(
                                "day", Duration.ofHours(4), Duration.ofHours(24), Optional.empty(), 0, Duration.ZERO)),
                List.of(),
                true));

        values(history, 300, 13 * HOUR, TrendJudgeTest::leak);

        assertThat(history.ended().get(0).window().checks()).isEmpty();
        assertThat(history.rollback().orElseThrow().at()).isBefore(History.at(12 * HOUR + 600));
    }

    @Test
    void valuesOfFewHoursTellNothing() {
        History history = history();

        values(history, 300, 5 * HOUR, TrendJudgeTest::leak);
        assertThat(history.end(5 * HOUR)).isSameAs(history);

        assertThat(verdict(history).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict(history).reason()).contains("memory, expected trend < 1 %/h: too few samples to evaluate");
    }
}
