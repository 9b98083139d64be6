package dev.probation.rules.evidence.comparison;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a sample differs from a baseline, with the evidence.
 *
 * <p>A difference counts when it is significant by {@link MannWhitney} and greater than what is tolerated. Greater is either the
 * Hodges-Lehmann difference; or, for what touches a part of the samples only (a few errors among zeros, one replica of four), the
 * difference of the means, provided that significantly more of the current samples than of the baseline are beyond the tolerance.
 */
public final class Comparison {

    /** Fewer numbers than this on either side are no sample. */
    public static final int LEAST_SAMPLES = 5;

    private final ComparisonSample baseline;
    private final ComparisonSample current;
    private final ComparisonRule rule;
    private final ComparisonResult result;
    /** Null where a sample is too small. */
    private final @Nullable ComparisonPair pair;

    private final String small;

    private Comparison(
            ComparisonSample baseline,
            ComparisonSample current,
            ComparisonRule rule,
            @Nullable ComparisonPair pair,
            String small) {
        this.baseline = baseline;
        this.current = current;
        this.rule = rule;
        this.pair = pair;
        this.small = small;
        this.result = pair == null ? ComparisonResult.NO_DATA : pair.result();
    }

    /**
     * Holds {@code current} against {@code baseline}; NaN is left out and counted.
     *
     * @throws IllegalArgumentException where one is infinite
     */
    public static Comparison of(double[] baseline, double[] current, ComparisonRule rule) {
        ComparisonSample before = ComparisonSample.of(baseline);
        ComparisonSample after = ComparisonSample.of(current);
        if (before.size() < LEAST_SAMPLES || after.size() < LEAST_SAMPLES) {
            return new Comparison(before, after, rule, null, "at least " + LEAST_SAMPLES + " of each are needed");
        }
        double least = Math.exp(-MannWhitneyRanks.logChoose(before.size() + after.size(), after.size()));
        if (least > rule.level()) {
            String share = ComparisonText.number(100 * rule.confidence());
            String few = "too few for any difference to be significant at " + share + " %";
            return new Comparison(before, after, rule, null, few);
        }
        return new Comparison(before, after, rule, new ComparisonPair(before, after, rule), "");
    }

    public ComparisonResult result() {
        return result;
    }

    /** Empty where a sample is too small for one. */
    public Optional<ComparisonDifference> difference() {
        return Optional.ofNullable(pair).map(ComparisonPair::difference);
    }

    /** Empty where a sample is too small for one; estimated anew each time, since few ask for it. */
    public Optional<ComparisonEstimate> estimate() {
        return Optional.ofNullable(pair).map(ComparisonPair::estimate);
    }

    /** How many numbers the baseline has. */
    public int baseline() {
        return baseline.size();
    }

    public int current() {
        return current.size();
    }

    /** How many more of the baseline were NaN. */
    public int baselineNaN() {
        return baseline.missing();
    }

    public int currentNaN() {
        return current.missing();
    }

    /** One sentence with the numbers in it. */
    public String reason() {
        return estimate()
                .map(estimate -> ComparisonText.reason(result, estimate, rule) + " (" + baseline.text() + " against "
                        + current.text() + ")")
                .orElseGet(() -> "baseline " + baseline.text() + ", current " + current.text() + ": " + small);
    }
}
