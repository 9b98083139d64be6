package dev.probation.agent.time;

import java.time.Duration;

/** Keeps what others cause from filling the log: says when a line is due, and for how many events. Confined to one thread. */
public final class LogPace {

    private final Time time;
    private final Duration pause;
    private boolean logged;
    private long loggedAt;
    private long waiting;

    /** @param pause between two lines */
    public LogPace(Time time, Duration pause) {
        this.time = time;
        this.pause = pause;
    }

    /** Counts an event; how many there were since the last line if another is due now, else 0. */
    public long due() {
        waiting++;
        if (logged && time.nanos() - loggedAt < pause.toNanos()) {
            return 0;
        }
        long events = waiting;
        logged = true;
        loggedAt = time.nanos();
        waiting = 0;
        return events;
    }
}
