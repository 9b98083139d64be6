package dev.probation.rules.check;

import dev.probation.rules.evidence.RatioEvidence;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A breach that was there before the deployment, so that the release is not to blame for it, unless it became clearly worse. It is
 * over once the check has been fine for as long as it had not been.
 *
 * @param reason what was measured then, with the numbers
 * @param lasted how long the breach had lasted
 * @param sharp whether it went beyond the sharper limit as well
 * @param share of bad events beyond which it is clearly worse; 0 where none are counted
 * @param fine since when the check is fine
 * @param compared how its values compare with those of before, where no events are counted
 * @param evidence against the share, once events were counted
 */
public record Inherited(
        String reason,
        Duration lasted,
        boolean sharp,
        double share,
        Optional<Instant> fine,
        Optional<Compared> compared,
        Optional<RatioEvidence> evidence) {

    /** Whether events are counted, rather than values compared. */
    boolean counts() {
        return share > 0;
    }

    /** Whether it has become clearly worse since the deployment. */
    boolean isWorse() {
        return counts()
                ? evidence.filter(Counting::isProven).isPresent()
                : compared.filter(Compared::isWorse).isPresent();
    }

    /** How much worse it has become, for people. */
    String worse() {
        return compared.filter(Compared::isWorse)
                .flatMap(Compared::newest)
                .map(Look::reason)
                .orElse(reason);
    }

    /** After a sample that left the check in {@code state}; empty where it is over. */
    Optional<Inherited> after(Sample sample, CheckState state) {
        Optional<Instant> since = fineSince(sample.at(), state);
        boolean over =
                since.filter(from -> !sample.at().isBefore(from.plus(lasted))).isPresent();
        return over ? Optional.empty() : Optional.of(with(since, compared, evidence));
    }

    private Optional<Instant> fineSince(Instant at, CheckState state) {
        return switch (state) {
            case OK, WARN -> fine.or(() -> Optional.of(at));
            case BREACHING, FAILING -> Optional.empty();
            case WAITING, NO_DATA, ERROR -> fine;
        };
    }

    Inherited comparing(Compared newer) {
        return with(fine, Optional.of(newer), evidence);
    }

    Inherited proving(Optional<RatioEvidence> newer) {
        return with(fine, compared, newer);
    }

    private Inherited with(
            Optional<Instant> newFine, Optional<Compared> newCompared, Optional<RatioEvidence> newEvidence) {
        return new Inherited(reason, lasted, sharp, share, newFine, newCompared, newEvidence);
    }
}
