package dev.probation.bench.evidence;

import dev.probation.rules.evidence.proportion.RatioEvidence;
import dev.probation.rules.evidence.proportion.RatioRule;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Deployments whose requests fail with a known chance, and what the evidence for ratios makes of them. */
final class RatioSimulation {

    static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    static final int EVERY = 15;
    static final int HOUR = 3600;

    /** What a service does, from a second on. */
    record Part(int from, double share) {}

    /** The end of one simulation: when it was called failing, in seconds, or -1; and the most groups that were kept. */
    record End(int decided, int groups) {}

    private RatioSimulation() {}

    /** Requests of a sample's interval that ends at this second; with a rhythm, a tenth at night of what comes by day. */
    private static int traffic(double rate, boolean rhythm, int second, int every) {
        int hour = (second - 1) / HOUR;
        double factor = rhythm ? 1 + 0.8 * Math.sin(hour * Math.PI / 12) : 1;
        return (int) Math.round(rate * factor * every);
    }

    /** One deployment, until it is called failing or its watch ends. */
    static End run(RatioRule test, double rate, boolean rhythm, List<Part> parts, int watch, Random random) {
        RatioEvidence evidence = RatioEvidence.none(test);
        Binomials binomials = new Binomials(random);
        int groups = 0;
        int part = 0;
        for (int second = EVERY; second <= watch; second += EVERY) {
            int total = traffic(rate, rhythm, second, EVERY);
            int bad = 0;
            int from = second - EVERY;
            int sent = 0;
            while (from < second) {
                while (part + 1 < parts.size() && parts.get(part + 1).from() <= from) {
                    part++;
                }
                int to = part + 1 < parts.size()
                        ? Math.min(second, parts.get(part + 1).from())
                        : second;
                int some = to == second ? total - sent : total * (to - from) / EVERY;
                bad += binomials.next(some, parts.get(part).share());
                sent += some;
                from = to;
            }
            evidence = evidence.next(test, START.plusSeconds(second), bad, total);
            if (second % HOUR == 0) {
                groups = Math.max(groups, evidence.snapshot().groups().size());
            }
            if (evidence.isReached()) {
                return new End(second, groups);
            }
        }
        return new End(-1, groups);
    }
}
