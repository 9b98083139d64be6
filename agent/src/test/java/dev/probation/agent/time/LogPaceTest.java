package dev.probation.agent.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogPaceTest {

    private final FakeTime time = new FakeTime(Instant.EPOCH);
    private final LogPace pace = new LogPace(time, Duration.ofMinutes(1));

    @Test
    void theFirstEventIsLoggedAtOnce() {
        assertThat(pace.due()).isEqualTo(1);
    }

    @Test
    void thoseThatFollowAreCountedInTheNextLine() {
        assertThat(pace.due()).isEqualTo(1);
        assertThat(pace.due()).isZero();
        assertThat(pace.due()).isZero();
        time.advance(Duration.ofSeconds(59));
        assertThat(pace.due()).isZero();

        time.advance(Duration.ofSeconds(1));

        assertThat(pace.due()).isEqualTo(4);
        assertThat(pace.due()).isZero();
    }
}
