package dev.probation.agent.cli.replay;

import dev.probation.agent.cli.command.DeploymentAnswer;
import dev.probation.agent.cli.command.DeploymentList;
import dev.probation.agent.deployments.WindowJson;
import dev.probation.agent.text.Sanitizer;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import java.io.PrintWriter;

/** What a recording came to, for people. */
final class ReplayTable {

    private ReplayTable() {}

    static void print(PrintWriter out, Replay.Result result) {
        Deployment deployment = result.deployment();
        out.println(
                Sanitizer.TERMINAL.line(result.recording() + ": " + deployment.service() + " " + deployment.version()
                        + ": " + result.verdict().label() + " (live since " + deployment.deployedAt() + ")"));
        result.rollback()
                .ifPresent(decided -> out.println(Sanitizer.TERMINAL.line(
                        "rollback decided at " + decided.at() + " by " + decided.by() + ": " + decided.reason())));
        result.withheld()
                .forEach(excused -> out.println(Sanitizer.TERMINAL.line("no rollback at " + excused.at() + " for "
                        + excused.check() + ", " + excused.cause().label() + ": " + excused.reason())));
        result.unmeasured().forEach(event -> out.println(Sanitizer.TERMINAL.line(sentence(event))));
        DeploymentList.print(
                out,
                result.windows().stream()
                        .map(window -> new DeploymentAnswer.Window(WindowJson.write(window)))
                        .toList());
        out.println();
    }

    private static String sentence(Event event) {
        if (event instanceof Event.Unmeasured begun) {
            return "unmeasured at " + begun.at() + ": " + begun.check() + ": " + begun.reason();
        }
        Event.UnmeasuredEnded ended = (Event.UnmeasuredEnded) event;
        return "no longer unmeasured at " + ended.at() + ": " + ended.check() + ": " + ended.reason();
    }
}
