package dev.probation.bench.decision;

import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** The samples of one labelled deployment, and of the hour or the day before it, made of single seconds. */
final class DecisionRecording {

    static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");
    static final CheckId ERRORS = new CheckId("error-rate");
    static final CheckId LATENCY = new CheckId("p95-latency");
    static final CheckId MEMORY = new CheckId("memory");

    private static final int OVER = 60;
    private static final double[] BOUNDS = {0, 0.1, 0.25, 0.5, 1, 2.5};

    /** Requests of which some are bad, in all since the last sample and in the last minute. */
    private static final class Counter {
        private final int[] seconds = new int[OVER];
        private long since;
        private long over;

        void add(int second, int count) {
            int slot = Math.floorMod(second, OVER);
            over += count - seconds[slot];
            seconds[slot] = count;
            since += count;
        }

        void clear() {
            Arrays.fill(seconds, 0);
            since = 0;
            over = 0;
        }
    }

    private final DecisionLabel label;
    private final SplittableRandom random;
    private final DecisionStory story;
    private final DecisionCounts badCounts;
    private final DecisionCounts slowCounts;
    private final DecisionCounts goodCounts;
    private final Counter bad = new Counter();
    private final Counter badTotal = new Counter();
    private final Counter slow = new Counter();
    private final Counter slowTotal = new Counter();
    private double observedBad;
    private double observedTotal;

    DecisionRecording(DecisionLabel label, long seed) {
        this.label = label;
        this.random = new SplittableRandom(seed * 1_000_003 + label.index());
        this.story = new DecisionStory(label, random.split());
        this.badCounts = new DecisionCounts(random);
        this.slowCounts = new DecisionCounts(random);
        this.goodCounts = new DecisionCounts(random);
    }

    DecisionStory story() {
        return story;
    }

    /** The share of bad requests that was drawn, over its limit: while the regression was there, or without blinks. */
    double observed() {
        double limit = label.isOfLatency() ? DecisionStory.SLOW_LIMIT : DecisionStory.ERROR_LIMIT;
        return observedTotal == 0 ? Double.NaN : observedBad / observedTotal / limit;
    }

    /** Gives all samples in order; once. */
    void stream(Consumer<Sample> sink) {
        int nextErrors = story.begins() + random.nextInt(1, 16);
        int nextLatency = story.begins() + random.nextInt(1, 16);
        for (int second = story.begins(); second < DecisionStory.LENGTH; second++) {
            if (second == 0) {
                clear();
            }
            draw(second);
            int at = second + 1;
            if (at == nextErrors) {
                emit(sink, at, ERRORS, bad, badTotal);
                nextErrors = next(at);
            }
            if (at == nextLatency) {
                emit(sink, at, LATENCY, slow, slowTotal);
                nextLatency = next(at);
            }
            if (label.kind() == DecisionLabel.Kind.LEAK && at > 0 && at % 60 == 0) {
                sink.accept(new Sample(LIVE.plusSeconds(at), MEMORY, Outcome.Measured.of(memory(at))));
            }
        }
    }

    /** The interval of the windows as they come. */
    static int interval(int at) {
        if (at < 4 * DecisionStory.HOUR) {
            return 15;
        }
        return at < 24 * DecisionStory.HOUR ? 60 : 300;
    }

    private static int next(int at) {
        int next = at + interval(at);
        return next == 0 ? 1 : next;
    }

    private void clear() {
        bad.clear();
        badTotal.clear();
        slow.clear();
        slowTotal.clear();
    }

    private void draw(int second) {
        story.enter(second);
        boolean isBad = story.isBad(second);
        double errors = story.errors(second, isBad);
        double slowShare = Math.min(story.slow(second, isBad), 1 - errors);
        int badNow = badCounts.next(story.rate() * errors);
        int slowNow = slowCounts.next(story.rate() * slowShare) + (random.nextInt(20 * 3600) == 0 ? 1 : 0);
        int total = badNow + slowNow + goodCounts.next(story.rate() * (1 - errors - slowShare));
        bad.add(second, badNow);
        badTotal.add(second, total);
        slow.add(second, slowNow);
        slowTotal.add(second, total);
        observe(second, isBad, label.isOfLatency() ? slowNow : badNow, total);
    }

    private void observe(int second, boolean isBad, int badNow, int total) {
        boolean quiet = (label.isHealthy() && second >= 0) || (label.isOld() && isBad);
        if ((isBad && !label.isOld()) || (quiet && !story.isBlinking(second))) {
            observedBad += badNow;
            observedTotal += total;
        }
    }

    private void emit(Consumer<Sample> sink, int at, CheckId check, Counter counter, Counter total) {
        if (story.isAway(at) || (at < 0 && !story.isPastKnown())) {
            return;
        }
        Instant instant = LIVE.plusSeconds(at);
        if (story.isUnanswered(at) || random.nextInt(1000) == 0) {
            sink.accept(new Sample(instant, check, new Outcome.Failed(Outcome.Cause.TIMEOUT, "connect timed out")));
        } else if (total.over == 0 || random.nextInt(1000) == 0) {
            sink.accept(new Sample(instant, check, new Outcome.NoData("no traffic in 1m")));
        } else {
            double value = check.equals(ERRORS) ? (double) counter.over / total.over : p95(counter.over, total.over);
            Counts counts = new Counts(counter.since, total.since);
            counter.since = 0;
            total.since = 0;
            sink.accept(new Sample(instant, check, new Outcome.Measured(value, Optional.of(counts), "")));
        }
    }

    /** As a histogram's quantile is interpolated, in seconds; only the slow ones are drawn, the others lie as usual. */
    private double p95(long slowOnes, long all) {
        long fast = all - slowOnes;
        double wobble = 1 + 0.05 * random.nextGaussian();
        double upper = fast * 0.12 * wobble;
        double[] counts = {fast * 0.6, fast * 0.4 - upper, upper, slowOnes * 0.7, slowOnes * 0.3};
        double rank = 0.95 * all;
        for (int i = 0; i < counts.length; i++) {
            if (rank <= counts[i] || i == counts.length - 1) {
                double part = counts[i] == 0 ? 1 : Math.min(1, rank / counts[i]);
                return BOUNDS[i] + (BOUNDS[i + 1] - BOUNDS[i]) * part;
            }
            rank -= counts[i];
        }
        throw new IllegalStateException("no bucket holds the quantile");
    }

    /** A collector's saw-tooth of ten minutes over what leaks, as a share of the memory. */
    private double memory(int at) {
        double kept = 0.3 * (1 + label.size() / 100 * at / 3600);
        return Math.min(1, kept + 0.2 * (at % 600) / 600 + 0.005 * random.nextGaussian());
    }
}
