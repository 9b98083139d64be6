package dev.probation.agent.receiver.rollback.command;

import dev.probation.agent.config.ReceiverSettings;
import java.time.Duration;
import java.util.List;

/**
 * A program that rolls back, started at most once for a decision.
 *
 * @param command the program's absolute path and its arguments; no shell sees them
 * @param timeout after which the process and all it started are ended
 */
record CommandSettings(List<String> command, Duration timeout) implements ReceiverSettings {

    public CommandSettings {
        command = List.copyOf(command);
    }
}
