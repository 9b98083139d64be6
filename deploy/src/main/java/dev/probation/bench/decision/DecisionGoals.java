package dev.probation.bench.decision;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Holds our own decisions against what was promised of them. */
final class DecisionGoals {

    private static final int OURS = DecisionJudge.NAMES.size() - 1;
    private static final Duration LASTING = Duration.ofMinutes(3);

    private static final int STEPS_EVERY = 15;

    private final List<DecisionResult> results;
    private final PrintStream out;
    private boolean met = true;

    DecisionGoals(List<DecisionResult> results, PrintStream out) {
        this.results = results;
        this.out = out;
    }

    /** Prints them; whether all are met. */
    boolean print() {
        out.printf(Locale.ROOT, "%n%-80s %-28s%n", "goal", "ours");
        long healthy = count(result -> result.label().isHealthy());
        long wrong = count(result -> result.isFalse(OURS));
        String measured = wrong + " of " + healthy;
        met &= line(out, "false rollbacks: at most 1 in 1,000 healthy deployments", measured, wrong <= healthy / 1000);
        long clumpy = count(DecisionGoals::isClumpy);
        long clumped = count(result -> isClumpy(result) && result.isFalse(OURS));
        String clumps = clumped + " of " + clumpy;
        met &= line(
                out, "false rollbacks of errors in clumps: at most 3 in 1,000", clumps, clumped * 1000 <= clumpy * 3);
        long must = count(result -> result.label().mustBeFound());
        long missed = count(result -> result.label().mustBeFound() && result.isMissed(OURS));
        String missing = missed + " of " + must;
        met &= line(out, "missed of those that must be found, from 3 times the limit on: none", missing, missed == 0);
        steps(10, Duration.ofSeconds(60));
        steps(3, Duration.ofMinutes(4));
        delays("100/s and over", 100, Integer.MAX_VALUE, Duration.ofSeconds(60));
        delays("10/s to 99/s", 10, 99, Duration.ofMinutes(15));
        for (int other = 0; other < OURS; other++) {
            ahead(other);
        }
        out.println();
        return met;
    }

    private static boolean isClumpy(DecisionResult result) {
        return result.label().kind() == DecisionLabel.Kind.CLUMPS;
    }

    /** From the first sample that can show it. */
    private void steps(int times, Duration more) {
        List<DecisionResult> steps = results.stream()
                .filter(result -> result.label().kind() == DecisionLabel.Kind.ERROR_STEP
                        && result.label().size() == times
                        && result.label().traffic() == 100
                        && DecisionRecording.interval(result.label().begins()) == STEPS_EVERY
                        && !result.isEarly(OURS))
                .toList();
        long inTime = steps.stream()
                .filter(result -> result.isFound(OURS)
                        && result.delay(OURS).compareTo(LASTING.plus(more).plusSeconds(STEPS_EVERY)) <= 0)
                .count();
        String goal = String.format(
                Locale.ROOT,
                "steps of %d times the limit at 100/s: 95 %% within for + %s of the first sample",
                times,
                DecisionLabel.text(more));
        met &= line(out, goal, inTime + " of " + steps.size(), inTime * 100 >= steps.size() * 95L);
    }

    private void delays(String traffic, int least, int most, Duration more) {
        for (int interval : List.of(15, 60, 300)) {
            Duration allowed = soonest(interval).plus(more);
            List<Duration> delays = results.stream()
                    .filter(result ->
                            result.label().mustBeFound() && result.label().lasts())
                    .filter(result ->
                            result.label().traffic() >= least && result.label().traffic() <= most)
                    .filter(result -> DecisionRecording.interval(result.label().severe()) == interval)
                    .filter(result -> !result.isEarly(OURS))
                    .map(result -> result.isMissed(OURS) ? DecisionTables.NEVER : result.delay(OURS))
                    .sorted()
                    .toList();
            long inTime = delays.stream()
                    .filter(delay -> delay.compareTo(allowed) <= 0)
                    .count();
            String slowest = delays.isEmpty() ? "" : ", slowest " + DecisionTables.text(delays.get(delays.size() - 1));
            String goal = String.format(
                    Locale.ROOT,
                    "decided within %s (for + %s%s) at %s, asked every %s",
                    DecisionLabel.text(allowed),
                    DecisionLabel.text(more),
                    interval == 15 ? "" : " + 2 intervals",
                    traffic,
                    DecisionLabel.text(Duration.ofSeconds(interval)));
            String measured = delays.isEmpty() ? "none in this run" : inTime + " of " + delays.size() + slowest;
            met &= line(out, goal, measured, inTime == delays.size());
        }
    }

    /**
     * Where samples are rare, a burst shorter than {@code for} touches one more than fit into {@code for}, so that only
     * the next one can decide, and the first comes up to an interval late; five are needed where they are rarer than {@code for}.
     */
    private static Duration soonest(int interval) {
        long samples = (LASTING.toSeconds() + interval - 1) / interval;
        return interval == 15
                ? LASTING
                : Duration.ofSeconds((interval > LASTING.toSeconds() ? 5 : samples + 2) * interval);
    }

    /** Ahead is who decides wrongly less often: healthy ones rolled back, and regressions too early or never. */
    private void ahead(int other) {
        long ours = wrong(OURS);
        long theirs = wrong(other);
        String goal = "wrong decisions: fewer than of \"" + DecisionJudge.NAMES.get(other) + '"';
        met &= line(out, goal, ours + " against " + theirs, ours < theirs);
    }

    private long wrong(int judge) {
        return count(result -> result.isFalse(judge)
                || result.isEarly(judge)
                || (result.label().mustBeFound() && result.isMissed(judge)));
    }

    private long count(Predicate<DecisionResult> condition) {
        return results.stream().filter(condition).count();
    }

    /** Prints one; whether it is met. */
    static boolean line(PrintStream out, String goal, String measured, boolean isMet) {
        out.printf(Locale.ROOT, "%-80s %-28s %s%n", goal, measured, isMet ? "ok" : "MISSED");
        return isMet;
    }
}
