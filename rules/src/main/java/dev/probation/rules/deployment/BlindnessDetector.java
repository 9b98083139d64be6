package dev.probation.rules.deployment;

import dev.probation.rules.check.Streak;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells a target that is down from an agent that cannot see. The outage of one target looks the same as the agent's own
 * only where nothing else is asked; where something else is, it vouches for the agent or it does not.
 */
final class BlindnessDetector {

    private final Collection<TrackedCheck> checks;
    private final Map<String, View> views = new HashMap<>();

    /** What is asked in one window, and whether it can tell an agent that is blind from a target that is down. */
    private record View(List<TrackedCheck> asked, boolean canBeBlind) {}

    BlindnessDetector(Collection<TrackedCheck> checks) {
        this.checks = checks;
    }

    private View view(String window) {
        return views.computeIfAbsent(window, this::look);
    }

    private View look(String window) {
        List<TrackedCheck> asked = checks.stream()
                .filter(tracked -> tracked.check().isAskedIn(window))
                .toList();
        boolean measures = asked.stream().anyMatch(tracked -> !tracked.check().reachability());
        long targets = asked.stream()
                .map(tracked -> tracked.check().target())
                .distinct()
                .count();
        return new View(asked, measures || targets > 1);
    }

    /** How many checks the window asks. */
    int asked(String window) {
        return view(window).asked().size();
    }

    /** Whether no check of the window gets an answer, leaving out those of {@code besides}. */
    boolean isLostBesides(TrackedCheck besides, String window) {
        View view = view(window);
        return view.canBeBlind()
                && view.asked().stream()
                        .filter(tracked -> tracked != besides)
                        .allMatch(BlindnessDetector::isUnanswered);
    }

    private static boolean isUnanswered(TrackedCheck tracked) {
        return tracked.progress().last().isPresent() && !tracked.progress().sees();
    }

    /**
     * Whether the breach is the target's own: it answered, or another check got an answer between the breach's first and
     * newest error. An answer after the newest proves nothing: the agent's own network may have come back since.
     */
    boolean isWitnessed(TrackedCheck breached, String window) {
        if (breached.progress().isCounted()) {
            return true;
        }
        Streak proof = breached.machine().proof(breached.progress()).orElseThrow();
        return proof.answered()
                || !view(window).canBeBlind()
                || checks.stream()
                        .filter(tracked -> tracked != breached)
                        .flatMap(tracked -> tracked.progress().seenAt().stream())
                        .anyMatch(seen -> isWithin(seen, proof));
    }

    private static boolean isWithin(Instant seen, Streak breach) {
        return !seen.isBefore(breach.first()) && !seen.isAfter(breach.last());
    }
}
