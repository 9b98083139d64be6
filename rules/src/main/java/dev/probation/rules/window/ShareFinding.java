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
        Bursts cause = cause();
        if (isForgiven(cause)) {
            return Verdict.WARN;
        }
        if (isAbove(cause)) {
            return Verdict.FAIL;
        }
        return isSlightlyAbove(unforgiven(), clump) ? Verdict.WARN : Verdict.INCONCLUSIVE;
    }

    boolean isKept() {
        return share(counted) < test.limit() || high(counted) < test.limit();
    }

    private static double share(Counts counts) {
        return (double) counts.bad() / counts.total();
    }

    /** The upper end of the confidence sequence; below the limit, it proves that the share is. */
    private double high(Counts counts) {
        return ConfidenceSequence.high(counts.bad(), counts.total(), test.alpha());
    }

    /** The fewest bursts, the largest first, without which the share would be within the limit; none where it never would. */
    private Bursts cause() {
        for (int count = 1; count <= bursts.all().size(); count++) {
            Bursts largest = bursts.largest(count);
            Counts rest = largest.rest(counted);
            if (rest.bad() <= test.limit() * rest.total()) {
                return largest;
            }
        }
        return Bursts.NONE;
    }

    /** Whether few bursts are the cause, and not a few events more than are expected, nor too little traffic. */
    private boolean isForgiven(Bursts cause) {
        return !cause.all().isEmpty()
                && !isMany(cause)
                && (isClearlyAbove(counted, 1) || high(cause.rest(counted)) < test.limit());
    }

    private boolean isMany(Bursts some) {
        return some.all().size() > test.forgiven();
    }

    /** Whether the share is above the limit beyond chance: by more bursts than are forgiven, or without those that are. */
    private boolean isAbove(Bursts cause) {
        boolean isPattern = isMany(bursts) && bursts.chance(test.limit(), counted.total()) < test.alpha();
        return isPattern || (cause.all().isEmpty() && isClearlyAbove(unforgiven(), clump));
    }

    /** Without the bursts, where they are few. */
    private Counts unforgiven() {
        return isMany(bursts) ? counted : bursts.rest(counted);
    }

    /** @param size how many events count as one */
    private boolean isClearlyAbove(Counts counts, double size) {
        long bad = Math.round(counts.bad() / size);
        long total = Math.max(bad, Math.round(counts.total() / size));
        return total > 0 && ConfidenceSequence.low(bad, total, test.alpha()) > test.limit();
    }

    /** Whether so much traffic leaves no doubt that the share is above the limit, by less than the test can tell. */
    private boolean isSlightlyAbove(Counts counts, double size) {
        double expected = test.limit() * counts.total();
        double deviation = Math.sqrt(size * expected * (1 - test.limit()));
        return counts.bad() < (1 + MARGIN) * expected && counts.bad() - expected > CLEARLY * deviation;
    }

    String sentence() {
        String share = ShareText.of(counted, test.limit()) + ", " + ShareText.percent(test.limit()) + " allowed: ";
        double high = high(counted);
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
        Bursts cause = cause();
        if (isForgiven(cause)) {
            return "above the limit only because of " + BurstText.of(cause, test);
        }
        if (isAbove(cause)) {
            return "above the limit" + withBursts(cause);
        }
        if (isSlightlyAbove(unforgiven(), clump)) {
            return "above the limit, by less than " + ShareText.percent(MARGIN)
                    + (isMany(bursts) ? "" : withBursts(cause));
        }
        if (isMany(cause)) {
            return "not below the limit, but these may be so many by chance: " + BurstText.of(bursts, test);
        }
        return "not below the limit, but too few events to tell it from chance" + together() + withBursts(cause);
    }

    private String withBursts(Bursts cause) {
        if (bursts.all().isEmpty()) {
            return "";
        }
        return (cause.all().isEmpty() ? ", even without " : ", with ") + BurstText.of(bursts, test);
    }

    private String together() {
        long size = Math.round(clump);
        return size < 2 ? "" : ", since about " + ShareText.count(size) + " bad ones come together";
    }
}
