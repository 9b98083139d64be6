package dev.probation.bench.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.bench.decision.DecisionLabel.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionLabelTest {

    private static DecisionLabel label(Kind kind, double size, int begins, int traffic) {
        return new DecisionLabel(0, kind, size, begins, traffic, DecisionPast.FINE);
    }

    @Test
    void theSameSeedPlansTheSameAndAnotherDoesNot() {
        assertThat(DecisionLabel.plan(72, 100, 3, 4, 60, 60, 0))
                .isEqualTo(DecisionLabel.plan(72, 100, 3, 4, 60, 60, 0));
        assertThat(DecisionLabel.plan(73, 100, 3, 4, 60, 60, 0))
                .isNotEqualTo(DecisionLabel.plan(72, 100, 3, 4, 60, 60, 0));
    }

    @Test
    void aPlanHasAsManyAsAskedForAndNoMoreThanThereAre() {
        List<DecisionLabel> few = DecisionLabel.plan(72, 100, 3, 4, 60, 50, 0);
        assertThat(few.stream().filter(DecisionLabel::isHealthy)).hasSize(103);
        assertThat(few.stream().filter(label -> label.past().isBad())).hasSize(50);
        assertThat(few).hasSize(217);

        List<DecisionLabel> all = DecisionLabel.plan(72, 1000, 3, 4, 100_000, 100_000, 0);
        assertThat(all).hasSize(1590);
        assertThat(all).extracting(DecisionLabel::index).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aRampIsOverTheLimitLaterThanItBegins() {
        DecisionLabel ramp = label(Kind.ERROR_RAMP, 10, 3600, 100);

        // from 0.3 to 10 times the limit in six hours: 0.7 of 9.7 until it is at the limit, 2.7 of 9.7 until it must be
        // found
        assertThat(ramp.onset()).isEqualTo(3600 + 1559);
        assertThat(ramp.severe()).isEqualTo(3600 + 6013);
        assertThat(label(Kind.ERROR_STEP, 10, 3600, 100).onset()).isEqualTo(3600);
    }

    @Test
    void whatIsSmallOrOldOrRareNeedNotBeFound() {
        assertThat(label(Kind.ERROR_STEP, 3, 0, 1).mustBeFound()).isTrue();
        assertThat(label(Kind.ERROR_STEP, 2, 0, 1000).mustBeFound()).isFalse();
        assertThat(label(Kind.ERRORS_BEFORE, 10, -3600, 1000).mustBeFound()).isFalse();
        assertThat(label(Kind.BURSTS, 10, 0, 50).mustBeFound()).isFalse();
        assertThat(label(Kind.BURSTS, 10, 0, 100).mustBeFound()).isTrue();
    }

    @Test
    void timesAreTold() {
        assertThat(DecisionLabel.text(Duration.ofSeconds(195))).isEqualTo("3m15s");
        assertThat(DecisionLabel.text(Duration.ofSeconds(41 * 3600 + 301))).isEqualTo("41h5m");
        assertThat(DecisionLabel.times(3)).isEqualTo("3");
        assertThat(DecisionLabel.times(1.5)).isEqualTo("1.5");
    }
}
