package dev.probation.bench.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FaultTriggerTest {

    @Test
    void onlyTheNthArrivalAtItsChannelIsForIt() {
        FaultTrigger second = new FaultTrigger("team", 2, true, () -> {});

        assertThat(second.isFor("team")).isFalse();
        assertThat(second.isFor("pager")).isFalse();
        assertThat(second.isFor("team")).isTrue();
        assertThat(second.isFor("team")).isFalse();
    }

    @Test
    void itsActionIsOnAThreadOfItsOwn() throws InterruptedException {
        Thread here = Thread.currentThread();
        CountDownLatch elsewhere = new CountDownLatch(1);
        FaultTrigger trigger = new FaultTrigger("team", 1, false, () -> {
            if (Thread.currentThread() != here) {
                elsewhere.countDown();
            }
        });

        trigger.fire();

        assertThat(elsewhere.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
