package dev.probation.bench.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.bench.decision.DecisionLabel.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DecisionTablesTest {

    private static final int ONSET = 600;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    /** All judges decide so many seconds after the deployment. */
    private static DecisionResult result(Kind kind, Optional<Integer> decided) {
        DecisionLabel label = new DecisionLabel(
                0, kind, kind == Kind.HEALTHY ? 0 : 10, kind == Kind.HEALTHY ? 0 : ONSET, 100, DecisionPast.FINE);
        Optional<Instant> at = decided.map(DecisionRecording.LIVE::plusSeconds);
        DecisionJudge.Ruling ruling = new DecisionJudge.Ruling(at, "errors", 4, 1, false);
        return new DecisionResult(
                label,
                new DecisionStory(label, new SplittableRandom(1)),
                10,
                Collections.nCopies(DecisionJudge.NAMES.size(), ruling));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8).replaceAll(" +", " ");
    }

    @Test
    void aDecisionIsFalseEarlyFoundOrMissed() {
        DecisionResult wrong = result(Kind.HEALTHY, Optional.of(100));
        DecisionResult early = result(Kind.ERROR_STEP, Optional.of(ONSET - 1));
        DecisionResult found = result(Kind.ERROR_STEP, Optional.of(ONSET + 195));
        DecisionResult missed = result(Kind.ERROR_STEP, Optional.empty());

        assertThat(wrong.isFalse(0)).isTrue();
        assertThat(early.isEarly(0)).isTrue();
        assertThat(early.isFound(0)).isFalse();
        assertThat(found.isFound(0)).isTrue();
        assertThat(found.delay(0)).isEqualTo(Duration.ofSeconds(195));
        assertThat(missed.isMissed(0)).isTrue();
        assertThat(result(Kind.HEALTHY, Optional.empty()).isMissed(0)).isFalse();
        assertThat(result(Kind.LEAK, Optional.empty()).isMissed(0)).isFalse();
    }

    @Test
    void eachJudgeHasALineOfWhatItCameTo() {
        List<DecisionResult> results = List.of(
                result(Kind.HEALTHY, Optional.of(100)),
                result(Kind.HEALTHY, Optional.empty()),
                result(Kind.ERROR_STEP, Optional.of(ONSET - 1)),
                result(Kind.ERROR_STEP, Optional.of(ONSET + 195)),
                result(Kind.ERROR_STEP, Optional.empty()));

        new DecisionTables(results, out).judges();

        assertThat(printed().lines())
                .hasSize(1 + DecisionJudge.NAMES.size())
                .contains("ours, as shipped 1 of 2 1 of 3 1 of 3 1 of 3 never never 25.0 %");
    }

    @Test
    void goalsAreMetOnlyWithoutAMistake() {
        DecisionResult healthy = result(Kind.HEALTHY, Optional.empty());
        DecisionResult found = result(Kind.ERROR_STEP, Optional.of(ONSET + 195));

        // the other judges decide the same here, so that ours is not ahead of them
        assertThat(new DecisionGoals(List.of(healthy, found), out).print()).isFalse();
        assertThat(printed())
                .contains("false rollbacks: at most 1 in 1,000 healthy deployments 0 of 1 ok")
                .contains("asked every 15s 1 of 1, slowest 3m15s ok")
                .contains("wrong decisions: fewer than of \"threshold, for 3m\" 0 against 0 MISSED");
    }

    @Test
    void aQuantileOfNoneIsNone() {
        assertThat(DecisionTables.quantile(List.of(), 0.5)).isEqualTo("-");
        assertThat(DecisionTables.quantile(List.of(Duration.ofSeconds(30), DecisionTables.NEVER), 0.95))
                .isEqualTo("never");
    }
}
