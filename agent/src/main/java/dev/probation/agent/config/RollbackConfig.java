package dev.probation.agent.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Who carries out a rollback, and how it is followed.
 *
 * @param approval the names of those that are told nothing before a person approves
 * @param deadline from the decision until the checks that decided must be good again
 * @param quick from the decision until the earlier version must be back, or people are told that it is slow
 * @param coolDown how long after a rollback of a service the next one is advised only
 */
public record RollbackConfig(
        Mode mode,
        List<ReceiverConfig> to,
        Set<String> approval,
        Duration deadline,
        Duration quick,
        Duration coolDown) {

    static final Duration QUICK = Duration.ofMinutes(5);
    static final Duration COOL_DOWN = Duration.ofHours(1);

    /** What a decision leads to. */
    public enum Mode {
        /** The receivers are signalled. */
        SIGNAL,
        /** People are told; nothing is signalled. */
        ADVISE,
        /** Nothing is decided. */
        OFF
    }

    public RollbackConfig {
        to = List.copyOf(to);
        approval = Set.copyOf(approval);
    }

    /** With what else there is to say left to its default. */
    public RollbackConfig(Mode mode, List<ReceiverConfig> to, Duration deadline) {
        this(mode, to, Set.of(), deadline, atMost(deadline, QUICK), COOL_DOWN);
    }

    public static Duration atMost(Duration most, Duration usual) {
        return usual.compareTo(most) > 0 ? most : usual;
    }

    /** The receivers' names, in their order. */
    public List<String> names() {
        return to.stream().map(ReceiverConfig::name).toList();
    }
}
