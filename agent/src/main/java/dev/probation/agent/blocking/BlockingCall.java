package dev.probation.agent.blocking;

import dev.probation.agent.time.Time;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One blocking call under way: what is left of its time, and what to close when that is over. */
public final class BlockingCall {

    private static final Logger log = LoggerFactory.getLogger(BlockingCall.class);

    private final Time time;
    private final long startedAt;
    private final Duration timeout;
    // guarded by this: the thread that blocks adds, the event loop closes
    private final List<Closeable> open = new ArrayList<>();
    private boolean aborted;

    BlockingCall(Time time, Duration timeout) {
        this.time = time;
        this.startedAt = time.nanos();
        this.timeout = timeout;
    }

    /** What is left of the time; never less than 1 ms, since drivers take 0 for no limit. */
    public Duration left() {
        Duration left = timeout.minusNanos(time.nanos() - startedAt);
        return left.toMillis() < 1 ? Duration.ofMillis(1) : left;
    }

    /** Whether the deadline has passed. */
    public synchronized boolean isAborted() {
        return aborted;
    }

    /** Closes {@code resource} at the deadline, or now where that has passed; closing must not block. */
    public void closeAtDeadline(Closeable resource) {
        synchronized (this) {
            if (!aborted) {
                open.add(resource);
                return;
            }
        }
        close(resource);
    }

    void abort() {
        List<Closeable> left;
        synchronized (this) {
            aborted = true;
            left = List.copyOf(open);
            open.clear();
        }
        left.forEach(BlockingCall::close);
    }

    private static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException alreadyBroken) {
            log.debug("closing failed error={}", alreadyBroken.getClass().getSimpleName());
        }
    }
}
