package dev.probation.agent.cli.command;

import dev.probation.agent.text.Sanitizer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How what went wrong is told: one line that says what to do, and never a usage page that hides it. */
public final class ErrorHandlers {

    private static final Pattern FIELD = Pattern.compile("^(?:field|parameter) \"([A-Za-z]+)\":");

    private ErrorHandlers() {}

    public static int usage(CommandLine.ParameterException mistake, String[] args) {
        CommandLine command = mistake.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        if (args.length == 0) {
            command.usage(err);
            return ExitCode.USAGE;
        }
        err.println(name + ": " + Sanitizer.TERMINAL.line(UsageMistake.text(mistake, args)));
        err.println("See \"" + name + " --help\".");
        return ExitCode.USAGE;
    }

    public static int failure(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof CommandFailure known && !EndOfProcess.hasBegun()) {
            String said = asTyped(String.valueOf(known.getMessage()), parsed);
            command.getErr().println("probation: " + Sanitizer.TERMINAL.lines(said));
            return known.exitCode();
        }
        return mistake(failure, command.getErr());
    }

    /** What an agent refuses it calls by the API's name, which nobody has typed. */
    private static String asTyped(String message, CommandLine.ParseResult parsed) {
        Matcher field = FIELD.matcher(message);
        if (!field.find()) {
            return message;
        }
        CommandLine.ParseResult called = parsed;
        while (called.hasSubcommand()) {
            called = called.subcommand();
        }
        String name = field.group(1);
        String option = "--" + name.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        CommandSpec command = called.commandSpec();
        OptionSpec known = command.findOption(option);
        boolean isMeant = known != null && !known.versionHelp();
        Stream<String> parameters = command.positionalParameters().stream()
                .map(ArgSpec::paramLabel)
                .filter(label -> List.of(name, name.replaceFirst("s$", "")).contains(label.toLowerCase(Locale.ROOT)));
        return Stream.concat(isMeant ? Stream.of(option) : Stream.empty(), parameters)
                .findFirst()
                .map(typed -> typed + message.substring(field.end() - 1))
                .orElse(message);
    }

    /** A mistake of the program's own, or a process that cannot go on; neither gives a verdict. */
    public static int mistake(Throwable failure, PrintWriter err) {
        if (EndOfProcess.hasBegun()) {
            // what fails then does so because its parts are being ended
            return ExitCode.INCONCLUSIVE;
        }
        if (failure instanceof OutOfMemoryError) {
            err.println("probation: the process is out of memory (" + Sanitizer.TERMINAL.line(said(failure))
                    + "); start it with more, such as with java -Xmx512m");
            return ExitCode.INCONCLUSIVE;
        }
        err.println(
                failure instanceof NoClassDefFoundError
                        ? "probation: a part of the jar cannot be loaded, as where it was replaced while the command"
                                + " ran; run the command again, and please report it if that does not help:"
                        : "probation: this is a bug in Probation, please report it:");
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        err.print(Sanitizer.TERMINAL.lines(trace.toString()));
        return ExitCode.INCONCLUSIVE;
    }

    private static String said(Throwable failure) {
        return Objects.requireNonNullElse(failure.getMessage(), "no more is known");
    }
}
