package dev.probation.agent.watch;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.RollbackConfig.Mode;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.store.Change.Decision;
import dev.probation.agent.store.Journal;
import dev.probation.agent.watch.DeploymentView.Rollback;
import dev.probation.agent.watch.DeploymentView.Stage;
import dev.probation.rules.check.Check;
import dev.probation.rules.check.CheckProgress;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.sample.CheckId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
        return new RollbackFollow(decision, first, decision.at(), decision.at().plus(config.deadline()));
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
                    ROLLBACK_WITHHELD,
                    SIGHTED,
                    GAP,
                    PAST_READ,
                    CLOCK_JUMPED,
                    SIGNED_OFF,
                    ROLLBACK_DECIDED,
                    DELIVERED,
                    UNDELIVERED,
                    SILENCED,
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

    /** Whether the earlier version is known to be back; where no version can be read, the checks alone tell. */
    boolean isBack(ServiceConfig service) {
        return stage == Stage.CONFIRMED
                || (stage == Stage.SIGNALLED && service.version().isEmpty());
    }

    /** Whether the checks that decided have been measured as good since the last stage was reached. */
    boolean isGoodAgain(Judge judge, ServiceConfig service) {
        return service.checks().stream()
                .map(CheckConfig::rule)
                .filter(this::decided)
                .allMatch(
                        rule -> isGood(judge.progress(rule.id()), rule.sustain().recover()));
    }

    private boolean decided(Check rule) {
        return isManual()
                ? rule.onBreach() == Check.OnBreach.ROLLBACK
                : rule.id().value().equals(decision.check());
    }

    private boolean isManual() {
        return decision.check().equals(CheckId.MANUAL);
    }

    /** What is to be good again, as the beginning of a sentence. */
    String decidedBy() {
        return isManual() ? "the checks are" : decision.check() + " is";
    }

    private boolean isGood(CheckProgress progress, int recover) {
        boolean good = progress.state() == CheckState.OK || progress.state() == CheckState.WARN;
        boolean fresh = progress.last().filter(last -> last.at().isAfter(since)).isPresent();
        return good && fresh && progress.goodInRow() >= recover;
    }

    String stillWrong(Judge judge, Deployment deployment) {
        String waited = "after " + Durations.write(Duration.between(decision.at(), deadline));
        if (stage != Stage.CONFIRMED) {
            return "nothing shows " + waited + " that " + deployment.version() + " was rolled back (the signal is "
                    + stage.name().toLowerCase(Locale.ROOT) + ')';
        }
        return isManual()
                ? "the checks are not good again " + waited
                : "not good again " + waited + ": " + judge.explain(new CheckId(decision.check()));
    }

    Rollback view() {
        return new Rollback(decision.id(), decision.at(), decision.check(), decision.reason(), stage, since, deadline);
    }
}
