package dev.probation.rules.evidence.proportion;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The e-value by its definition: every start is kept, and every stretch is tried anew each time. */
final class NaiveRatioEvidence {

    private static final double[] MULTIPLES = {1.2, 1.5, 2, 3, 5, 10, 20, 50, 100, 300};
    private static final double[] WEIGHTS = {0.1, 0.15, 0.2, 0.2, 0.13, 0.08, 0.05, 0.04, 0.03, 0.02};

    private record Sample(Instant from, Instant to, List<Double> logRatios) {}

    private final RatioRule test;
    private final List<Sample> samples = new ArrayList<>();
    private Instant now;

    private final List<double[]> forGood = new ArrayList<>();
    private final int[] settled = new int[MULTIPLES.length];
    private final List<Double> kept = new ArrayList<>();
    private int begun;
    private double clump;

    NaiveRatioEvidence(RatioRule test, double clump) {
        this.test = test;
        this.clump = clump;
        this.now = test.start();
    }

    void add(Instant at, long bad, long total) {
        double q = test.limit();
        List<Double> logRatios = new ArrayList<>();
        for (int j = 0; j < MULTIPLES.length; j++) {
            double p = MULTIPLES[j] * q / (1 - q + MULTIPLES[j] * q);
            logRatios.add(bad * Math.log(p / q) + (total - bad) * (Math.log1p(-p) - Math.log1p(-q)));
        }
        samples.add(new Sample(now, at, logRatios));
        now = at;
    }

    double logE() {
        List<Double> terms = new ArrayList<>();
        double yetToCome = 1;
        double[] weights = weights();
        for (double weight : weights) {
            yetToCome -= weight;
        }
        for (int j = 0; j < MULTIPLES.length; j++) {
            terms.add(Math.log(WEIGHTS[j]) + logStarted(j, weights));
        }
        terms.add(Math.log(yetToCome));
        return logSum(terms);
    }

    /** Of all starts of one alternative: their weights times their likelihood ratios. */
    private double logStarted(int multiple, double[] weights) {
        List<Double> terms = new ArrayList<>();
        if (!kept.isEmpty()) {
            terms.add(kept.get(multiple) + logRatio(begun, multiple));
        }
        for (int first = kept.isEmpty() ? 0 : begun + 1; first <= samples.size(); first++) {
            terms.add(Math.log(weights[first]) + logRatio(first, multiple));
        }
        return logSum(terms);
    }

    /** So many bad events count as one from now on; what was won so far is not kept. */
    void begin(double size) {
        double[] weights = weights();
        double started = Math.log(Arrays.stream(weights).sum());
        List<Double> now = new ArrayList<>();
        for (int j = 0; j < MULTIPLES.length; j++) {
            now.add(Math.min(logStarted(j, weights), started));
        }
        kept.clear();
        kept.addAll(now);
        begun = samples.size();
        clump = size;
        forGood.clear();
        Arrays.fill(settled, begun);
    }

    private static double logSum(List<Double> terms) {
        double largest = terms.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return largest
                + Math.log(terms.stream()
                        .mapToDouble(term -> Math.exp(term - largest))
                        .sum());
    }

    /** The weights of all starts up to now, by the first sample that lies after them. */
    private double[] weights() {
        double[] weights = new double[samples.size() + 1];
        Duration spacing = test.lasting().dividedBy(12);
        double planned = Duration.ofHours(72).dividedBy(spacing);
        int first = 0;
        long k = 1;
        for (Instant start = test.start(); !start.isAfter(now); start = start.plus(spacing)) {
            while (first < samples.size() && samples.get(first).from().isBefore(start)) {
                first++;
            }
            weights[first] += weight(k, planned);
            k++;
        }
        return weights;
    }

    private static double weight(long k, double planned) {
        double slow = k == 1 ? 1 - slowly(1) : slowly(k - 1) - slowly(k);
        return slow / 2 + (k <= planned ? 1 / planned : 0) / 2;
    }

    private static double slowly(long starts) {
        return 1 / (1 + Math.log(2 + (starts - 1) / 12.0));
    }

    /** What is taken out of an alternative's starts now stays so, and the next best is looked for among what comes. */
    void settle(int alternative) {
        while (forGood.size() <= samples.size()) {
            forGood.add(new double[MULTIPLES.length]);
        }
        for (int first = 0; first <= samples.size(); first++) {
            forGood.get(first)[alternative] += bestStretch(first, alternative);
        }
        settled[alternative] = samples.size();
    }

    private double logRatio(int first, int multiple) {
        double all = first < forGood.size() ? -forGood.get(first)[multiple] : 0;
        for (Sample sample : samples.subList(first, samples.size())) {
            all += sample.logRatios().get(multiple) / clump;
        }
        return all - bestStretch(first, multiple);
    }

    private double bestStretch(int first, int multiple) {
        double best = 0;
        for (int a = Math.max(first, settled[multiple]); a < samples.size(); a++) {
            double sum = 0;
            for (int b = a; b < samples.size() && isOneBurst(samples.get(a), samples.get(b)); b++) {
                sum += samples.get(b).logRatios().get(multiple) / clump;
                best = Math.max(best, sum);
            }
        }
        return best;
    }

    private boolean isOneBurst(Sample first, Sample last) {
        return Duration.between(first.to(), last.from()).compareTo(test.lasting()) < 0;
    }
}
