package dev.probation.rules.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The e-value by its definition: every start is kept, and every stretch is tried anew each time. */
final class NaiveRatioEvidence {

    private static final double[] MULTIPLES = {1.2, 1.5, 2, 3, 5, 10, 20, 50, 100, 300};
    private static final double[] WEIGHTS = {0.1, 0.15, 0.2, 0.2, 0.13, 0.08, 0.05, 0.04, 0.03, 0.02};

    private record Sample(Instant from, Instant to, long bad, long total) {}

    private final RatioTest test;
    private final List<Sample> samples = new ArrayList<>();
    private Instant now;

    NaiveRatioEvidence(RatioTest test) {
        this.test = test;
        this.now = test.start();
    }

    void add(Instant at, long bad, long total) {
        samples.add(new Sample(now, at, bad, total));
        now = at;
    }

    double logE() {
        long planned = Math.max(1, Duration.ofHours(72).dividedBy(test.lasting()));
        List<Double> terms = new ArrayList<>();
        long k = 1;
        for (Instant start = test.start(); !start.isAfter(now); start = start.plus(test.lasting())) {
            double weight = weight(k, planned);
            for (int j = 0; j < MULTIPLES.length; j++) {
                terms.add(Math.log(WEIGHTS[j] * weight) + logRatio(start, MULTIPLES[j]));
            }
            k++;
        }
        double yetToCome = 1;
        for (long past = 1; past < k; past++) {
            yetToCome -= weight(past, planned);
        }
        terms.add(Math.log(yetToCome));
        double largest = terms.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return largest
                + Math.log(terms.stream()
                        .mapToDouble(term -> Math.exp(term - largest))
                        .sum());
    }

    private static double weight(long k, long planned) {
        double slow = 1 / (1 + Math.log((double) k)) - 1 / (1 + Math.log(k + 1.0));
        double even = k <= planned ? 1.0 / planned : 0;
        return slow / 2 + even / 2;
    }

    private double logRatio(Instant start, double multiple) {
        List<Sample> since =
                samples.stream().filter(one -> !one.from().isBefore(start)).toList();
        double best = 0;
        for (int a = 0; a < since.size(); a++) {
            double sum = 0;
            for (int b = a; b < since.size() && isOneBurst(since.get(a), since.get(b)); b++) {
                sum += logRatio(since.get(b), multiple);
                best = Math.max(best, sum);
            }
        }
        return since.stream().mapToDouble(one -> logRatio(one, multiple)).sum() - best;
    }

    private boolean isOneBurst(Sample first, Sample last) {
        return Duration.between(first.to(), last.from()).compareTo(test.lasting()) < 0;
    }

    private double logRatio(Sample sample, double multiple) {
        double q = test.limit();
        double p = multiple * q / (1 - q + multiple * q);
        return sample.bad() * Math.log(p / q) + (sample.total() - sample.bad()) * (Math.log1p(-p) - Math.log1p(-q));
    }
}
