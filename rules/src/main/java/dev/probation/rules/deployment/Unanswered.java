package dev.probation.rules.deployment;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Samples of a check in a row that measured nothing.
 *
 * @param first when the first of them was taken
 * @param last when the newest was
 * @param samples how many there were while other checks were answered
 * @param told what people were told of it, once they were
 */
public record Unanswered(Instant first, Instant last, int samples, Optional<String> told) {

    /** A lost sample or two are no outage, however far apart they are. */
    private static final int LEAST = 3;

    static Unanswered begin(Instant at, boolean blind) {
        return new Unanswered(at, at, blind ? 0 : 1, Optional.empty());
    }

    /**
     * With one more. A silence longer than {@code patience} proves nothing, so it begins anew after it; what people were told
     * stays so.
     *
     * @param blind whether no check is answered, which is told as such
     */
    Unanswered and(Instant at, boolean blind, Duration patience) {
        if (told.isEmpty() && Duration.between(last, at).compareTo(patience) > 0) {
            return begin(at, blind);
        }
        return new Unanswered(first, at, samples + (blind ? 0 : 1), told);
    }

    boolean hasLasted(Duration asked) {
        return samples >= LEAST && Duration.between(first, last).compareTo(asked) >= 0;
    }

    Unanswered telling(String reason) {
        return new Unanswered(first, last, samples, Optional.of(reason));
    }
}
