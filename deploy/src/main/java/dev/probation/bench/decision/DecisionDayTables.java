package dev.probation.bench.decision;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Prints what the judges came to where the day before is known, and holds ours against what was promised. */
final class DecisionDayTables {

    private static final int OURS = DecisionJudge.NAMES.size() - 1;
    private static final int THRESHOLD = 0;
    private static final int BY_HOUR = 1;

    private final List<DecisionResult> results;
    private final PrintStream out;

    DecisionDayTables(List<DecisionResult> results, PrintStream out) {
        this.out = out;
        this.results = results.stream()
                .filter(result -> result.label().day().isKnown())
                .toList();
    }

    /** All but those of which the day before is known. */
    static List<DecisionResult> others(List<DecisionResult> results) {
        return results.stream()
                .filter(result -> !result.label().day().isKnown())
                .toList();
    }

    /** Whether all goals are met. */
    boolean print() {
        if (results.isEmpty()) {
            return true;
        }
        out.printf(
                Locale.ROOT,
                "%n%-20s %-18s %-10s %-12s %-9s %-10s %8s %8s %-19s %8s%n",
                "every day",
                "rolled back: ours",
                "by hour *",
                "threshold",
                "early",
                "missed",
                "median",
                "p95",
                "by hour *: missed",
                "median");
        for (DecisionLabel.Kind kind : DecisionLabel.Kind.values()) {
            if (kind.isDaily()) {
                row(kind);
            }
        }
        out.println("* ours, where the hour before the deployment alone is known");
        out.println();
        Predicate<DecisionResult> counted =
                result -> result.label().isAsEveryDay() && result.label().kind() != DecisionLabel.Kind.DAILY_PLAIN;
        long wrong = count(counted.and(result -> result.isFalse(OURS)));
        boolean met = DecisionGoals.line(
                out,
                "as every day, by counts, and rolled back: at most 3 in 1,000",
                wrong + " of " + count(counted),
                wrong * 1000 <= count(counted) * 3);
        Predicate<DecisionResult> missed = result -> result.isMissed(OURS);
        met &= DecisionGoals.line(
                out,
                "three times as bad as on other days, and missed: none",
                count(missed) + " of " + count(result -> !result.label().isInnocent()),
                count(missed) == 0);
        return met;
    }

    private long count(Predicate<DecisionResult> condition) {
        return results.stream().filter(condition).count();
    }

    private void row(DecisionLabel.Kind kind) {
        List<DecisionResult> some =
                results.stream().filter(result -> result.label().kind() == kind).toList();
        out.printf(
                Locale.ROOT,
                "%-20s %-18s %-10s %-12s %-9s %-10s %8s %8s %-19s %8s%n",
                kind.words(),
                of(some, result -> result.isFalse(OURS)),
                of(some, result -> result.isFalse(BY_HOUR)),
                of(some, result -> result.isFalse(THRESHOLD)),
                of(some, result -> result.isEarly(OURS)),
                of(some, result -> result.isMissed(OURS)),
                DecisionTables.quantile(delays(some, OURS), 0.5),
                DecisionTables.quantile(delays(some, OURS), 0.95),
                of(some, result -> result.isMissed(BY_HOUR)),
                DecisionTables.quantile(delays(some, BY_HOUR), 0.5));
    }

    private static List<Duration> delays(List<DecisionResult> some, int judge) {
        return some.stream()
                .filter(result -> !result.label().isInnocent() && !result.isEarly(judge))
                .map(result -> result.isMissed(judge) ? DecisionTables.NEVER : result.delay(judge))
                .sorted()
                .toList();
    }

    private static String of(List<DecisionResult> some, Predicate<DecisionResult> part) {
        return some.stream().filter(part).count() + " of " + some.size();
    }
}
