package dev.probation.agent.cli;

import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The commands and their exit codes as tables. */
final class CommandTables {

    private CommandTables() {}

    /** Each command by the first sentences and the first example of its help. */
    static String commands(CommandLine program) {
        MarkdownTable table = new MarkdownTable("command", "what it does", "example");
        for (Map.Entry<String, CommandLine> command : program.getSubcommands().entrySet()) {
            UsageMessageSpec usage = command.getValue().getCommandSpec().usageMessage();
            String example = Arrays.stream(usage.footer())
                    .findFirst()
                    .map(line -> '`' + line.strip().replace("%%", "%") + '`')
                    .orElse("");
            table.row('`' + command.getKey() + '`', usage.description()[0], example);
        }
        return table.toString();
    }

    static String exitCodes(CommandLine program) {
        MarkdownTable table = new MarkdownTable("code", "meaning");
        program.getCommandSpec().usageMessage().exitCodeList().forEach(table::row);
        return table.toString();
    }
}
