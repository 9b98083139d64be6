package dev.probation.agent.cli.command;

import dev.probation.agent.text.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with how a command was typed, in words of our own: what was expected, what was found and where. */
final class UsageMistake {

    /** What the library puts before a converter's own words. */
    private static final String CONVERTING = "^Invalid value for .*?: ";

    /** The library names all that is missing in its message alone. */
    private static final Pattern MISSING = Pattern.compile("'([^']+)'");

    private UsageMistake() {}

    /** @param typed the line, by which an option that has several names is called as it was */
    static String text(ParameterException mistake, String... typed) {
        CommandSpec command = mistake.getCommandLine().getCommandSpec();
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            return unknown(command, unmatched.getUnmatched().get(0));
        }
        if (mistake instanceof MissingParameterException missing) {
            return missing(command, missing);
        }
        if (mistake instanceof MutuallyExclusiveArgsException) {
            return "expected only one of " + String.join(" and ", exclusive(command)) + ", but found more";
        }
        if (mistake instanceof OverwrittenOptionException twice) {
            return name(twice.getOverwritten()) + ": expected once, but found again";
        }
        ArgSpec argument = mistake.getArgSpec();
        if (argument != null) {
            return typed(argument, typed) + ": " + wrong(argument, mistake);
        }
        return said(mistake).equals("Missing required subcommand")
                ? "expected a command, but found none; known are "
                        + String.join(", ", command.subcommands().keySet())
                : said(mistake);
    }

    private static String unknown(CommandSpec command, String found) {
        boolean option = found.startsWith("-");
        List<String> commands = List.copyOf(command.subcommands().keySet());
        if (!commands.isEmpty()) {
            return option
                    ? "expected a command, but found \"" + found + "\"; options come after the command"
                    : "there is no command \"" + found + '"' + Nearest.hint(found, commands);
        }
        if (!option) {
            return "expected nothing more, but found \"" + found + '"';
        }
        String name = found.replaceFirst("=.*", "");
        List<String> options = command.options().stream()
                .flatMap(known -> Stream.of(known.names()))
                .filter(known -> known.startsWith("--") || known.equalsIgnoreCase(name))
                .toList();
        return "there is no option \"" + name + '"'
                + Nearest.to(name, options)
                        .map(meant -> "; did you mean \"" + meant + "\"?")
                        .orElse("");
    }

    private static String missing(CommandSpec command, MissingParameterException missing) {
        String said = said(missing);
        if (said.startsWith("Missing required parameter for option")) {
            ArgSpec option = missing.getMissing().get(0);
            return name(option) + ": expected " + option.paramLabel() + ", but found nothing";
        }
        if (said.contains("(specify one of these)")) {
            return "expected " + String.join(" or ", exclusive(command)) + ", but found neither";
        }
        List<String> names = MISSING.matcher(said)
                .results()
                .map(argument -> argument.group(1).replace('=', ' '))
                .toList();
        return "expected " + String.join(" and ", names) + ", but found "
                + (names.size() > 1 ? "none of them" : "none");
    }

    /** The options of which one excludes the others. */
    private static List<String> exclusive(CommandSpec command) {
        return command.argGroups().stream()
                .flatMap(group -> group.options().stream())
                .map(UsageMistake::whole)
                .toList();
    }

    private static String wrong(ArgSpec argument, ParameterException mistake) {
        String found = ", but found \"" + mistake.getValue() + '"';
        Class<?> type = argument.type();
        if (type.isEnum()) {
            return "expected " + oneOf(type) + found;
        }
        if (type == int.class) {
            return "expected a whole number" + found;
        }
        if (type == double.class) {
            return "expected a number such as " + argument.defaultValue() + found;
        }
        if (type == boolean.class) {
            return "expected no value" + found;
        }
        return said(mistake).replaceFirst(CONVERTING, "");
    }

    /** {@code table, json or yaml}. */
    private static String oneOf(Class<?> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .toList();
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    private static String whole(ArgSpec argument) {
        return argument.isOption()
                        && !argument.paramLabel().isEmpty()
                        && argument.arity().max() > 0
                ? name(argument) + ' ' + argument.paramLabel()
                : name(argument);
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String typed(ArgSpec argument, String... line) {
        return argument instanceof OptionSpec option
                ? Arrays.stream(line)
                        .flatMap(word -> Arrays.stream(option.names()).filter(name -> isTyped(word, name)))
                        .findFirst()
                        .orElse(option.longestName())
                : name(argument);
    }

    private static boolean isTyped(String word, String name) {
        return word.equals(name) || word.startsWith(name.startsWith("--") ? name + '=' : name);
    }

    private static String said(CommandLine.PicocliException mistake) {
        return String.valueOf(mistake.getMessage());
    }
}
