package dev.probation.agent.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A table as the pages have it. */
public final class MarkdownTable {

    private final StringBuilder text = new StringBuilder();

    public MarkdownTable(String... columns) {
        row(columns);
        text.append("|---".repeat(columns.length)).append("|\n");
    }

    public void row(String... cells) {
        text.append(Arrays.stream(cells)
                .map(cell -> cell.isEmpty() ? " " : ' ' + cell.replace("|", "\\|") + ' ')
                .collect(Collectors.joining("|", "|", "|\n")));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
