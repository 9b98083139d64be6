package dev.probation.rules.check;

import dev.probation.rules.evidence.proportion.RatioEvidence;
import dev.probation.rules.evidence.proportion.RatioRule;
import dev.probation.rules.evidence.proportion.RatioSnapshot;
import java.time.Duration;
import java.util.Optional;

/**
 * What a test on a share has found, to be stored with what it tested: under another limit it would mean something else.
 *
 * @param limit the share that was tested
 * @param lasting how long a breach had to last
 */
public record StoredEvidence(double limit, Duration lasting, RatioSnapshot found) {

    static StoredEvidence of(RatioRule test, RatioEvidence evidence) {
        return new StoredEvidence(test.limit(), test.lasting(), evidence.snapshot());
    }

    /** The evidence again, where the test is the same. */
    Optional<RatioEvidence> under(RatioRule test) {
        return limit == test.limit() && lasting.equals(test.lasting())
                ? Optional.of(RatioEvidence.of(test, found))
                : Optional.empty();
    }
}
