package dev.probation.rules.window;

import dev.probation.rules.check.ShareText;
import dev.probation.rules.evidence.proportion.ConfidenceSequence;
import dev.probation.rules.evidence.proportion.RatioRule;
import dev.probation.rules.sample.Counts;
import java.util.OptionalLong;

/** What all events of a window say of a share that has not been found too large: proven below its limit, not contradicted, or open. */
record ShareFinding(RatioRule test, Counts counted) {

    boolean isKept() {
        return (double) counted.bad() / counted.total() < test.limit() || isProven();
    }

    /** Whether the upper end of the confidence sequence is below the limit. */
    boolean isProven() {
        return sequence().high() < test.limit();
    }

    ConfidenceSequence sequence() {
        return ConfidenceSequence.of(counted.bad(), counted.total(), test.alpha());
    }

    String sentence() {
        String share = ShareText.of(counted, test.limit()) + ", " + ShareText.percent(test.limit()) + " allowed: ";
        if (isProven()) {
            return share + "proven, at most " + ShareText.below(sequence().high(), test.limit()) + " at any time";
        }
        if (!isKept()) {
            return share + "not below the limit, but too few events to tell it from chance";
        }
        OptionalLong needed =
                ConfidenceSequence.totalToProve(counted.bad(), counted.total(), test.limit(), test.alpha());
        String more = needed.isPresent()
                ? ShareText.count(needed.getAsLong()) + " events at this share would prove it"
                : "too close to the limit to be proven";
        return share + "not contradicted; " + more;
    }
}
