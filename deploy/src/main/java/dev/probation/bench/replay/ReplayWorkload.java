package dev.probation.bench.replay;

import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** A kind of checks to replay: how it is configured, what it measures, and which of its past the agent would have read. */
enum ReplayWorkload {
    /** Values against limits, of which nothing is known from before. */
    PLAIN("query: up, unit: s, expect: \"< 500ms\", warn: \"< 400ms\"") {
        @Override
        Outcome answer(Random random, double hours, double seconds) {
            double bad = random.nextInt(100) == 0 ? 0.4 : 0;
            return Outcome.Measured.of(0.2 + bad + random.nextInt(100) / 1000.0);
        }

        @Override
        List<Instant> before(Instant live) {
            return List.of();
        }
    },
    /** Shares of bad events at half of their limit. */
    SHARES("bad: bad_total, total: all_total, over: 1m, expect: \"< 0.1%\", for: 3m") {
        @Override
        Outcome answer(Random random, double hours, double seconds) {
            long total = Math.round(100 * seconds * (rhythm(hours) + 0.1 * random.nextDouble()));
            long bad = 0;
            for (double at = gap(random); at < total; at += gap(random)) {
                bad++;
            }
            return new Outcome.Measured((double) bad / total, Optional.of(new Counts(bad, total)), "");
        }

        /** Events from one bad one to the next. */
        private double gap(Random random) {
            return -Math.log(1 - random.nextDouble()) / 0.0005;
        }

        @Override
        List<Instant> before(Instant live) {
            return each(live.minus(Duration.ofHours(25)), live, Duration.ofMinutes(5));
        }
    },
    /** Values against those of the day and the week before, none like the one before it, so that all of them count. */
    BASELINE("query: latency, unit: s, expect: \"<= baseline + 10%\", for: 10m") {
        @Override
        Outcome answer(Random random, double hours, double seconds) {
            return Outcome.Measured.of(0.2 * rhythm(hours) * (1 + 0.05 * random.nextGaussian()));
        }
    },
    /** Memory as a collector's saw-tooth, with a daily rhythm and a leak that is smaller than its limit. */
    TREND("query: memory, unit: B, expect: \"trend < 1%/h\", windows: [ medium-term, long-term ]") {
        @Override
        Outcome answer(Random random, double hours, double seconds) {
            double leaked = 1 + 0.002 * Math.max(0, hours);
            double tooth = 0.3 * (hours * 6 - Math.floor(hours * 6));
            return Outcome.Measured.of(1e9 * rhythm(hours) * (leaked + tooth + 0.01 * random.nextGaussian()));
        }
    };

    private final String check;

    ReplayWorkload(String check) {
        this.check = check;
    }

    static ReplayWorkload of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The keys of one check, as a configuration has them. */
    String check() {
        return "{ prometheus: metrics, every: 15s, on-breach: rollback, " + check + " }";
    }

    /**
     * What one check measures, if it is answered.
     *
     * @param hours since the deployment
     * @param seconds since the sample before
     */
    abstract Outcome answer(Random random, double hours, double seconds);

    /** When the agent would have read the past of a check: 72 hours of the week before, and the day before. */
    List<Instant> before(Instant live) {
        Instant week = live.minus(Duration.ofDays(7));
        List<Instant> moments = each(week, week.plus(Duration.ofHours(72)), Duration.ofMinutes(5));
        moments.addAll(each(live.minus(Duration.ofDays(1)), live, Duration.ofMinutes(1)));
        return moments;
    }

    /** A factor of the time of day. */
    private static double rhythm(double hours) {
        return 1 + 0.3 * Math.cos(2 * Math.PI * hours / 24);
    }

    private static List<Instant> each(Instant from, Instant to, Duration spacing) {
        List<Instant> moments = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = at.plus(spacing)) {
            moments.add(at);
        }
        return moments;
    }
}
