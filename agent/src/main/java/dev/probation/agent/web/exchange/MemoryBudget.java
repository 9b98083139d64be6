package dev.probation.agent.web.exchange;

import dev.probation.agent.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How much requests and their answers may have in memory at the same time. Where that is used up, the request that has sent its
 * body for longest makes room, if that is for a second or more. Confined to the server's event loop.
 */
final class MemoryBudget {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Each has its head in memory, and no more. */
    private static final int MOST_WAITING = 500;

    /** A request for which there was no room when it came. */
    static final class Waiting {
        private final long bytes;
        private final Runnable granted;

        Waiting(long bytes, Runnable granted) {
            this.bytes = bytes;
            this.granted = granted;
        }
    }

    private final Time time;
    private final long most;
    private long taken;
    /** Those whose bodies are not read yet, since there was no room; in the order in which they came. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    /** Those whose bodies are not whole, longest first. */
    private final Set<RequestMemory> reading = new LinkedHashSet<>();

    /** @param most in bytes */
    MemoryBudget(Time time, long most) {
        this.time = time;
        this.most = most;
    }

    /** Takes so many bytes, unless they are not to be had. */
    boolean take(long bytes) {
        while (bytes > most - taken) {
            if (!cutSlowest()) {
                return false;
            }
        }
        taken += bytes;
        return true;
    }

    /**
     * Gives so many bytes to a request and lets it go on: at once, or once others have given back enough and those that wait for
     * longer have theirs. False where too many wait.
     */
    boolean takeWhenFree(Waiting request) {
        if (waiting.isEmpty() && take(request.bytes)) {
            request.granted.run();
            return true;
        }
        return request.bytes <= most && waiting.size() < MOST_WAITING && waiting.add(request);
    }

    /** Lets a request that waits go on where a slow one can make room for it; otherwise it waits no longer, and this is false. */
    boolean hurry(Waiting request) {
        waiting.remove(request);
        if (!take(request.bytes)) {
            return false;
        }
        request.granted.run();
        return true;
    }

    /** It waits no longer. */
    void leave(Waiting request) {
        waiting.remove(request);
    }

    void give(long bytes) {
        taken -= bytes;
        for (Waiting next = waiting.peek(); next != null && next.bytes <= most - taken; next = waiting.peek()) {
            waiting.remove();
            taken += next.bytes;
            next.granted.run();
        }
    }

    /** Its body is being read from now on. */
    void begin(RequestMemory memory) {
        reading.add(memory);
    }

    /** Its body is whole, or no longer read. */
    void end(RequestMemory memory) {
        reading.remove(memory);
    }

    private boolean cutSlowest() {
        Iterator<RequestMemory> slowest = reading.iterator();
        if (!slowest.hasNext()) {
            return false;
        }
        RequestMemory memory = slowest.next();
        if (time.nanos() - memory.begun() < PATIENCE.toNanos()) {
            return false;
        }
        slowest.remove();
        memory.cut();
        return true;
    }
}
