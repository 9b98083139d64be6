package dev.probation.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.servers.Await;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakeUpsTest {

    private static final long NOW = 0;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> woken = new CopyOnWriteArrayList<>();
    private final WakeUps wakeUps = new WakeUps(vertx, woken::add);

    @AfterEach
    void close() {
        Await.done(vertx.close());
    }

    /** A timer that is due later than all that was asked for has fired. */
    private void awaitLast(long millis) {
        wakeUps.in("last", NOW, millis);
        Await.until("the last is woken", () -> woken.contains("last"));
    }

    @Test
    void whatIsAskedForAgainAndAgainIsOneWakeUp() {
        for (int again = 0; again < 1_000; again++) {
            wakeUps.in("team", NOW, 20);
        }

        awaitLast(200);

        assertThat(woken).containsExactly("team", "last");
    }

    @Test
    void theEarliestOfTwoCounts() {
        wakeUps.in("team", NOW, 60_000);
        wakeUps.in("team", NOW, 10);
        wakeUps.in("team", NOW, 60_000);

        awaitLast(200);

        assertThat(woken).containsExactly("team", "last");
    }

    @Test
    void receiversAreWokenApart() {
        wakeUps.in("team", NOW, 10);
        wakeUps.in("oncall", NOW, 20);

        awaitLast(200);

        assertThat(woken).containsExactly("team", "oncall", "last");
    }

    @Test
    void nobodyIsWokenOnceItIsStopped() {
        wakeUps.in("team", NOW, 10);
        wakeUps.stop();
        wakeUps.in("oncall", NOW, 10);

        WakeUps other = new WakeUps(vertx, woken::add);
        other.in("last", NOW, 200);
        Await.until("the last is woken", () -> woken.contains("last"));

        assertThat(woken).containsExactly("last");
    }
}
