package dev.probation.rules.evidence.proportion;

import dev.probation.rules.sample.Counts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;

/**
 * A test of "the share of bad events is at most the limit", which may be looked at after every sample for as long as one
 * likes. {@link RatioEvidence} is what it has found.
 */
public final class RatioRule {

    /** The chance that a share at the limit is ever called above it. */
    public static final double ALPHA = 0.01;

    /** So many bursts a day decide nothing by default. */
    public static final int FORGIVEN = 3;

    private final double limit;
    private final double alpha;
    private final double enough;
    private final Duration lasting;
    private final long lastingNanos;
    private final Instant start;
    private final Alternatives alternatives;
    private final Restarts restarts;
    private final int forgiven;
    private final Arrivals before;

    /**
     * @param limit the largest share that is well, between 0 and 1
     * @param alpha the chance of being wrong that is accepted, over the whole deployment
     * @param lasting no burst of errors that is shorter decides, however many errors it holds
     * @param start when the first sample's interval begins
     */
    public RatioRule(double limit, double alpha, Duration lasting, Instant start) {
        this(limit, alpha, lasting, start, FORGIVEN, Arrivals.NONE);
    }

    private RatioRule(double limit, double alpha, Duration lasting, Instant start, int forgiven, Arrivals before) {
        this.limit = share("limit", limit);
        this.alpha = share("alpha", alpha);
        this.enough = -Math.log(alpha);
        if (lasting.isZero() || lasting.isNegative()) {
            throw new IllegalArgumentException("lasting must be longer than zero, but was " + lasting);
        }
        this.lasting = lasting;
        this.lastingNanos = lasting.toNanos();
        this.start = start;
        this.alternatives = Alternatives.above(limit);
        this.restarts = Restarts.of(lasting);
        this.forgiven = forgiven;
        this.before = before;
    }

    public RatioRule(double limit, Duration lasting, Instant start) {
        this(limit, ALPHA, lasting, start);
    }

    /**
     * The same test, which knows how bad events arrived before its start.
     *
     * @param counted what the samples before the start counted, each since the one before it
     */
    public RatioRule knowing(SortedMap<Instant, Counts> counted) {
        if (counted.isEmpty()) {
            return this;
        }
        RecentCounts recent = RecentCounts.from(time(counted.firstKey()));
        Arrivals found = Arrivals.NONE.from(recent.time(0));
        for (Map.Entry<Instant, Counts> each : counted.entrySet()) {
            long time = time(each.getKey());
            // what the first one counted came in over nobody knows how long
            if (time > recent.time(recent.last())) {
                Counts more = each.getValue();
                recent = recent.with(time, more.bad(), more.total(), recent.time(recent.last()) - lastingNanos);
                found = found.next(this, recent);
            }
        }
        return new RatioRule(limit, alpha, lasting, start, forgiven, found.from(0));
    }

    /** The same test of another share. */
    public RatioRule of(double otherLimit) {
        return new RatioRule(otherLimit, alpha, lasting, start, forgiven, before);
    }

    /** The same test where so many bursts a day decide nothing. */
    public RatioRule forgiving(int bursts) {
        return new RatioRule(limit, alpha, lasting, start, bursts, before);
    }

    /** The same share, if it lies between 0 and 1. */
    static double share(String name, double share) {
        if (share > 0 && share < 1) {
            return share;
        }
        throw new IllegalArgumentException(name + " must be above 0 and below 1, but was " + share);
    }

    public double limit() {
        return limit;
    }

    public double alpha() {
        return alpha;
    }

    public Duration lasting() {
        return lasting;
    }

    long lastingNanos() {
        return lastingNanos;
    }

    public Instant start() {
        return start;
    }

    /** So many bursts a day decide nothing. */
    public int forgiven() {
        return forgiven;
    }

    /** How bad events arrived before the start. */
    Arrivals before() {
        return before;
    }

    Alternatives alternatives() {
        return alternatives;
    }

    Restarts restarts() {
        return restarts;
    }

    /** What the logarithm of the e-value must reach: Ville's inequality. */
    double enough() {
        return enough;
    }

    /** Nanoseconds since the start. */
    public long time(Instant at) {
        return start.until(at, ChronoUnit.NANOS);
    }
}
