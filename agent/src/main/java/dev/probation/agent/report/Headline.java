package dev.probation.agent.report;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import java.util.List;
import java.util.Optional;

/** The verdict in one sentence, as plain text. */
final class Headline {

    private Headline() {}

    static String of(ReportModel model) {
        String release = model.view().stored().deployment().service() + " "
                + model.view().stored().deployment().version();
        return model.only()
                .map(window -> release + " " + outcome(window.verdict()) + " in the " + window.name() + " window"
                        + why(window))
                .orElseGet(() -> release + " " + whole(model.view()) + stage(model.view()));
    }

    private static String whole(DeploymentView view) {
        return view.rollback().map(Headline::rolledBack).orElseGet(() -> judged(view));
    }

    /** What decided says more than how its window ended. */
    private static String rolledBack(DeploymentView.Rollback rollback) {
        String by = rollback.check().equals("manual") ? "by a person's decision" : "on " + rollback.check();
        return "failed " + by + ": " + rollback.reason();
    }

    private static String judged(DeploymentView view) {
        Optional<WindowVerdict> decisive = view.windows().stream()
                .filter(w -> w.verdict() == view.verdict())
                .findFirst();
        return switch (view.verdict()) {
            case RUNNING ->
                "is on probation: no window has ended yet"
                        + decisive.map(Headline::why).orElse("");
            case PASS -> "passed " + passed(view) + running(view);
            case WARN, INCONCLUSIVE, FAIL ->
                outcome(view.verdict())
                        + decisive.map(w -> " in the " + w.name() + " window" + why(w))
                                .orElse("")
                        + running(view);
        };
    }

    private static String outcome(Verdict verdict) {
        return switch (verdict) {
            case RUNNING -> "is on probation";
            case PASS -> "passed";
            case WARN -> "passed with warnings";
            case INCONCLUSIVE -> "could not be verified";
            case FAIL -> "failed";
        };
    }

    private static String passed(DeploymentView view) {
        List<WindowVerdict> ended = view.windows().stream()
                .filter(window -> window.verdict() != Verdict.RUNNING)
                .toList();
        long checks = ended.stream()
                .flatMap(window -> window.checks().stream())
                .map(CheckVerdict::check)
                .distinct()
                .count();
        return Wording.count(checks, "check") + " in " + Wording.count(ended.size(), "window");
    }

    /** A window that is still running may already know better than those that ended. */
    private static String running(DeploymentView view) {
        return view.windows().stream()
                .filter(window -> window.verdict() == Verdict.RUNNING)
                .findFirst()
                .map(window -> "; the " + window.name() + " window is running" + why(window))
                .orElse("");
    }

    private static String why(WindowVerdict window) {
        if (window.verdict() != Verdict.RUNNING) {
            return window.reason().isEmpty() ? "" : ": " + window.reason();
        }
        return window.checks().stream()
                .filter(check -> check.state() == CheckState.FAILING)
                .findFirst()
                .map(check -> "; " + check.check() + " is failing: " + check.reason())
                .orElse("");
    }

    private static String stage(DeploymentView view) {
        return phase(view.stored().phase())
                + view.rollback()
                        .map(rollback -> "; rollback " + label(rollback.stage()))
                        .orElse("");
    }

    private static String phase(StoredDeployment.Phase phase) {
        return switch (phase) {
            case WATCHING, ROLLING_BACK, FINISHED, ROLLED_BACK, NOT_RECOVERED -> "";
            case SUPERSEDED -> "; superseded by a newer deployment";
            case CANCELLED -> "; cancelled";
        };
    }

    static String label(DeploymentView.Stage stage) {
        return switch (stage) {
            case ADVISED -> "advised, nothing was signalled";
            case DECIDED -> "decided, not yet signalled";
            case SIGNALLED -> "signalled, not yet confirmed";
            case CONFIRMED -> "confirmed, recovery not yet seen";
            case RECOVERED -> "done and recovered";
            case NOT_RECOVERED -> "did not help in time";
        };
    }
}
