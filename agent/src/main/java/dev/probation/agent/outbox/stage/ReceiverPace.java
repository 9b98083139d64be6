package dev.probation.agent.outbox.stage;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Until when receivers are left alone: to keep their rate, or since they asked for it. For any thread. */
public final class ReceiverPace {

    private final Map<String, Instant> until = new ConcurrentHashMap<>();

    public void leaveAlone(String receiver, Instant end) {
        until.put(receiver, end);
    }

    /** When the receiver may be sent something; long ago where that is now. */
    public Instant freeFrom(String receiver) {
        return until.getOrDefault(receiver, Instant.MIN);
    }
}
