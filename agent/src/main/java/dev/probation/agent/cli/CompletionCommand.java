package dev.probation.agent.cli;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.ExitCode;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code probation generate-completion}: what a shell needs to complete commands, options and their values. */
@Command(
        name = "generate-completion",
        mixinStandardHelpOptions = true,
        description = "Prints a completion script for bash and zsh.",
        footerHeading = "%nExample:%n",
        footer = "  probation generate-completion > /etc/bash_completion.d/probation")
final class CompletionCommand implements Callable<Integer> {

    /** The library's script has the names of constants, as Java writes them. */
    private static final Pattern VALUES = Pattern.compile("(?m)^ *local \\w+_option_args=\\(.*");

    /** With this the library's script completes no name of a file. */
    private static final Pattern NO_FILES = Pattern.compile("(?m)^.*compopt \\+o default\n");

    private final CommandContext context;
    private final Supplier<CommandLine> all;

    /** @param all with all commands */
    CompletionCommand(CommandContext context, Supplier<CommandLine> all) {
        this.context = context;
        this.all = all;
    }

    @Override
    public Integer call() {
        String script = AutoComplete.bash("probation", all.get());
        String named = VALUES.matcher(script).replaceAll(line -> values(line.group()));
        context.out().print(NO_FILES.matcher(named).replaceAll("") + '\n');
        return ExitCode.PASS;
    }

    private static String values(String line) {
        int begin = line.indexOf('(');
        return line.substring(0, begin) + line.substring(begin).toLowerCase(Locale.ROOT);
    }
}
