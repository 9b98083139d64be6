package dev.probation.agent.web.webhook;

import dev.probation.agent.deployments.DeploymentJson;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Planned;
import dev.probation.agent.deployments.DeploymentView.Rollback;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.text.Nearest;
import dev.probation.agent.web.exchange.HttpProblem;
import dev.probation.agent.web.webhook.FlaggerRoutes.Wish;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.VersionName;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Whether a deployment may be promoted, or is to be rolled back; a {@link HttpProblem} with the reason where not. */
final class FlaggerGates {

    /** In which a deployer is still to act; later, what runs may be another version. */
    private static final Set<Stage> TO_BE_DONE = EnumSet.of(Stage.DECIDED, Stage.SIGNALLED);

    private static final Set<CheckState> UNSEEN = EnumSet.of(CheckState.ERROR, CheckState.NO_DATA);

    private FlaggerGates() {}

    static JsonObject promotion(DeploymentView view, Wish wish) {
        requireVersion(view, wish);
        requireCurrent(view);
        view.rollback().ifPresent(rollback -> {
            throw closed(view, "its rollback is " + DeploymentJson.label(rollback.stage()) + ": " + rollback.reason());
        });
        requireOpen(view);
        WindowVerdict passed = passed(view, wish);
        view.windows().forEach(window -> requireNoFailure(view, window));
        requireSight(view);
        return open(view)
                .put("window", passed.name())
                .put("verdict", passed.verdict().label())
                .put("reason", passed.reason());
    }

    static JsonObject rollback(DeploymentView view, Wish wish) {
        requireVersion(view, wish);
        requireCurrent(view);
        Rollback rollback = view.rollback().orElseThrow(() -> closed(view, "no rollback is decided"));
        if (!TO_BE_DONE.contains(rollback.stage())) {
            throw closed(
                    view,
                    "its rollback is " + DeploymentJson.label(rollback.stage()) + ", so there is nothing to roll back");
        }
        requireOpen(view);
        return open(view)
                .put("rollback", rollback.id())
                .put("check", rollback.check())
                .put("reason", rollback.reason());
    }

    private static JsonObject open(DeploymentView view) {
        Deployment deployment = view.stored().deployment();
        return new JsonObject()
                .put("deployment", deployment.id())
                .put("service", deployment.service())
                .put("version", deployment.version());
    }

    private static void requireVersion(DeploymentView view, Wish wish) {
        String version = view.stored().deployment().version();
        if (wish.version().filter(asked -> !VersionName.areSame(asked, version)).isPresent()) {
            throw closed(
                    view,
                    "it is the newest announced version, but \""
                            + wish.version().orElseThrow() + "\" is asked for");
        }
    }

    /** What is not on disk may be forgotten, and then another deployer would be told otherwise. */
    private static void requireCurrent(DeploymentView view) {
        if (!view.current()) {
            throw closed(
                    view,
                    "what happened since " + view.asOf()
                            + " is not saved yet (the store is unavailable); the gates stay closed until it is");
        }
    }

    private static void requireOpen(DeploymentView view) {
        Phase phase = view.stored().phase();
        if (!phase.isOpen()) {
            throw closed(
                    view,
                    "it is no longer watched (" + DeploymentJson.label(phase) + "), and nothing newer was announced");
        }
    }

    private static WindowVerdict passed(DeploymentView view, Wish wish) {
        List<String> planned = view.planned().stream().map(Planned::name).toList();
        String name = wish.window().orElse(planned.isEmpty() ? "" : planned.get(0));
        if (wish.window().isPresent() && !planned.contains(name)) {
            throw closed(view, "it has no window \"" + name + '"' + Nearest.hint(name, planned));
        }
        WindowVerdict window = view.windows().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> closed(view, "window " + name + " has not begun"));
        if (window.verdict() == Verdict.RUNNING) {
            throw closed(view, "window " + name + " runs until " + window.to());
        }
        if (window.verdict() != Verdict.PASS && window.verdict() != Verdict.WARN) {
            throw closed(view, "window " + name + ": " + window.verdict().label() + ", " + window.reason());
        }
        return window;
    }

    /** What failed since the window that is asked for is evidence as well. */
    private static void requireNoFailure(DeploymentView view, WindowVerdict window) {
        if (window.verdict() == Verdict.FAIL) {
            throw closed(view, "window " + window.name() + ": fail, " + window.reason());
        }
        if (window.verdict() == Verdict.RUNNING) {
            window.checks().stream()
                    .filter(check -> check.state() == CheckState.FAILING)
                    .findFirst()
                    .ifPresent(check -> {
                        throw closed(view, check.check().value() + " is failing: " + check.reason());
                    });
        }
    }

    /** A blind agent knows no more how it is. */
    private static void requireSight(DeploymentView view) {
        List<CheckVerdict> newest =
                view.windows().get(view.windows().size() - 1).checks();
        if (newest.stream().allMatch(check -> UNSEEN.contains(check.state()))) {
            throw closed(view, "none of its checks gets an answer now");
        }
    }

    private static HttpProblem closed(DeploymentView view, String why) {
        Deployment deployment = view.stored().deployment();
        return new HttpProblem(
                HttpProblem.Kind.CONFLICT, deployment.service() + ' ' + deployment.version() + ": " + why);
    }
}
