package dev.probation.agent.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndableTimeTest {

    private final FakeTime clocks = new FakeTime(Instant.EPOCH);
    private final EndableTime time = new EndableTime(clocks);
    private final List<String> done = new ArrayList<>();

    @Test
    void noTimerFiresOnceItIsEnded() {
        Time.Cancellable unusedFirst = time.after(Duration.ofSeconds(1), () -> done.add("before"));
        Time.Cancellable unusedSecond = time.after(Duration.ofSeconds(3), () -> done.add("after"));
        clocks.advance(Duration.ofSeconds(2));

        time.end();
        clocks.advance(Duration.ofSeconds(2));

        assertThat(done).containsExactly("before");
        assertThat(time.now()).isEqualTo(clocks.now());
    }

    @Test
    void aTimerThatIsCancelledDoesNotFire() {
        Time.Cancellable timer = time.after(Duration.ofSeconds(1), () -> done.add("cancelled"));

        timer.cancel();
        clocks.advance(Duration.ofSeconds(2));

        assertThat(done).isEmpty();
    }
}
