package dev.probation.agent.cli;

import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.WindowVerdict;
import java.io.PrintWriter;
import java.util.Locale;

/** What a recording came to, for people. */
final class ReplayTable {

    private ReplayTable() {}

    static void print(PrintWriter out, Replay.Result result) {
        Deployment deployment = result.deployment();
        out.println(PlainText.line(result.recording() + ": " + deployment.service() + " " + deployment.version() + ": "
                + result.verdict().label() + " (live since " + deployment.deployedAt() + ")"));
        result.rollback()
                .ifPresent(decided -> out.println(PlainText.line(
                        "rollback decided at " + decided.at() + " by " + decided.by() + ": " + decided.reason())));
        Table table = new Table("WINDOW", "CHECK", "VERDICT", "STATE", "BAD", "SAMPLES", "COVERAGE", "REASON");
        result.windows().forEach(window -> rows(table, window));
        table.print(out);
        out.println();
    }

    private static void rows(Table table, WindowVerdict window) {
        for (CheckVerdict check : window.checks()) {
            table.row(
                    window.name(),
                    check.check(),
                    check.verdict().label(),
                    check.state().label(),
                    check.bad(),
                    check.samples(),
                    String.format(Locale.ROOT, "%.0f%%", Math.floor(100 * check.coverage())),
                    check.reason());
        }
    }
}
