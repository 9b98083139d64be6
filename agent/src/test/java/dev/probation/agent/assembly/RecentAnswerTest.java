package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.time.FakeTime;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentAnswerTest {

    private final FakeTime time = new FakeTime(Instant.EPOCH);
    private final List<Promise<String>> asked = new ArrayList<>();
    private final RecentAnswer<String> answer = new RecentAnswer<>(time, () -> {
        Promise<String> promise = Promise.promise();
        asked.add(promise);
        return promise.future();
    });

    private void ask() {
        assertThat(answer.get().isComplete()).isFalse();
    }

    @Test
    void allWhoAskWithinASecondGetOneAnswer() {
        ask();
        asked.get(0).complete("well");

        for (int times = 0; times < 100; times++) {
            assertThat(answer.get().result()).isEqualTo("well");
        }

        assertThat(asked).hasSize(1);
    }

    @Test
    void itIsAskedAnewAfterASecond() {
        ask();
        asked.get(0).complete("well");

        time.advance(Duration.ofSeconds(1));

        assertThat(answer.get().isComplete()).isFalse();
        assertThat(asked).hasSize(2);
    }

    @Test
    void whileItIsBeingAnsweredNobodyAsksAgain() {
        ask();

        time.advance(Duration.ofSeconds(4));

        assertThat(answer.get().isComplete()).isFalse();
        assertThat(asked).hasSize(1);
    }
}
