package dev.probation.bench.evidence;

import dev.probation.agent.time.AllowForbiddenApi;
import dev.probation.rules.evidence.proportion.ConfidenceSequence;
import dev.probation.rules.evidence.proportion.RatioEvidence;
import dev.probation.rules.evidence.proportion.RatioRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;

/** Prints what the picture in the README draws: a good and a bad release, each with its confidence sequence by the minute. */
@AllowForbiddenApi("a program that prints figures")
public final class ConfidenceSeries {

    private static final double LIMIT = 0.001;
    private static final int EVERY = 15;
    private static final int REQUESTS = 50 * EVERY;
    private static final int MINUTES = 60;
    private static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");

    private ConfidenceSeries() {}

    public static void main(String[] arguments) {
        release("good", 0.0003, 5);
        release("bad", 0.003, 5);
    }

    /** Minute, share so far, low, high, and whether the release would have been rolled back by then. */
    private static void release(String name, double share, long seed) {
        Random random = new Random(seed);
        RatioRule test = new RatioRule(LIMIT, 0.01, Duration.ofMinutes(3), LIVE);
        RatioEvidence evidence = RatioEvidence.none(test);
        long bad = 0;
        long total = 0;
        boolean decided = false;
        System.out.println("# " + name + ": minute share low high decided, in percent");
        for (int second = EVERY; second <= MINUTES * 60; second += EVERY) {
            long now = 0;
            for (int i = 0; i < REQUESTS; i++) {
                now += random.nextDouble() < share ? 1 : 0;
            }
            bad += now;
            total += REQUESTS;
            evidence = evidence.next(test, LIVE.plusSeconds(second), now, REQUESTS);
            ConfidenceSequence sequence = ConfidenceSequence.of(bad, total, 0.01);
            boolean first = !decided && evidence.isReached();
            decided |= first;
            System.out.printf(
                    Locale.ROOT,
                    "%.2f %.5f %.5f %.5f %s%n",
                    second / 60.0,
                    100.0 * bad / total,
                    100 * sequence.low(),
                    100 * sequence.high(),
                    first ? Double.toString(LIMIT * 100) : "NaN");
        }
        System.out.println();
        System.out.println();
    }
}
