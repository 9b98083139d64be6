package dev.probation.rules.deployment;

import dev.probation.rules.check.CheckProgress;
import java.time.Instant;
import java.util.Collection;

/**
 * Tells a target that is down from an agent that cannot see. The outage of one target looks the same as the agent's own
 * only where nothing else is asked; where something else is, it vouches for the agent or it does not.
 */
final class Sight {

    private final Collection<CheckStand> checks;
    private final boolean canBeBlind;

    Sight(Collection<CheckStand> checks) {
        this.checks = checks;
        this.canBeBlind = checks.stream().anyMatch(stand -> !stand.check().reachability())
                || checks.stream()
                                .map(stand -> stand.check().target())
                                .distinct()
                                .count()
                        > 1;
    }

    /** Whether no check of the window gets an answer, leaving out those of {@code besides}. */
    boolean isLostBesides(CheckStand besides, String window) {
        return canBeBlind
                && checks.stream()
                        .filter(stand -> stand != besides && stand.check().isIn(window))
                        .allMatch(Sight::isUnanswered);
    }

    private static boolean isUnanswered(CheckStand stand) {
        return stand.progress().last().isPresent() && !stand.progress().sees();
    }

    /** Whether the breach is the target's own: it answered, or another check got an answer since the breach began. */
    boolean isWitnessed(CheckStand breached) {
        CheckProgress progress = breached.progress();
        if (!progress.isUnanswered() || !canBeBlind) {
            return true;
        }
        Instant began = progress.streak().orElseThrow().first();
        return checks.stream()
                .filter(stand -> stand != breached)
                .flatMap(stand -> stand.progress().seenAt().stream())
                .anyMatch(seen -> !seen.isBefore(began));
    }
}
