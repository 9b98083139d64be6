import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Ends an agent as one of its messages arrives. */
final class Trap {
    private final String channel;
    private final AtomicInteger left;
    private final boolean answersFirst;
    private final Duration wait;
    private final Runnable blow;

    /**
     * A trap for the {@code nth} arrival at {@code channel}, from 1.
     *
     * @param answersFirst whether the message is answered before the agent ends, or never
     * @param wait between arrival or answer and end
     */
    Trap(String channel, int nth, boolean answersFirst, Duration wait, Runnable blow) {
        this.channel = channel;
        this.left = new AtomicInteger(nth);
        this.answersFirst = answersFirst;
        this.wait = wait;
        this.blow = blow;
    }

    boolean isFor(String arrived) {
        return arrived.equals(channel) && left.decrementAndGet() == 0;
    }

    boolean answersFirst() {
        return answersFirst;
    }

    /** On a thread of its own where it waits, since the server has others to answer. */
    void spring() {
        if (wait.isZero()) {
            blow.run();
            return;
        }
        Thread thread = new Thread(() -> {
            LockSupport.parkNanos(wait.toNanos());
            blow.run();
        });
        thread.setDaemon(true);
        thread.start();
    }
}
