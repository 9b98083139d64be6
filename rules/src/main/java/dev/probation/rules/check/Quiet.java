package dev.probation.rules.check;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The time in which nothing was seen any more of what was wrong before a deployment.
 *
 * @param from when something was wrong last
 * @param to when the next was wrong, which may be of the release, or until when it is known that nothing was
 * @param samples how many were well
 * @param longest time between two that were wrong before, with something in between that was not
 */
record Quiet(Instant from, Instant to, int samples, Duration longest) {

    /** What pauses is over once it has paused for so many halves of its longest pause. */
    private static final int HALVES = 3;
    /** Fewer samples may be well by chance. */
    private static final int FEWEST = 3;

    /**
     * After the last that was wrong until the rollout began; nothing where there was none.
     *
     * @param wrong for each that was measured until the deployment, whether it was
     */
    static Quiet of(SortedMap<Instant, Boolean> wrong, Instant rolloutBegan) {
        @Nullable Instant from = null;
        Instant to = rolloutBegan;
        Duration longest = Duration.ZERO;
        int samples = 0;
        for (Map.Entry<Instant, Boolean> each : wrong.entrySet()) {
            Instant at = each.getKey();
            boolean isOld = !at.isAfter(rolloutBegan);
            to = at;
            if (!each.getValue()) {
                samples++;
            } else if (isOld) {
                longest = from == null || samples == 0 ? longest : longer(longest, Duration.between(from, at));
                from = at;
                samples = 0;
            } else {
                break;
            }
        }
        return from == null ? new Quiet(to, to, 0, Duration.ZERO) : new Quiet(from, to, samples, longest);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    Duration lasted() {
        return Duration.between(from, to);
    }

    /** Whether it lasted for {@code least}, and longer than a pause of what went on. */
    boolean isOver(Duration least) {
        return samples >= FEWEST
                && lasted().compareTo(least) >= 0
                && lasted().multipliedBy(2).compareTo(longest.multipliedBy(HALVES)) > 0;
    }
}
