package dev.probation.bench.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.bench.evidence.RatioSimulation.End;
import dev.probation.bench.evidence.RatioSimulation.Part;
import dev.probation.rules.evidence.proportion.RatioRule;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RatioSimulationTest {

    private static End run(List<Part> parts) {
        RatioRule test = new RatioRule(0.001, Duration.ofMinutes(3), RatioSimulation.START);
        return RatioSimulation.run(test, 100, false, parts, 2 * RatioSimulation.HOUR, new Random(1));
    }

    @Test
    void aServiceFarBelowTheLimitIsNeverCalledFailing() {
        assertThat(run(List.of(new Part(0, 0.0001))).decided()).isEqualTo(-1);
    }

    @Test
    void aServiceThatTurnsBadIsCalledFailingSoonAfter() {
        int onset = RatioSimulation.HOUR;

        End end = run(List.of(new Part(0, 0.0001), new Part(onset, 0.1)));

        assertThat(end.decided()).isBetween(onset + 240, onset + 270);
    }
}
