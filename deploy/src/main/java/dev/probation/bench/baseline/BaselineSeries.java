package dev.probation.bench.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a check measures from a week before a deployment until 72 h after it: a value every 15 s, over the last minute, so that
 * neighbours share what they measured. Times are seconds since the deployment.
 */
final class BaselineSeries {

    /** Takes values in order. */
    interface Sink {
        void take(int second, double value);
    }

    static final int STEP = 15;
    static final int HOUR = 3600;
    static final int DAY = 24 * HOUR;
    static final int WEEK = 7 * DAY;
    static final int LENGTH = 72 * HOUR;

    private static final int OVER = 4;
    private static final double RARE = 0.1;

    /** A burst, or a gap. */
    private record Stretch(int from, int until) {}

    private final BaselineNoise noise;
    private final SplittableRandom random;
    private final double times;
    private final int onset;
    private final double amplitude;
    private final int peak;
    private final int midnight;
    private final double weekend;
    private final List<Stretch> bursts = new ArrayList<>();
    private final List<Stretch> gaps = new ArrayList<>();
    private final double[] recent = new double[OVER];
    private double state;
    private int taken;

    /**
     * @param times how many times as large the values are from {@code onset} on
     * @param onset seconds since the deployment
     */
    BaselineSeries(BaselineNoise noise, double times, int onset, long seed) {
        this.noise = noise;
        this.random = new SplittableRandom(seed);
        this.times = times;
        this.onset = onset;
        this.amplitude = noise.swing() * random.nextDouble();
        this.peak = random.nextInt(DAY);
        this.midnight = random.nextInt(7) * DAY + random.nextInt(DAY);
        this.weekend = noise.swing() == 0 ? 1 : 0.6 + 0.4 * random.nextDouble();
        if (random.nextBoolean()) {
            stretches(bursts, 12, 25, 150);
        }
        if (random.nextInt(3) == 0) {
            stretches(gaps, 4, 120, 3 * HOUR);
        }
    }

    /** So many at most, anywhere but in the two hours after the onset of what is looked for. */
    private void stretches(List<Stretch> some, int most, int shortest, int longest) {
        int wanted = 1 + random.nextInt(most);
        for (int i = 0; i < wanted; i++) {
            int from = random.nextInt(-DAY, LENGTH);
            int until = from + random.nextInt(shortest, longest + 1);
            if (times == 1 || until < onset || from > onset + 2 * HOUR) {
                some.add(new Stretch(from, until));
            }
        }
    }

    boolean hasBursts() {
        return !bursts.isEmpty();
    }

    boolean hasGaps() {
        return !gaps.isEmpty();
    }

    boolean swings() {
        return amplitude > 0.3;
    }

    /** What is known of before, as the agent reads it: the week before every five minutes, the day before every minute. */
    void before(Sink sink) {
        if (noise.days()) {
            run(-WEEK, -WEEK + LENGTH, 300, sink);
            run(-DAY, -HOUR, 60, sink);
        }
        run(-HOUR, 0, 60, sink);
    }

    /** After the deployment; to be called after what was before. */
    void after(int every, Sink sink) {
        run(0, LENGTH, every, (second, value) -> {
            if (second > 0) {
                sink.take(second, value);
            }
        });
    }

    /** The noise begins anew after a pause of days, and goes on where there is none. */
    private void run(int from, int until, int every, Sink sink) {
        boolean goesOn = (from == -HOUR && noise.days()) || from == 0;
        if (!goesOn) {
            state = random.nextGaussian();
            for (int second = from - OVER * STEP; second < from; second += STEP) {
                draw(second);
            }
        }
        for (int second = from; second < until; second += STEP) {
            draw(second);
            if (Math.floorMod(second, every) == 0 && !isMissing(second)) {
                sink.take(second, average());
            }
        }
    }

    private boolean isMissing(int second) {
        return gaps.stream().anyMatch(gap -> overlap(gap, second) > 0);
    }

    /** Over the step before a second. */
    private void draw(int second) {
        double kept = noise.memory() == 0 ? 0 : Math.exp(-STEP / noise.memory());
        state = kept * state + Math.sqrt(1 - kept * kept) * random.nextGaussian();
        double level = rhythm(second) * (second > onset ? times : 1);
        double burst = 0;
        for (Stretch one : bursts) {
            burst += (double) overlap(one, second) / STEP;
        }
        double value = noise.sparse() ? events(level) : 0.2 * level * Math.exp(noise.spread() * state);
        recent[Math.floorMod(taken++, OVER)] = value * (1 + 4 * Math.min(1, burst));
    }

    private int events(double level) {
        int count = 0;
        for (int i = 0; i < 3; i++) {
            count += random.nextDouble() < RARE / OVER / 3 * level ? 1 : 0;
        }
        return count * OVER;
    }

    private static int overlap(Stretch stretch, int second) {
        return Math.max(0, Math.min(stretch.until, second) - Math.max(stretch.from, second - STEP));
    }

    private double rhythm(int second) {
        double day = 1 + amplitude * Math.cos(2 * Math.PI * (second - peak) / DAY);
        return Math.floorMod(second + midnight, WEEK) < 2 * DAY ? day * weekend : day;
    }

    private double average() {
        double sum = 0;
        for (double value : recent) {
            sum += value;
        }
        return sum / OVER;
    }
}
