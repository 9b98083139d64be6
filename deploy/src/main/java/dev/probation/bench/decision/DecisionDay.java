package dev.probation.bench.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * A share of bad requests that is over the limit at the same hours of each day, the day before the deployment included.
 *
 * @param size how many times the limit it is then; 0 where no day is told of
 * @param from seconds from the deployment until it rises, on the first day after the deployment
 * @param hours for how long it is so large
 */
record DecisionDay(double size, int from, int hours) {

    static final DecisionDay NONE = new DecisionDay(0, 0, 0);

    private static final int HOUR = DecisionStory.HOUR;
    private static final int DAY = 24 * HOUR;
    private static final int RISES = 15 * 60;
    private static final int SHIFTED = 10 * 60;
    private static final double CHANGED = 0.05;
    private static final double WORSE = 3;

    /** So many of each kind. */
    static List<DecisionLabel> labels(long seed, int each) {
        Random random = new Random(seed + 2);
        List<DecisionLabel> all = new ArrayList<>();
        for (DecisionLabel.Kind kind : DecisionLabel.Kind.values()) {
            for (int i = 0; kind.isDaily() && i < each; i++) {
                all.add(label(
                        kind, kind.isPlain() ? 1000 : List.of(10, 100, 1000).get(i % 3), random));
            }
        }
        return all;
    }

    private static DecisionLabel label(DecisionLabel.Kind kind, int traffic, Random random) {
        // ten times as many slow ones as there are requests cannot be
        double size = kind.isOfLatency() ? 1.1 + random.nextDouble() : 1.1 + 2 * random.nextDouble();
        int hours = 1 + random.nextInt(8);
        int from = random.nextInt(DAY - hours * HOUR);
        boolean well = kind == DecisionLabel.Kind.DAY_WAS_WELL;
        DecisionDay day = new DecisionDay(well ? 0.9 : size, from, hours);
        int begins = from + random.nextInt(RISES + SHIFTED, hours * HOUR - SHIFTED);
        boolean worse = kind.isWorseDay();
        double now = well ? WORSE : worse ? WORSE * size : size;
        return new DecisionLabel(0, kind, now, well || worse ? begins : 0, traffic, DecisionPast.FINE, day);
    }

    boolean isKnown() {
        return size > 0;
    }

    /** How many times the limit the share is in a second, of which it is so many times otherwise; each day is a little different. */
    double times(int second, double otherwise, long seed) {
        double most = 0;
        for (int day = Math.floorDiv(second - from, DAY) - 1; day <= Math.floorDiv(second - from, DAY) + 1; day++) {
            SplittableRandom random = new SplittableRandom(seed + day);
            int begins = from + DAY * day + random.nextInt(-SHIFTED, SHIFTED);
            double part = Math.min(second - begins, begins + hours * HOUR - second) / (double) RISES;
            double changed = size * Math.exp(CHANGED * random.nextGaussian());
            most = Math.max(most, otherwise + (changed - otherwise) * Math.max(0, Math.min(1, part)));
        }
        return most;
    }

    @Override
    public String toString() {
        return isKnown()
                ? ", each day " + DecisionLabel.times(Math.round(size * 10) / 10.0) + " times the limit for " + hours
                        + "h"
                : "";
    }
}
