package dev.probation.agent.cli;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help is laid out where the library would break a line within an option's name, or an example in two. */
final class HelpPage {

    /** Of a terminal that nobody has made wider. */
    private static final int WIDTH = 80;

    /** With which the library breaks no synopsis. */
    private static final int ONE_LINE = 2_000;

    /** A space between two parts of a synopsis; what stands in parentheses is one part. */
    private static final String BETWEEN = " (?![^(]*\\))";

    /** Colour and weight, which take no room. */
    private static final Pattern STYLE = Pattern.compile("\u001b\\[[0-9;]*m");

    private HelpPage() {}

    /** Of a command and all below it. */
    static CommandLine layOut(CommandLine line) {
        Map<String, IHelpSectionRenderer> sections = new HashMap<>(line.getHelpSectionMap());
        sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, HelpPage::synopsis);
        sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, HelpPage::footer);
        return line.setHelpSectionMap(sections).setUsageHelpWidth(WIDTH);
    }

    private static String synopsis(Help help) {
        UsageMessageSpec usage = help.commandSpec().usageMessage();
        int heading = help.synopsisHeadingLength();
        usage.width(ONE_LINE);
        String whole = help.synopsis(heading).strip();
        usage.width(WIDTH);
        String indent = " ".repeat(heading + help.commandSpec().qualifiedName().length());
        StringBuilder lines = new StringBuilder();
        int column = heading - 1;
        for (String part : whole.split(BETWEEN, -1)) {
            int length = STYLE.matcher(part).replaceAll("").length();
            if (column + 1 + length > WIDTH) {
                lines.append(System.lineSeparator()).append(indent);
                column = indent.length();
            }
            lines.append(lines.isEmpty() ? "" : " ").append(part);
            column += 1 + length;
        }
        return lines.append(System.lineSeparator()).toString();
    }

    /** An example that is broken in two cannot be copied; a terminal breaks it without a line's end. */
    private static String footer(Help help) {
        return Arrays.stream(help.commandSpec().usageMessage().footer())
                .map(line -> line.replace("%%", "%") + System.lineSeparator())
                .collect(Collectors.joining());
    }
}
