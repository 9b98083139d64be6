package dev.probation.rules.evidence.proportion;

import java.util.OptionalLong;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;

/**
 * The shares that the mixture test does not reject after {@code bad} of {@code total} events, from either side. Each end is
 * right at all times at once with a chance of at least {@code 1 - alpha}, both with {@code 1 - 2 alpha}; so it may be looked
 * at as often as one likes, and a release is proven once {@code high} is below its limit.
 *
 * @param low shares below it are rejected; 0 where none is
 * @param high shares above it are rejected; 1 where none is
 */
public record ConfidenceSequence(double low, double high) {

    public ConfidenceSequence {
        if (!(low >= 0 && low <= high && high <= 1)) {
            throw new IllegalArgumentException(
                    "a confidence sequence lies between 0 and 1, but was " + low + " to " + high);
        }
    }

    /**
     * Inverts the test, as in Howard, Ramdas, McAuliffe, Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence
     * sequences" (2021). At the observed share every likelihood ratio is at most 1, and from there outwards the mixture
     * only grows.
     */
    public static ConfidenceSequence of(long bad, long total, double alpha) {
        return new ConfidenceSequence(low(bad, total, alpha), high(bad, total, alpha));
    }

    /** The lower end alone. */
    public static double low(long bad, long total, double alpha) {
        double enough = enough(bad, total, alpha);
        DoubleUnaryOperator above = q -> Alternatives.above(q).logMean(bad, total) - enough;
        if (total == 0 || above.applyAsDouble(0) < 0) {
            return 0;
        }
        double share = (double) bad / total;
        return edge(above, halved(share, q -> above.applyAsDouble(q) >= 0), share);
    }

    /** The upper end alone. */
    public static double high(long bad, long total, double alpha) {
        double enough = enough(bad, total, alpha);
        DoubleUnaryOperator below = q -> Alternatives.below(q).logMean(bad, total) - enough;
        if (total == 0 || below.applyAsDouble(1) < 0) {
            return 1;
        }
        return edge(below, 1, halved(1, q -> below.applyAsDouble(q) < 0));
    }

    private static double enough(long bad, long total, double alpha) {
        if (bad < 0 || bad > total) {
            throw new IllegalArgumentException(
                    "bad events must be between 0 and the total, but were " + bad + " of " + total);
        }
        return -Math.log(RatioRule.share("alpha", alpha));
    }

    /** The first of the share, its half, its quarter and so on that is so. */
    private static double halved(double share, DoublePredicate so) {
        double q = share;
        while (!so.test(q)) {
            q /= 2;
        }
        return q;
    }

    /** The last share that is not rejected, between one that is and one that is not. */
    private static double edge(DoubleUnaryOperator test, double rejected, double accepted) {
        double outside = Math.log(rejected);
        double inside = Math.log(accepted);
        double middle = (outside + inside) / 2;
        // until there is no double between them
        while (middle != outside && middle != inside) {
            if (test.applyAsDouble(Math.exp(middle)) < 0) {
                inside = middle;
            } else {
                outside = middle;
            }
            middle = (outside + inside) / 2;
        }
        return Math.exp(inside);
    }

    boolean contains(double share) {
        return low <= share && share <= high;
    }

    /**
     * How many events in all would prove the share to be below the limit, if it stays what it is. Empty where that is not
     * to be had: nothing was counted yet, or the share is not below the limit, or too close to it for this test.
     */
    public static OptionalLong totalToProve(long bad, long total, double limit, double alpha) {
        double enough = -Math.log(RatioRule.share("alpha", alpha));
        Alternatives below = Alternatives.below(RatioRule.share("limit", limit));
        if (total <= 0) {
            return OptionalLong.empty();
        }
        double share = (double) bad / total;
        long most = 1;
        while (below.logMeanAt(share, most) < enough) {
            if (most > Long.MAX_VALUE / 4) {
                return OptionalLong.empty();
            }
            most *= 2;
        }
        // the evidence is convex in the traffic and begins at nothing, so it crosses once
        long least = most / 2;
        while (most - least > 1) {
            long middle = least + (most - least) / 2;
            if (below.logMeanAt(share, middle) < enough) {
                least = middle;
            } else {
                most = middle;
            }
        }
        return OptionalLong.of(most);
    }
}
