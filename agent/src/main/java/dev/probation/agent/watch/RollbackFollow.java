package dev.probation.agent.watch;

import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.RollbackConfig.Mode;
import dev.probation.agent.store.Change.Decision;
import dev.probation.agent.store.Journal;
import dev.probation.agent.watch.DeploymentView.Rollback;
import dev.probation.agent.watch.DeploymentView.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a rollback stands, from its decision to its end. Immutable.
 *
 * @param since when the stage was reached
 * @param deadline when it escalates unless recovered
 */
record RollbackFollow(Decision decision, Stage stage, Instant since, Instant deadline) {

    static RollbackFollow decided(Decision decision, RollbackConfig config) {
        Stage first = config.mode() == Mode.SIGNAL ? Stage.DECIDED : Stage.ADVISED;
        return new RollbackFollow(
                decision, first, decision.at(), decision.at().plus(config.deadline()));
    }

    /** As the journal tells it. */
    static RollbackFollow of(Decision decision, List<Journal> journal, RollbackConfig config) {
        RollbackFollow follow = decided(decision, config);
        for (Journal entry : journal) {
            Optional<Stage> reached = stage(entry.kind());
            if (reached.isPresent()) {
                follow = follow.reach(reached.orElseThrow(), entry.at());
            }
        }
        return follow;
    }

    private static Optional<Stage> stage(Journal.Kind kind) {
        return switch (kind) {
            case ROLLBACK_SIGNALLED -> Optional.of(Stage.SIGNALLED);
            case ROLLBACK_CONFIRMED -> Optional.of(Stage.CONFIRMED);
            case ROLLBACK_RECOVERED -> Optional.of(Stage.RECOVERED);
            case ROLLBACK_NOT_RECOVERED -> Optional.of(Stage.NOT_RECOVERED);
            case STARTED,
                    TRANSITION,
                    WINDOW_ENDED,
                    BLINDED,
                    SIGHTED,
                    GAP,
                    CLOCK_JUMPED,
                    SIGNED_OFF,
                    ROLLBACK_DECIDED,
                    DELIVERED,
                    UNDELIVERED,
                    ENDED -> Optional.empty();
        };
    }

    /** The later of the two stages; a stage is never left for an earlier one. */
    RollbackFollow reach(Stage next, Instant at) {
        return next.compareTo(stage) <= 0 ? this : new RollbackFollow(decision, next, at, deadline);
    }

    /** Whether its end is still awaited. */
    boolean isOpen() {
        return stage == Stage.DECIDED || stage == Stage.SIGNALLED || stage == Stage.CONFIRMED;
    }

    Rollback view() {
        return new Rollback(
                decision.id(), decision.at(), decision.check(), decision.reason(), stage, since, deadline);
    }
}
