package dev.probation.bench.load;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/**
 * When each of some endpoints was probed, and how far from its schedule: the grid that its first probe and the period span. Times
 * are milliseconds since 1970. Keeps a few numbers for each endpoint, whatever comes.
 */
final class ProbeTimes {
    private static final int WORST_MILLIS = 20_000;

    private final long periodMillis;
    private final int failures;
    private final long[] first;
    private final int[] turns;
    private final long[] last;
    private long longestPause;
    private final int[] deviations = new int[WORST_MILLIS + 1];
    private int[] broken;
    private long probes;
    private long firstProbe;
    private long skipped;
    private long brokenSince;
    private long lastStraw;

    /**
     * Of so many endpoints.
     *
     * @param failures how many bad answers in a row make a check fail
     */
    ProbeTimes(int endpoints, long periodMillis, int failures) {
        this.periodMillis = periodMillis;
        this.failures = failures;
        this.first = new long[endpoints];
        this.turns = new int[endpoints];
        this.last = new long[endpoints];
        this.broken = new int[endpoints];
    }

    /** An endpoint was probed. */
    void arrived(int endpoint, long now) {
        probes++;
        if (firstProbe == 0) {
            firstProbe = now;
        }
        if (endpoint >= first.length) {
            return;
        }
        longestPause = Math.max(longestPause, last[endpoint] == 0 ? 0 : now - last[endpoint]);
        last[endpoint] = now;
        if (isBroken() && ++broken[endpoint] == failures && lastStraw == 0) {
            lastStraw = now;
        }
        if (first[endpoint] == 0) {
            first[endpoint] = now;
            return;
        }
        long since = now - first[endpoint];
        int turn = (int) Math.round((double) since / periodMillis);
        deviations[(int) Math.min(Math.abs(since - turn * periodMillis), WORST_MILLIS)]++;
        skipped += Math.max(0, turn - turns[endpoint] - 1);
        turns[endpoint] = turn;
    }

    /** From now on all are answered badly. */
    void breakDown(long now) {
        broken = new int[first.length];
        lastStraw = 0;
        brokenSince = now;
    }

    boolean isBroken() {
        return brokenSince != 0;
    }

    /** Since when they are answered badly; 0 where they are not. */
    long brokenSince() {
        return brokenSince;
    }

    /** When one of them had got as many bad answers as make its check fail; 0 before. */
    long lastStraw() {
        return lastStraw;
    }

    JsonObject stats() {
        long[] starts = Arrays.stream(first).filter(at -> at != 0).sorted().toArray();
        long widest = 0;
        for (int index = 1; index < starts.length; index++) {
            widest = Math.max(widest, starts[index] - starts[index - 1]);
        }
        return new JsonObject()
                .put("probes", probes)
                .put("firstAt", firstProbe)
                .put("lastStrawAt", lastStraw)
                .put("paths", starts.length)
                .put("least", Arrays.stream(turns).min().orElse(0))
                .put("lastFirstAt", starts.length == 0 ? 0 : starts[starts.length - 1])
                .put("widestGap", widest)
                .put("p99", deviation(0.99))
                .put("worst", deviation(1))
                .put("skipped", skipped)
                .put("longestPause", longestPause);
    }

    private int deviation(double share) {
        long all = Arrays.stream(deviations).asLongStream().sum();
        long seen = 0;
        for (int millis = 0; millis <= WORST_MILLIS; millis++) {
            seen += deviations[millis];
            if (seen >= all * share) {
                return millis;
            }
        }
        return WORST_MILLIS;
    }
}
