package dev.probation.agent.report;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
        String by = rollback.check().equals(CheckId.MANUAL) ? "by a person's decision" : "on " + rollback.check();
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
        return isFailing(window) ? "; " + reason(window) : "";
    }

    static boolean isFailing(WindowVerdict window) {
        return window.checks().stream().anyMatch(check -> check.state() == CheckState.FAILING);
    }

    /** Why a window has its verdict, or how its checks are doing while it runs. */
    static String reason(WindowVerdict window) {
        if (window.verdict() != Verdict.RUNNING) {
            return window.reason();
        }
        return window.checks().stream()
                .filter(check -> check.state() == CheckState.FAILING)
                .findFirst()
                .map(check -> check.check() + " is failing: " + check.reason())
                .orElseGet(() -> "so far " + states(window));
    }

    /** {@code 1 breaching, 5 ok}. */
    private static String states(WindowVerdict window) {
        return window.checks().stream()
                .collect(Collectors.groupingBy(check -> check.state().label(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(state -> state.getValue() + " " + state.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String stage(DeploymentView view) {
        return phase(view.stored().phase())
                + view.rollback()
                        .map(rollback -> "; rollback "
                                + label(rollback, view.stored().phase().isOpen()))
                        .orElse("");
    }

    private static String phase(StoredDeployment.Phase phase) {
        return switch (phase) {
            case WATCHING, ROLLING_BACK, FINISHED, ROLLED_BACK, NOT_RECOVERED -> "";
            case SUPERSEDED -> "; superseded by a newer deployment";
            case CANCELLED -> "; cancelled";
        };
    }

    /** @param open whether the deployment is watched, so that more may come of it */
    static String label(DeploymentView.Rollback rollback, boolean open) {
        return switch (rollback.stage()) {
            case ADVISED -> "advised, nothing was signalled";
            case DECIDED ->
                (rollback.isOrdered() ? "ordered" : "decided") + (open ? ", not yet" : ", never") + " signalled";
            case SIGNALLED -> "signalled, " + (open ? "not yet" : "never") + " confirmed";
            case CONFIRMED -> "confirmed, recovery " + (open ? "not yet" : "never") + " seen";
            case RECOVERED -> "done and recovered";
            case NOT_RECOVERED -> "did not help in time";
        };
    }

    /** Who brought it about, and why: {@code decided by p95: 612 ms}. */
    static String decision(DeploymentView.Rollback rollback) {
        if (rollback.check().equals(CheckId.MANUAL)) {
            return "ordered by a person: " + rollback.reason();
        }
        return (rollback.times().advised().isPresent() ? "advised" : "decided") + " by " + rollback.check() + ": "
                + rollback.reason();
    }
}
