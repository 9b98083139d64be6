package dev.probation.bench.kill;

import java.util.concurrent.atomic.AtomicInteger;

/** What happens as a message arrives, for once. */
final class Trap {
    private final String channel;
    private final AtomicInteger left;
    private final boolean answersFirst;
    private final Runnable snap;

    /**
     * A trap for the {@code nth} arrival at {@code channel}, from 1.
     *
     * @param answersFirst whether the message is answered, rather than never
     * @param snap on a thread of its own
     */
    Trap(String channel, int nth, boolean answersFirst, Runnable snap) {
        this.channel = channel;
        this.left = new AtomicInteger(nth);
        this.answersFirst = answersFirst;
        this.snap = snap;
    }

    boolean isFor(String arrived) {
        return arrived.equals(channel) && left.decrementAndGet() == 0;
    }

    boolean answersFirst() {
        return answersFirst;
    }

    void spring() {
        Thread thread = new Thread(snap, "trap");
        thread.setDaemon(true);
        thread.start();
    }
}
