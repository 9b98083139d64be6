package dev.probation.agent.web.exchange;

import dev.probation.agent.time.Time;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How much requests and their answers may have in memory at the same time. Where that is used up, the request that has sent its
 * body for longest makes room, if that is for a second or more. Confined to the server's event loop.
 */
final class MemoryBudget {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Time time;
    private final long most;
    private long taken;
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

    void give(long bytes) {
        taken -= bytes;
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
