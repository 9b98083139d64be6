package dev.probation.agent.cli.command;

import dev.probation.agent.text.Sanitizer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A deployment for people, as the commands print it. */
public final class DeploymentList {

    private DeploymentList() {}

    public static void print(PrintWriter out, DeploymentAnswer deployment) {
        out.println(
                Sanitizer.TERMINAL.line(deployment.service() + " " + deployment.version() + ": " + deployment.verdict()
                        + " (" + deployment.phase() + ", live since " + deployment.deployedAt() + ", deployment "
                        + deployment.id() + ")"));
        deployment.notSaved().ifPresent(line -> out.println(Sanitizer.TERMINAL.line(line)));
        deployment.versionProblem().ifPresent(what -> out.println(Sanitizer.TERMINAL.line("version: " + what)));
        deployment.unmeasured().forEach(what -> out.println(Sanitizer.TERMINAL.line("unmeasured: " + what)));
        deployment.rollback().ifPresent(rollback -> print(out, rollback));
        deployment.signOffs().forEach(item -> out.println(Sanitizer.TERMINAL.line(sentence(deployment, item))));
        if (deployment.windows().isEmpty()) {
            return;
        }
        out.println();
        print(out, deployment.windows());
    }

    private static String sentence(DeploymentAnswer deployment, DeploymentAnswer.SignOff item) {
        if (item.signature().isPresent()) {
            return "signed off: " + item.title() + ", " + item.signature().orElseThrow();
        }
        return deployment.isOpen()
                ? "not signed off yet: " + item.title() + "; to sign, type \"probation sign " + deployment.id() + " "
                        + item.name() + " --by NAME\""
                : "never signed off: " + item.title();
    }

    private static void print(PrintWriter out, RollbackAnswer answer) {
        out.println(Sanitizer.TERMINAL.line(answer.sentence()));
        JsonObject rollback = answer.json();
        Optional.ofNullable(rollback.getString("waitsFor"))
                .ifPresent(what -> out.println(Sanitizer.TERMINAL.line("  waits for " + what)));
        JsonArray signals = rollback.getJsonArray("signals", new JsonArray());
        for (int i = 0; i < signals.size(); i++) {
            JsonObject signal = signals.getJsonObject(i);
            String by = signal.getString("approvedBy");
            String reason = signal.getString("reason");
            String state = signal.getString("state", "");
            String shown = state.equals("taken") ? "accepted" : state.replace('-', ' ');
            String trying = state.equals("pending") && reason != null ? ", trying again" : "";
            out.println(Sanitizer.TERMINAL.line("  " + signal.getString("receiver", "") + ": "
                    + shown + trying + (by == null ? "" : ", approved by " + by)
                    + (reason == null ? "" : ": " + reason)));
        }
    }

    /** A line for each check of each window. */
    public static void print(PrintWriter out, List<DeploymentAnswer.Window> windows) {
        Table table = new Table("WINDOW", "CHECK", "VERDICT", "STATE", "BAD", "SAMPLES", "COVERAGE", "REASON");
        for (DeploymentAnswer.Window window : windows) {
            window.checks().forEach(check -> row(table, window, check));
        }
        table.print(out);
    }

    private static void row(Table table, DeploymentAnswer.Window window, JsonObject check) {
        table.row(
                window.name(),
                check.getString("check", ""),
                check.getString("verdict", ""),
                check.getString("state", ""),
                check.getLong("bad", 0L),
                check.getLong("samples", 0L),
                String.format(Locale.ROOT, "%.0f%%", Math.floor(100 * check.getDouble("coverage", 0.0))),
                check.getString("reason", ""));
    }
}
