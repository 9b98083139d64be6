package dev.probation.bench.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DrainTrialTest {

    @Test
    void thoseThatTakeMessagesHaveAllOfThemBesideOnesThatFail() throws IOException {
        DrainTrial.Result result = new DrainTrial(5, 2, 1).run();

        assertThat(result.delivered()).isEqualTo(10);
        assertThat(result.first()).isPositive().isLessThanOrEqualTo(result.last());
        assertThat(result.perSecond()).isPositive();
    }
}
