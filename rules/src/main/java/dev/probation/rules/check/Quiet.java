package dev.probation.rules.check;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The time in which nothing was seen any more of what was wrong before a deployment.
 *
 * @param from when something was wrong last
 * @param to when the next was wrong, which may be of the release, or until when it is known that nothing was
 * @param longest time between two that were wrong before
 */
record Quiet(Instant from, Instant to, Duration longest) {

    /** What pauses is over once it has paused for so many halves of its longest pause. */
    private static final int HALVES = 3;

    /**
     * After the last of those that were wrong until the rollout began.
     *
     * @param wrong when something was wrong, until the deployment
     * @param known when something was last measured
     */
    static Quiet of(Collection<Instant> wrong, Instant known, Instant rolloutBegan) {
        TreeSet<Instant> times = new TreeSet<>(wrong);
        Instant from = times.floor(rolloutBegan);
        if (from == null) {
            return new Quiet(known, known, Duration.ZERO);
        }
        Instant next = times.higher(from);
        return new Quiet(from, next == null ? known : next, longest(List.copyOf(times.headSet(from, true))));
    }

    private static Duration longest(List<Instant> wrong) {
        Duration longest = Duration.ZERO;
        for (int i = 1; i < wrong.size(); i++) {
            Duration pause = Duration.between(wrong.get(i - 1), wrong.get(i));
            longest = pause.compareTo(longest) > 0 ? pause : longest;
        }
        return longest;
    }

    Duration lasted() {
        return Duration.between(from, to);
    }

    /** Whether it lasted for {@code least}, and longer than a pause of what went on. */
    boolean isOver(Duration least) {
        return lasted().compareTo(least) >= 0 && lasted().multipliedBy(2).compareTo(longest.multipliedBy(HALVES)) > 0;
    }
}
