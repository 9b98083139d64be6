package dev.probation.bench.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KillTallyTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final KillTally tally = new KillTally(new PrintStream(printed, true, StandardCharsets.UTF_8), Arrivals.AT);

    private static KillPlan plan() {
        return KillPlan.of(7, 1, true);
    }

    /** A round that ended before anything was decided. */
    private static KillResult nothing() {
        StoreCopy empty = new StoreCopy(Optional.empty(), List.of(), List.of());
        return new KillResult(
                new KillResult.Before(empty, List.of()),
                Arrivals.AT,
                400,
                empty,
                List.of(),
                List.of(),
                Arrivals.report());
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aRoundThatCouldNotBePlayedIsWrong() {
        tally.failed(3, plan(), new IOException("the agent ended by itself"));

        assertThat(tally.isRight(1)).isFalse();
        assertThat(text()).contains("   3  WRONG").contains("the agent ended by itself");
    }

    @Test
    void aRoundWithoutADecisionIsWrongAndSaysWhy() {
        tally.add(1, plan(), nothing());

        assertThat(tally.isRight(1)).isFalse();
        assertThat(text()).contains("WRONG", "0 decisions in the journal", "the command was never started");
    }

    @Test
    void roundsThatNobodyPlayedAreNotRight() {
        assertThat(tally.isRight(1)).isFalse();
        assertThat(tally.isRight(0)).isTrue();
    }

    @Test
    void theFiguresNameHowManyRoundsAndHowLong() {
        tally.add(1, plan(), nothing());
        tally.add(2, plan(), nothing());

        tally.print(Arrivals.AT.plusSeconds(75));

        assertThat(text())
                .contains("    2  as the rollback command starts")
                .contains("    0  decisions in 2 rounds")
                .contains("until it is ready                  median   400, 99 %   400, worst   400 (2 of them)")
                .endsWith("2 of 2 rounds wrong, after 75 s" + System.lineSeparator());
    }
}
