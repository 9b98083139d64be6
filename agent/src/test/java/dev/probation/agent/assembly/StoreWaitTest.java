package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoreInUseException;
import dev.probation.agent.time.FakeTime;
import dev.probation.agent.time.Mistake;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreWaitTest {

    private final FakeTime time = new FakeTime(Instant.EPOCH);

    @ParameterizedTest
    @EnumSource
    void aStepThatThrowsWhenItIsTriedAgainEndsTheWait(Mistake mistake) {
        AtomicInteger attempts = new AtomicInteger();

        Future<String> waiting = StoreWait.until(
                () -> attempts.incrementAndGet() == 1
                        ? Future.failedFuture(new StoreException("away"))
                        : mistake.make(),
                time,
                () -> false);
        time.advance(Duration.ofSeconds(2));

        assertThat(attempts).hasValue(2);
        assertThat(waiting.failed()).isTrue();
        assertThat(waiting.cause()).hasMessage("a mistake");
    }

    @Test
    void aStoreThatIsAwayIsTriedEverLessOftenAndOneThatAnotherAgentHasEachSecond() {
        assertThat(attemptsInAMinute(new StoreException("away"))).isEqualTo(9);
        assertThat(attemptsInAMinute(new StoreInUseException("postgresql://db/probation", "elsewhere, process 7")))
                .isEqualTo(61);
    }

    private int attemptsInAMinute(StoreException why) {
        AtomicInteger attempts = new AtomicInteger();
        Future<String> unusedWaiting = StoreWait.until(
                () -> {
                    attempts.incrementAndGet();
                    return Future.failedFuture(why);
                },
                time,
                () -> false);
        time.advance(Duration.ofMinutes(1));
        return attempts.get();
    }
}
