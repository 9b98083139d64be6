package dev.probation.agent.rollback;

import dev.probation.agent.deployments.DeploymentView.Signal;
import dev.probation.agent.deployments.DeploymentView.Signal.State;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.deployments.Deployments.RefusedException;
import dev.probation.agent.deployments.Deployments.RefusedException.Reason;
import dev.probation.agent.notification.RollbackNotices;
import dev.probation.agent.text.Nearest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person may approve of a rollback, or why nothing. */
final class Approvals {

    private final String deployment;
    private final @Nullable RollbackState state;
    private final List<String> configured;

    /** @param configured the receivers that {@code rollback.to} names today */
    Approvals(String deployment, @Nullable RollbackState state, List<String> configured) {
        this.deployment = deployment;
        this.state = state;
        this.configured = configured;
    }

    /**
     * The receiver that is meant.
     *
     * @param receiver which; may be left out where one alone waits
     * @throws RefusedException where there is none
     */
    String pick(@Nullable String receiver) {
        String picked = waiting(receiver);
        if (!configured.contains(picked)) {
            throw refused("has a step " + picked + " that rollback.to no longer names, " + RollbackNotices.CANNOT);
        }
        return picked;
    }

    private String waiting(@Nullable String receiver) {
        RollbackState open = open();
        List<String> waiting = open.in(State.AWAITING_APPROVAL);
        if (receiver != null) {
            return named(open, receiver);
        }
        if (waiting.size() > 1) {
            throw refused("has several steps waiting for approval; name one of " + String.join(", ", waiting));
        }
        return waiting.stream().findFirst().orElseThrow(() -> refused(nothing(open)));
    }

    private RollbackState open() {
        if (state == null) {
            throw refused("has no rollback decision, so there is nothing to approve");
        }
        if (state.stage() == Stage.ADVISED) {
            throw refused("has a rollback that is only advised; order it first with \"probation rollback " + deployment
                    + " --reason TEXT\"");
        }
        return state;
    }

    private String nothing(RollbackState open) {
        return open.signals().stream()
                .filter(signal -> signal.by().isPresent())
                .findFirst()
                .map(Approvals::already)
                .orElse("has no step waiting for approval");
    }

    private String named(RollbackState open, String name) {
        List<String> known = open.signals().stream().map(Signal::receiver).toList();
        Signal signal = open.signalTo(name)
                .orElseThrow(() -> new RefusedException(
                        "the rollback of " + deployment + " has no receiver \"" + name + '"'
                                + (known.isEmpty() ? "; rollback.to names none" : Nearest.hint(name, known)),
                        Reason.UNKNOWN));
        if (signal.state() != State.AWAITING_APPROVAL) {
            throw refused(
                    signal.by().isPresent() ? already(signal) : "has a receiver " + name + " that needs no approval");
        }
        return name;
    }

    private static String already(Signal signal) {
        return "has a step " + signal.receiver() + ", which " + signal.by().orElseThrow() + " has approved already";
    }

    private RefusedException refused(String why) {
        return new RefusedException("deployment " + deployment + ' ' + why, Reason.STATE);
    }
}
