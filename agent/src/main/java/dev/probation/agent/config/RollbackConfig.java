package dev.probation.agent.config;

import java.time.Duration;
import java.util.List;

/**
 * Who carries out a rollback.
 *
 * @param deadline from the decision until the checks that decided must be good again
 */
public record RollbackConfig(Mode mode, List<ReceiverConfig> to, Duration deadline) {

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
    }
}
