package dev.probation.agent.cli.command;

import dev.probation.agent.cli.Commands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** One command, run in this process, and what came of it. */
public record Run(int exitCode, String out, String err) {

    public static Run of(Map<String, String> environment, boolean terminal, String... args) {
        return of(environment, terminal, new FakeCommandServices(), args);
    }

    public static Run of(Map<String, String> environment, String... args) {
        return of(environment, false, args);
    }

    public static Run of(CommandServices services, String... args) {
        return of(Map.of(), false, services, args);
    }

    private static Run of(Map<String, String> environment, boolean terminal, CommandServices services, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandContext context = new CommandContext(
                environment,
                terminal,
                new FakeCommandClock(),
                services,
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        int exitCode = Commands.run(context, args);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
