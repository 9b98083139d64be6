package dev.probation.rules.evidence.proportion;

import java.util.function.DoubleUnaryOperator;

/**
 * The shares that a share {@code q} is tested against, a mixture with fixed weights. The alternatives are multiples of
 * {@code q}'s <em>odds</em>: for a small share the same as multiples of the share, while none of them ever reaches 1. The
 * likelihood ratio of {@code bad} of {@code total} is then {@code m^bad / (1 + (m - 1) q)^total}: falling in {@code q}
 * for {@code m > 1} and rising for {@code m < 1}, so that what is rejected is an interval.
 */
final class Alternatives {

    private static final double[] MULTIPLES = {1.2, 1.5, 2, 3, 5, 10, 20, 50, 100, 300};

    /** From here on they are large: 1.5 and more. */
    private static final int LARGE = 1;

    /** Small multiples weigh more: evidence for them grows slowly, so that weight saves them the most time. */
    private static final double[] WEIGHTS = {0.1, 0.15, 0.2, 0.2, 0.13, 0.08, 0.05, 0.04, 0.03, 0.02};

    /** In place of the infinite odds of 1. */
    private static final double MOST = 1e9;

    private static final Multiple[] LARGER = multiples(multiple -> multiple);
    private static final Multiple[] SMALLER = multiples(multiple -> 1 / multiple);

    /** One of the multiples, with the logarithms that are the same for each share. */
    private record Multiple(double value, double log, double logWeight) {}

    private final Alternative[] all;

    private static Multiple[] multiples(DoubleUnaryOperator of) {
        Multiple[] multiples = new Multiple[MULTIPLES.length];
        for (int j = 0; j < multiples.length; j++) {
            double value = of.applyAsDouble(MULTIPLES[j]);
            multiples[j] = new Multiple(value, Math.log(value), Math.log(WEIGHTS[j]));
        }
        return multiples;
    }

    private Alternatives(Alternative[] all) {
        this.all = all;
    }

    /** Against larger shares: evidence that the share is above {@code q}. */
    static Alternatives above(double q) {
        return of(q, LARGER);
    }

    /** Against smaller shares: evidence that the share is below {@code q}. */
    static Alternatives below(double q) {
        return of(q, SMALLER);
    }

    private static Alternatives of(double q, Multiple[] multiples) {
        Alternative[] all = new Alternative[multiples.length];
        for (int j = 0; j < all.length; j++) {
            Multiple multiple = multiples[j];
            all[j] = new Alternative(multiple.logWeight(), multiple.log(), cost(q, multiple.value()));
        }
        return new Alternatives(all);
    }

    /** The alternative {@code share} alone, against {@code q}. */
    static Alternative one(double q, double share) {
        double multiple = share / (1 - share) * (1 - q) / q;
        double most = Math.min(multiple, MOST);
        return new Alternative(0, Math.log(most), cost(q, most));
    }

    private static double cost(double q, double multiple) {
        return Math.log1p((multiple - 1) * q);
    }

    /**
     * The same where bad events come in clumps of so many, each of which counts as one: the likelihood to the power of
     * {@code 1/size}.
     */
    Alternatives ofClumps(double size) {
        Alternative[] tempered = new Alternative[all.length];
        for (int j = 0; j < tempered.length; j++) {
            tempered[j] = new Alternative(all[j].logWeight(), all[j].gain() / size, all[j].cost() / size);
        }
        return new Alternatives(tempered);
    }

    int count() {
        return all.length;
    }

    Alternative get(int alternative) {
        return all[alternative];
    }

    /** The logarithm of the largest likelihood ratio. */
    double largestLogRatio(long bad, long total) {
        double largest = Double.NEGATIVE_INFINITY;
        for (Alternative alternative : all) {
            double ratio = alternative.logRatio(bad, total);
            largest = ratio > largest ? ratio : largest;
        }
        return largest;
    }

    /** The logarithm of the weighted mean of all likelihood ratios. */
    double logMean(long bad, long total) {
        double[] terms = new double[all.length];
        for (int j = 0; j < terms.length; j++) {
            terms[j] = all[j].logWeight() + all[j].logRatio(bad, total);
        }
        return LogSum.of(terms);
    }

    /** The same of the large multiples alone. */
    double logMeanOfLarge(long bad, long total) {
        double[] terms = new double[all.length - LARGE];
        for (int j = 0; j < terms.length; j++) {
            terms[j] = all[j + LARGE].logWeight() + all[j + LARGE].logRatio(bad, total);
        }
        return LogSum.of(terms);
    }

    /** The same where the bad events are exactly a share of the total, which need not be a whole number of them. */
    double logMeanAt(double share, long total) {
        double[] terms = new double[all.length];
        for (int j = 0; j < terms.length; j++) {
            terms[j] = all[j].logWeight() + total * all[j].growth(share);
        }
        return LogSum.of(terms);
    }
}
