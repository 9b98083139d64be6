package dev.probation.agent.cli.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;

/**
 * What a command is started in.
 *
 * @param terminal whether a line on standard error can be rewritten
 */
public record CommandContext(
        Map<String, String> environment,
        boolean terminal,
        CommandClock clock,
        CommandServices services,
        PrintWriter out,
        PrintWriter err) {

    public CommandContext {
        environment = Map.copyOf(environment);
    }

    /** A variable of the environment; an empty one counts as unset. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
