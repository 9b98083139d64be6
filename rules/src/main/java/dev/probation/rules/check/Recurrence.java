package dev.probation.rules.check;

import dev.probation.rules.sample.Counts;
import java.time.Instant;

/**
 * A breach as there were others on the day before the deployment, with what comes so soon after it that it is one with it.
 *
 * @param since when it began
 * @param counted since then
 * @param more whether it is clearly worse or longer than the others
 */
public record Recurrence(Instant since, Counts counted, boolean more) {

    Recurrence with(Counts next) {
        return new Recurrence(since, counted.plus(next), more);
    }

    Recurrence isMore(boolean found) {
        return new Recurrence(since, counted, found);
    }
}
