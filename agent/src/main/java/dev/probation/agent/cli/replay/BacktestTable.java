package dev.probation.agent.cli.replay;

import dev.probation.agent.cli.command.Table;
import dev.probation.agent.config.CheckConfig;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.CheckVerdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** What the limits would have done, one deployment a line. */
final class BacktestTable {

    private final Table table = new Table("LIVE SINCE", "VERSION", "VERDICT", "ROLLED BACK", "BY", "COVERAGE", "WHY");
    private boolean empty = true;

    void add(Replay.Result result, Collection<CheckConfig> readable) {
        empty = false;
        table.row(
                result.deployment().deployedAt(),
                result.deployment().version(),
                result.verdict().label(),
                result.rollback().map(decided -> after(result, decided)).orElse("no"),
                result.rollback().map(Event.RollbackDecided::by).orElse(""),
                coverage(result, readable),
                why(result));
    }

    private static String after(Replay.Result result, Event.RollbackDecided decided) {
        return "after " + Durations.write(Duration.between(result.deployment().deployedAt(), decided.at()));
    }

    /** The least of any check that could be read, in any window that has ended. */
    private static String coverage(Replay.Result result, Collection<CheckConfig> readable) {
        Set<CheckId> ids = readable.stream().map(check -> check.rule().id()).collect(Collectors.toSet());
        OptionalDouble least = result.windows().stream()
                .flatMap(window -> window.checks().stream())
                .filter(check -> ids.contains(check.check()))
                .mapToDouble(CheckVerdict::coverage)
                .min();
        return least.isPresent() ? String.format(Locale.ROOT, "%.0f %%", least.getAsDouble() * 100) : "none";
    }

    private static String why(Replay.Result result) {
        List<String> reasons = result.windows().stream()
                .filter(window -> window.verdict() == result.verdict())
                .map(window -> window.name() + ": " + window.reason())
                .toList();
        return result.rollback().map(Event.RollbackDecided::reason).orElse(reasons.isEmpty() ? "" : reasons.get(0));
    }

    void print(PrintWriter out) {
        if (!empty) {
            table.print(out);
        }
    }
}
