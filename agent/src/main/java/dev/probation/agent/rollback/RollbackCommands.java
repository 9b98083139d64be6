package dev.probation.agent.rollback;

import dev.probation.agent.deployments.DeploymentJson;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.deployments.Deployments.RefusedException;
import dev.probation.agent.deployments.Deployments.RefusedException.Reason;
import dev.probation.agent.time.Time;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.CheckId;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where people and deployers say what concerns the rollback of one deployment. */
public final class RollbackCommands {

    private final Deployment deployment;
    private final RollbackProcedure procedure;
    private final Time time;
    private final Consumer<RollbackStep> make;
    private final Consumer<String> decide;

    /**
     * @param make writes a step, and ends the deployment where that is the last
     * @param decide has a person's decision judged, for the reason given
     */
    public RollbackCommands(
            Deployment deployment,
            RollbackProcedure procedure,
            Time time,
            Consumer<RollbackStep> make,
            Consumer<String> decide) {
        this.deployment = deployment;
        this.procedure = procedure;
        this.time = time;
        this.make = make;
        this.decide = decide;
    }

    /** A version was read off the service. */
    public void sees(String version) {
        procedure.versions().sees(version, time.now());
    }

    /** No version can be read off the service. */
    public void seesNone() {
        procedure.versions().seesNone();
    }

    /** Whether this version shows that the deployment's own, which is being rolled back, is gone. */
    public boolean wouldBeConfirmedBy(String version) {
        return procedure.wouldConfirm(version);
    }

    public boolean isConfirmed() {
        return procedure.isConfirmed();
    }

    /** The version that ran before, where it is known. */
    public Optional<String> earlierVersion() {
        return procedure.versions().earlier();
    }

    /** The earlier version was seen to be back. */
    public void confirm(String by) {
        procedure.confirm(by, time.now()).ifPresent(make);
    }

    /** Somebody says that the earlier version is back. */
    public void claim(String by) {
        procedure.claim(by, time.now()).ifPresent(make);
    }

    /**
     * A person has it rolled back.
     *
     * @throws RefusedException where that cannot be
     */
    public void rollBack(String by, String reason) {
        if (deployment.rollback()) {
            throw refused(
                    "is itself a rollback, and a rollback is never rolled back; deploy a working version by hand");
        }
        Optional<RollbackStep> order = procedure.order(by, reason, time.now());
        if (order.isPresent()) {
            make.accept(order.orElseThrow());
            return;
        }
        procedure.state().ifPresent(made -> {
            throw refused("is already being rolled back: " + soFar(made));
        });
        decide.accept(reason + " (" + by + ")");
    }

    /**
     * A person approves a step of the rollback.
     *
     * @throws RefusedException where nothing is to be approved
     */
    public void approve(@Nullable String receiver, String by) {
        make.accept(procedure.approve(receiver, by, time.now()));
    }

    /** {@code advised by p95 at 2026-01-31T10:07:30Z, ordered at 2026-01-31T10:09:00Z}. */
    private static String soFar(RollbackState made) {
        boolean advised = made.reached().containsKey(Stage.ADVISED);
        String check = made.decision().check();
        String first = check.equals(CheckId.MANUAL)
                ? "ordered by a person"
                : (advised ? "advised by " : "decided by ") + check;
        String begun = first + " at " + made.decision().at();
        if (made.stage() != Stage.DECIDED) {
            return begun + ", " + DeploymentJson.label(made.stage()) + " at " + made.since();
        }
        return advised ? begun + ", ordered at " + made.since() : begun;
    }

    private RefusedException refused(String why) {
        return new RefusedException("deployment " + deployment.id() + ' ' + why, Reason.STATE);
    }
}
