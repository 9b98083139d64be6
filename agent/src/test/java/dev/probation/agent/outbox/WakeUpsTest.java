package dev.probation.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.time.FakeTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WakeUpsTest {

    private static final Duration SOON = Duration.ofMillis(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FakeTime time = new FakeTime(Instant.EPOCH);
    private final List<String> woken = new ArrayList<>();
    private final WakeUps wakeUps = new WakeUps(time, woken::add);

    @Test
    void whatIsAskedForAgainAndAgainIsOneWakeUp() {
        for (int again = 0; again < 1_000; again++) {
            wakeUps.in("team", SOON);
        }

        time.advance(MINUTE);

        assertThat(woken).containsExactly("team");
    }

    @Test
    void theEarliestOfSeveralCounts() {
        wakeUps.in("team", MINUTE);
        wakeUps.in("team", SOON);
        wakeUps.in("team", MINUTE);

        time.advance(SOON);
        assertThat(woken).containsExactly("team");

        time.advance(MINUTE);
        assertThat(woken).containsExactly("team");
    }

    @Test
    void receiversAreWokenApart() {
        wakeUps.in("oncall", SOON.multipliedBy(2));
        wakeUps.in("team", SOON);

        time.advance(MINUTE);

        assertThat(woken).containsExactly("team", "oncall");
    }

    @Test
    void oneThatWasWokenCanBeWokenAgain() {
        wakeUps.in("team", SOON);
        time.advance(SOON);
        wakeUps.in("team", SOON);
        time.advance(SOON);

        assertThat(woken).containsExactly("team", "team");
    }

    @Test
    void nobodyIsWokenOnceItIsStopped() {
        wakeUps.in("team", SOON);
        wakeUps.stop();
        wakeUps.in("oncall", SOON);

        time.advance(MINUTE);

        assertThat(woken).isEmpty();
    }
}
