package dev.probation.bench.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What happens to one service from an hour before a deployment, or a day, until 72 hours after it, second by second. */
final class DecisionStory {

    /** In seconds since the deployment. */
    private record Stretch(int from, int until) {
        boolean holds(int second) {
            return second >= from && second < until;
        }
    }

    /** For some seconds a share of the requests fails, or is slow. */
    private record Blink(Stretch when, double share, boolean ofErrors) {}

    /** The monitoring does not get an answer; or does not even ask. */
    private record Gap(Stretch when, boolean isAway) {}

    static final int HOUR = 3600;
    static final int LENGTH = 72 * HOUR;
    /** How long before the deployment it begins, where the day before is known. */
    static final int DAY_BEFORE = 25 * HOUR;

    static final double ERROR_LIMIT = 0.001;
    static final double SLOW_LIMIT = 0.05;

    private static final double USUALLY_SLOW = 0.01;
    private static final int DAY = 24 * HOUR;
    private static final int BLOCK = 10;

    private final DecisionLabel label;
    private final SplittableRandom random;
    private final double amplitude;
    private final int peak;
    private final double scale;
    private final boolean idleNights;
    private final double background;
    private final List<Blink> blinks = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Stretch> bursts = new ArrayList<>();
    private final @Nullable DecisionClumps clumps;
    private final boolean pastKnown;
    private final long days;
    private double noise;
    private double drift;
    private double rate;

    DecisionStory(DecisionLabel label, SplittableRandom random) {
        this.label = label;
        this.random = random;
        this.amplitude = 0.4 + 0.45 * random.nextDouble();
        this.peak = peak();
        this.scale = label.isHealthy() ? 1 : 1 / rhythm(label.begins());
        // a plain query of the quantile of a request or two says nothing
        this.idleNights = random.nextInt(4) == 0 && !label.isPlain();
        this.background = background();
        blinks();
        gaps();
        bursts();
        boolean clumpy = label.kind() == DecisionLabel.Kind.CLUMPS;
        this.pastKnown = !clumpy || random.nextBoolean();
        this.days = label.day().isKnown() ? random.nextLong() : 0;
        this.clumps = clumpy ? new DecisionClumps(random.split(), label.traffic(), -HOUR) : null;
    }

    private int peak() {
        if (label.kind() == DecisionLabel.Kind.PEAK_HOURS) {
            return label.begins() + 2 * HOUR;
        }
        if (label.day().isKnown()) {
            return label.day().from() + random.nextInt(label.day().hours() * HOUR);
        }
        if (label.past().isBad()) {
            // by day, from the hour before the deployment until it is worse
            return label.begins() / 2 + random.nextInt(-4 * HOUR, 4 * HOUR);
        }
        // a regression begins by day, so that the label's traffic is not that of an idle hour
        return label.isHealthy() ? random.nextInt(DAY) : label.begins() + random.nextInt(-6 * HOUR, 6 * HOUR);
    }

    private double background() {
        if (label.kind() == DecisionLabel.Kind.ERROR_RAMP) {
            return DecisionLabel.RAMP_FROM;
        }
        if (label.kind() == DecisionLabel.Kind.CLUMPS) {
            return 0;
        }
        boolean close = label.isHealthy() && random.nextBoolean();
        return close ? random.nextDouble(0.85, 0.98) : random.nextDouble(0.05, 0.5);
    }

    /** A dependency blinks: up to 25 seconds, at least half an hour apart; not near the beginning of a regression. */
    private void blinks() {
        int wanted = label.kind() == DecisionLabel.Kind.CLUMPS ? 0 : Math.max(0, random.nextInt(6) - 1);
        while (blinks.size() < wanted) {
            int from = random.nextInt(random.nextInt(3) == 0 ? 4 * HOUR : LENGTH - HOUR);
            Stretch when = new Stretch(from, from + 5 * random.nextInt(1, 6));
            Blink blink = new Blink(when, List.of(0.2, 0.5, 1.0).get(random.nextInt(3)), random.nextInt(4) > 0);
            if (!label.isInnocent() && from > label.begins() - 600) {
                wanted--;
            } else if (blinks.stream().noneMatch(other -> Math.abs(other.when.from - from) < HOUR / 2)) {
                blinks.add(blink);
            }
        }
    }

    /** Not near the beginning of a regression, whose time to the decision is measured. */
    private void gaps() {
        int wanted = random.nextInt(3) == 0 ? random.nextInt(1, 3) : 0;
        for (int i = 0; i < wanted; i++) {
            int from = random.nextInt(LENGTH);
            Stretch when = new Stretch(from, from + random.nextInt(120, 3 * HOUR));
            Gap gap = new Gap(when, random.nextBoolean());
            boolean near = when.until > label.begins() - 600 && from < label.severe() + HOUR;
            if (label.isInnocent() || !near) {
                gaps.add(gap);
            }
        }
    }

    private void bursts() {
        if (label.kind() != DecisionLabel.Kind.BURSTS) {
            return;
        }
        for (int from = label.begins(); from < LENGTH; from += random.nextInt(HOUR, 2 * HOUR)) {
            bursts.add(new Stretch(from, from + random.nextInt(360, 900)));
        }
    }

    private double rhythm(int second) {
        return 1 + amplitude * Math.cos(2 * Math.PI * (second - peak) / DAY);
    }

    /** Seconds from the deployment from which on it is known, before it. */
    int begins() {
        return label.day().isKnown() ? -DAY_BEFORE : -HOUR;
    }

    /** Goes on to the next second. */
    void enter(int second) {
        if (Math.floorMod(second, BLOCK) > 0) {
            return;
        }
        noise = 0.9 * noise + 0.065 * random.nextGaussian();
        drift = 0.995 * drift + 0.02 * random.nextGaussian();
        double rhythm = rhythm(second);
        boolean idle = idleNights && rhythm < 1 - 0.8 * amplitude;
        rate = label.traffic() * scale * rhythm * Math.exp(noise - 0.011) * (idle ? 0.0005 : 1);
    }

    /** Requests per second. */
    double rate() {
        return rate;
    }

    /** Whether the regression is there in this second. */
    boolean isBad(int second) {
        if (label.isHealthy() || second < label.begins()) {
            return false;
        }
        if (label.day().isKnown()) {
            return !label.isInnocent();
        }
        return switch (label.kind()) {
            case BURSTS -> bursts.stream().anyMatch(burst -> burst.holds(second));
            case PEAK_HOURS -> Math.abs(Math.floorMod(second - peak + DAY / 2, DAY) - DAY / 2) <= 2 * HOUR;
            default -> label.past().lasts(second);
        };
    }

    /** The share of requests that fail. */
    double errors(int second, boolean bad) {
        if (clumps != null) {
            return clumps.share(second);
        }
        double blink = blink(second, true);
        if (label.day().isKnown()) {
            return Math.max(blink, ERROR_LIMIT * (label.isOfLatency() ? background : daily(second, bad)));
        }
        double usual =
                label.kind() == DecisionLabel.Kind.ERRORS_WORSE ? label.past().size() : background;
        return Math.max(blink, ERROR_LIMIT * (bad ? times(second) : usual));
    }

    /** How many times the limit; of what wanders, a little more or less. */
    private double daily(int second, boolean bad) {
        double usual = label.day().times(second, background, days) * Math.exp(0.3 * drift);
        return bad ? Math.max(label.size() * Math.exp(0.3 * drift), usual) : usual;
    }

    private double times(int second) {
        double size = label.size();
        return switch (label.kind()) {
            case ERROR_STEP, PEAK_HOURS, BURSTS, ERRORS_BEFORE, ERRORS_WORSE -> size;
            case REPLICA -> size * Math.max(1, Math.min(1.6, 1.2 + drift));
            case ERROR_RAMP ->
                background
                        + (size - background)
                                * Math.min(1, (double) (second - label.begins()) / DecisionLabel.RAMP_SECONDS);
            default -> background;
        };
    }

    /** The share of requests that are slower than the limit of the p95; more when there is much to do. */
    double slow(int second, boolean bad) {
        double usual = USUALLY_SLOW * Math.max(0.5, 1 + 0.5 * Math.cos(2 * Math.PI * (second - peak) / DAY) + drift);
        double before = label.kind() == DecisionLabel.Kind.SLOW_WORSE
                ? SLOW_LIMIT * label.past().size()
                : usual;
        if (label.day().isKnown() && label.isOfLatency()) {
            return Math.max(blink(second, false), SLOW_LIMIT * daily(second, bad));
        }
        double now = bad && label.isOfLatency() ? SLOW_LIMIT * label.size() : before;
        return Math.max(blink(second, false), now);
    }

    private double blink(int second, boolean ofErrors) {
        for (Blink blink : blinks) {
            if (blink.when.holds(second) && blink.ofErrors == ofErrors) {
                return blink.share;
            }
        }
        return 0;
    }

    boolean isBlinking(int second) {
        return blinks.stream().anyMatch(blink -> blink.when.holds(second));
    }

    /** Whether nobody could ask at this second. */
    boolean isAway(int second) {
        return gaps.stream().anyMatch(gap -> gap.when.holds(second) && gap.isAway);
    }

    /** Whether nobody answered at this second. */
    boolean isUnanswered(int second) {
        return gaps.stream().anyMatch(gap -> gap.when.holds(second) && !gap.isAway);
    }

    /** Whether the hour before the deployment was measured. */
    boolean isPastKnown() {
        return pastKnown;
    }

    /** How often a dependency blinks with errors. */
    long errorBlinks() {
        return blinks.stream().filter(Blink::ofErrors).count();
    }

    boolean hasGaps() {
        return !gaps.isEmpty();
    }

    boolean hasIdleNights() {
        return idleNights;
    }

    /** Whether the share of errors is just below the limit. */
    boolean isCloseToLimit() {
        return background > 0.8;
    }
}
