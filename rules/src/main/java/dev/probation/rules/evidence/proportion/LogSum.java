package dev.probation.rules.evidence.proportion;

/** Sums of numbers of which only the logarithms can be held. */
final class LogSum {

    private LogSum() {}

    /** {@code log(exp(a) + exp(b))}. With {@code log1p} it would be more exact by 1e-16 at most, and take twice as long. */
    static double of(double a, double b) {
        double larger = a > b ? a : b;
        double smaller = a > b ? b : a;
        return larger == Double.NEGATIVE_INFINITY ? larger : larger + Math.log(1 + Math.exp(smaller - larger));
    }

    /** The logarithm of the sum of the exponentials of all. */
    static double of(double[] logs) {
        if (logs.length == 1) {
            return logs[0];
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            largest = Math.max(largest, log);
        }
        if (largest == Double.NEGATIVE_INFINITY) {
            return largest;
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - largest);
        }
        return largest + Math.log(sum);
    }
}
