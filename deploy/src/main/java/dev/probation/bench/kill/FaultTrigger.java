package dev.probation.bench.kill;

import java.util.concurrent.atomic.AtomicInteger;

/** What is done as a message arrives, once. */
final class FaultTrigger {
    private final String channel;
    private final AtomicInteger left;
    private final boolean answersFirst;
    private final Runnable action;

    /**
     * For the {@code nth} arrival at {@code channel}, from 1.
     *
     * @param answersFirst whether the message is answered, rather than never
     * @param action on a thread of its own
     */
    FaultTrigger(String channel, int nth, boolean answersFirst, Runnable action) {
        this.channel = channel;
        this.left = new AtomicInteger(nth);
        this.answersFirst = answersFirst;
        this.action = action;
    }

    boolean isFor(String arrived) {
        return arrived.equals(channel) && left.decrementAndGet() == 0;
    }

    boolean answersFirst() {
        return answersFirst;
    }

    void fire() {
        Thread thread = new Thread(action, "fault");
        thread.setDaemon(true);
        thread.start();
    }
}
