package dev.probation.rules.window;

import java.time.Duration;
import java.util.Optional;

/**
 * A stretch of time after a deployment, from {@code from} (inclusive) to {@code until} (exclusive).
 *
 * @param every the least interval of checks in this window, where it has one of its own
 * @param budget the share of the window that a check may spend failing, 0 to 1
 * @param settle how long nothing is judged after the window begins (warm-up)
 */
public record WindowSpec(
        String name, Duration from, Duration until, Optional<Duration> every, double budget, Duration settle) {

    public WindowSpec {
        if (from.isNegative() || from.compareTo(until) >= 0) {
            throw new IllegalArgumentException(
                    "window " + name + " must end after it begins, but was " + from + " to " + until);
        }
        if (!(budget >= 0 && budget < 1)) {
            throw new IllegalArgumentException(
                    "budget of window " + name + " must be from 0% to below 100%, but was " + budget);
        }
        if (settle.isNegative() || settle.compareTo(until.minus(from)) >= 0) {
            throw new IllegalArgumentException(
                    "settle of window " + name + " must be shorter than the window, but was " + settle);
        }
    }

    /** The interval of a check in this window: its own, or the window's where that is longer. */
    public Duration intervalOf(Duration checkEvery) {
        Duration own = every.orElse(checkEvery);
        return own.compareTo(checkEvery) > 0 ? own : checkEvery;
    }
}
