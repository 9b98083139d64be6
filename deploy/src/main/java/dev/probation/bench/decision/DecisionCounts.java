package dev.probation.bench.decision;

import java.util.SplittableRandom;

/** Draws numbers of events by Poisson's distribution: exactly while few are expected, else by the normal one. */
final class DecisionCounts {

    private static final double FEW = 30;

    private final SplittableRandom random;
    private double mean = -1;
    private double none;

    DecisionCounts(SplittableRandom random) {
        this.random = random;
    }

    int next(double expected) {
        if (expected <= 0) {
            return 0;
        }
        if (expected >= FEW) {
            return (int) Math.max(0, Math.round(expected + Math.sqrt(expected) * random.nextGaussian()));
        }
        if (expected != mean) {
            mean = expected;
            none = StrictMath.exp(-expected);
        }
        double left = random.nextDouble();
        double chance = none;
        int count = 0;
        while (left > chance && count < 200) {
            left -= chance;
            count++;
            chance *= expected / count;
        }
        return count;
    }
}
