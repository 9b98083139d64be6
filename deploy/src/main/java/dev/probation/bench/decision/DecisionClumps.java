package dev.probation.bench.decision;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * Errors that come in clumps at random moments, all of one size and width, so that they are a part of the limit on average.
 * Asked for each second in order.
 */
final class DecisionClumps {

    private static final int LONGEST = 120;
    private static final int LEAST = 10;
    private static final int MOST = 1000;

    private final SplittableRandom random;
    private final double width;
    private final double share;
    private final double apart;
    private final Deque<Double> begun = new ArrayDeque<>();
    private double next;

    /** Of a service with so many requests per second, from a second on. */
    DecisionClumps(SplittableRandom random, int traffic, int from) {
        this.random = random;
        this.width = random.nextDouble(1, LONGEST);
        double most = LEAST * Math.pow((double) MOST / LEAST, random.nextDouble());
        this.share = Math.min(1, most / width / traffic);
        this.apart = share * width / (random.nextDouble(0.1, 0.9) * DecisionStory.ERROR_LIMIT);
        this.next = from - LONGEST + gap();
    }

    private double gap() {
        return -Math.log(1 - random.nextDouble()) * apart;
    }

    /** The share of requests that fail in a second; a clump is larger where there is more traffic. */
    double share(int second) {
        while (next < second + 1) {
            begun.add(next);
            next += gap();
        }
        while (!begun.isEmpty() && begun.peek() + width <= second) {
            begun.remove();
        }
        double seconds = 0;
        for (double from : begun) {
            seconds += Math.min(second + 1, from + width) - Math.max(second, from);
        }
        return Math.min(1, seconds * share);
    }
}
