package dev.probation.agent.metrics;

import dev.probation.agent.cli.MarkdownTable;
import java.util.Locale;
import java.util.stream.Collectors;

/** The agent's metrics as a table. */
public final class MetricsTable {

    private MetricsTable() {}

    public static String markdown() {
        MarkdownTable table = new MarkdownTable("metric", "kind", "labels", "what it is");
        for (MetricName name : MetricName.values()) {
            table.row(
                    '`' + name.sampleName() + '`',
                    name.type().name().toLowerCase(Locale.ROOT),
                    name.labels().stream().map(label -> '`' + label + '`').collect(Collectors.joining(", ")),
                    name.help());
        }
        return table.toString();
    }
}
