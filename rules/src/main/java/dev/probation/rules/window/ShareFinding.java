package dev.probation.rules.window;

import dev.probation.rules.check.BurstText;
import dev.probation.rules.check.ShareText;
import dev.probation.rules.evidence.proportion.Bursts;
import dev.probation.rules.evidence.proportion.ConfidenceSequence;
import dev.probation.rules.evidence.proportion.RatioRule;
import dev.probation.rules.sample.Counts;
import java.util.OptionalLong;

/**
 * What all events of a window say of a share that has not been found too large, where no burst is forgiven: proven below its
 * limit, not contradicted, above it by a few bursts or by more, or open.
 *
 * @param clump how many bad events count as one
 * @param bursts those of the window
 */
record ShareFinding(RatioRule test, Counts counted, double clump, Bursts bursts) {

    /** A share that is above its limit by less is not told from one at the limit, whatever the traffic. */
    private static final double MARGIN = 0.1;

    /** So many standard deviations above the limit are no chance. */
    private static final double CLEARLY = 4;

    /** The verdict on the share; that it is open is {@link Verdict#INCONCLUSIVE}. */
    Verdict verdict() {
        if (isKept()) {
            return Verdict.PASS;
        }
        if (isAbove()) {
            return isByFewBursts() ? Verdict.WARN : Verdict.FAIL;
        }
        return isSlightlyAbove() ? Verdict.WARN : Verdict.INCONCLUSIVE;
    }

    boolean isKept() {
        return share(counted) < test.limit() || high() < test.limit();
    }

    private static double share(Counts counts) {
        return (double) counts.bad() / counts.total();
    }

    /** The upper end of the confidence sequence; below the limit, it proves that the share is. */
    private double high() {
        return ConfidenceSequence.high(counted.bad(), counted.total(), test.alpha());
    }

    /** Whether the share is above the limit beyond chance, where events that come together count as one, and so do bursts. */
    private boolean isAbove() {
        long bad = Math.round(counted.bad() / clump);
        long total = Math.max(bad, Math.round(counted.total() / clump));
        boolean clearly = total > 0 && ConfidenceSequence.low(bad, total, test.alpha()) > test.limit();
        return clearly
                && (isByFewBursts() || !isByBursts() || bursts.chance(test.limit(), counted.total()) < test.alpha());
    }

    private boolean isByBursts() {
        return isAllowedWithout(bursts.all().size());
    }

    private boolean isByFewBursts() {
        return isAllowedWithout(Math.min(test.forgiven(), bursts.all().size()));
    }

    private boolean isAllowedWithout(int largest) {
        Counts rest = bursts.without(largest, counted);
        return largest > 0 && rest.bad() <= test.limit() * rest.total();
    }

    /** Whether so much traffic leaves no doubt that the share is above the limit, by less than the test can tell. */
    private boolean isSlightlyAbove() {
        double expected = test.limit() * counted.total();
        double deviation = Math.sqrt(clump * expected * (1 - test.limit()));
        return counted.bad() < (1 + MARGIN) * expected && counted.bad() - expected > CLEARLY * deviation;
    }

    String sentence() {
        String share = ShareText.of(counted, test.limit()) + ", " + ShareText.percent(test.limit()) + " allowed: ";
        double high = high();
        if (high < test.limit()) {
            return share + "proven, at most " + ShareText.below(high, test.limit()) + " at any time";
        }
        if (!isKept()) {
            return share + tooMany();
        }
        OptionalLong needed =
                ConfidenceSequence.totalToProve(counted.bad(), counted.total(), test.limit(), test.alpha());
        String more = needed.isPresent()
                ? ShareText.count(needed.getAsLong()) + " events at this share would prove it"
                : "too close to the limit to be proven";
        return share + "not contradicted; " + more;
    }

    private String tooMany() {
        if (isSlightlyAbove()) {
            return "above the limit, by less than " + ShareText.percent(MARGIN);
        }
        if (!isAbove()) {
            return "not below the limit, but too few events to tell it from chance";
        }
        return bursts.all().isEmpty() ? "above the limit" : "above the limit, with " + BurstText.of(bursts);
    }
}
