package dev.probation.agent.cli.command;

import dev.probation.agent.text.Sanitizer;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** How what went wrong is told: one line that says what to do, and never a usage page that hides it. */
public final class ErrorHandlers {

    private ErrorHandlers() {}

    public static int usage(CommandLine.ParameterException mistake, String[] args) {
        CommandLine command = mistake.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        if (args.length == 0) {
            command.usage(err);
            return ExitCode.USAGE;
        }
        err.println(name + ": " + Sanitizer.TERMINAL.line(UsageMistake.text(mistake)));
        err.println("See \"" + name + " --help\".");
        return ExitCode.USAGE;
    }

    public static int failure(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof CommandFailure known && !EndOfProcess.hasBegun()) {
            command.getErr().println("probation: " + Sanitizer.TERMINAL.lines(String.valueOf(known.getMessage())));
            return known.exitCode();
        }
        return mistake(failure, command.getErr());
    }

    /** A mistake of the program's own, which gives no verdict. */
    public static int mistake(Throwable failure, PrintWriter err) {
        if (EndOfProcess.hasBegun()) {
            // what fails then does so because its parts are being ended
            return ExitCode.INCONCLUSIVE;
        }
        err.println("probation: this is a bug in Probation, please report it:");
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        err.print(Sanitizer.TERMINAL.lines(trace.toString()));
        return ExitCode.INCONCLUSIVE;
    }
}
