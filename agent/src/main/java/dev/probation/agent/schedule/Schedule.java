package dev.probation.agent.schedule;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When the probes of one deployment run: each in its own interval, all of them spread evenly over nine tenths of their
 * intervals, so that each has been asked one interval after the deployment was told. The first is asked at once. Confined
 * to its event loop.
 */
public final class Schedule {

    /** A check with the probe that asks it. */
    public record Entry(CheckConfig check, Probe probe) {}

    /** Hears what was asked. */
    public interface Listener {

        /**
         * A probe has ended.
         *
         * @param took from the question to the outcome
         * @param late how long after it was due it was asked
         */
        void asked(CheckConfig check, Outcome outcome, Duration took, Duration late);

        /** Whether the check is bad, or its next samples tell whether it is, so that it is asked in its own interval meanwhile. */
        default boolean isPressing(CheckConfig check) {
            return false;
        }

        /** So many runs were left out, since the one before them was still in progress or the agent was held up. */
        void skipped(CheckConfig check, long runs);
    }

    private final List<Entry> entries;
    private final Instant deployedAt;
    private final Time time;
    private final TimerWheel wheel;
    private final Listener listener;
    private final Map<CheckId, ProbeLoop> loops = new HashMap<>();

    public Schedule(List<Entry> entries, Instant deployedAt, Time time, Listener listener) {
        this.entries = List.copyOf(entries);
        this.deployedAt = deployedAt;
        this.time = time;
        this.wheel = new TimerWheel(time);
        this.listener = listener;
    }

    /** Asks what the window asks, in its intervals. A probe whose interval stays goes on as it was. */
    public void enter(WindowSpec window) {
        for (int i = 0; i < entries.size(); i++) {
            enter(window, entries.get(i), i);
        }
    }

    private void enter(WindowSpec window, Entry entry, int position) {
        CheckId id = entry.check().rule().id();
        Duration every = window.intervalOf(entry.check().rule().every());
        ProbeLoop running = loops.get(id);
        boolean asked = entry.check().rule().isAskedIn(window.name());
        if (running != null && asked && running.everyNanos() == every.toNanos()) {
            return;
        }
        if (running != null) {
            running.stop();
            loops.remove(id);
        }
        if (asked) {
            ProbeLoop loop = new ProbeLoop(entry.check(), entry.probe(), deployedAt, wheel, time, listener, every);
            loops.put(id, loop);
            loop.start(loop.interval().multipliedBy(9L * position).dividedBy(10L * entries.size()));
        }
    }

    /** Asks no more; a probe that is under way ends unheard. */
    public void stop() {
        loops.values().forEach(ProbeLoop::stop);
        loops.clear();
    }
}
