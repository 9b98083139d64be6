package dev.probation.bench.decision;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Prints what the judges came to where something was wrong before the deployment, and holds ours against what was promised. */
final class DecisionPastTables {

    /** What the rows are grouped by. */
    private record Row(DecisionLabel.Kind kind, int pause, double before, double after) {

        static final Comparator<Row> ORDER = Comparator.comparing(Row::kind)
                .thenComparing(Row::pause)
                .thenComparing(Row::before)
                .thenComparing(Row::after);

        static Row of(DecisionLabel label) {
            DecisionPast past = label.past();
            int pause = past.isOverInBetween() ? 2 : past.hasShortPause() ? 1 : 0;
            return new Row(label.kind(), pause, past.size(), label.size());
        }
    }

    private static final int OURS = DecisionJudge.NAMES.size() - 1;

    private final List<DecisionResult> results;
    private final PrintStream out;

    DecisionPastTables(List<DecisionResult> results, PrintStream out) {
        this.out = out;
        this.results =
                results.stream().filter(result -> result.label().past().isBad()).toList();
    }

    /** All but those of a bad past, of which the other tables tell. */
    static List<DecisionResult> others(List<DecisionResult> results) {
        return results.stream().filter(result -> !result.label().past().isBad()).toList();
    }

    /** Whether all goals are met. */
    boolean print() {
        out.printf(
                Locale.ROOT,
                "%n%-28s %-14s %-16s %-16s %-14s %-14s %8s %8s%n",
                "bad before: rolled back",
                "all the time",
                "well for 40 min",
                "well for 6 h *",
                "worse: early",
                "worse: missed",
                "median",
                "p95");
        for (int judge = 0; judge < DecisionJudge.NAMES.size(); judge++) {
            judge(judge);
        }
        out.println("* by the rule, what comes back then is a breach of its own");
        boolean met = goals();
        rows();
        return met;
    }

    private void judge(int judge) {
        List<Duration> delays = results.stream()
                .filter(result -> result.label().isWorse() && !result.isEarly(judge))
                .map(result -> result.isMissed(judge) ? DecisionTables.NEVER : result.delay(judge))
                .sorted()
                .toList();
        Predicate<DecisionResult> old = result -> result.label().isOld();
        Predicate<DecisionResult> wrong = result -> result.isFalse(judge);
        out.printf(
                Locale.ROOT,
                "%-28s %-14s %-16s %-16s %-14s %-14s %8s %8s%n",
                DecisionJudge.NAMES.get(judge),
                of(wrong, old.and(result -> result.label().past().isThroughout())),
                of(wrong, old.and(result -> result.label().past().hasShortPause())),
                of(wrong, old.and(result -> result.label().past().isOverInBetween())),
                of(result -> result.isEarly(judge), result -> result.label().isWorse()),
                of(result -> result.isMissed(judge), result -> result.label().isWorse()),
                DecisionTables.quantile(delays, 0.5),
                DecisionTables.quantile(delays, 0.95));
    }

    private boolean goals() {
        out.println();
        Predicate<DecisionResult> old =
                result -> result.label().isWorse() || !result.label().past().isOverInBetween();
        Predicate<DecisionResult> rolledBack = result -> result.isFalse(OURS) || result.isEarly(OURS);
        Predicate<DecisionResult> worse = result -> result.label().isWorse();
        Predicate<DecisionResult> missed = result -> result.isMissed(OURS);
        boolean met = DecisionGoals.line(
                out, "pre-existing breaches rolled back: none", of(rolledBack, old), none(rolledBack.and(old)));
        Predicate<DecisionResult> known = result -> result.rulings().get(OURS).knewOfBefore();
        out.printf(
                Locale.ROOT,
                "  of these, not told from chance in the hour before: %s; taken for over while it went on: %s%n",
                of(rolledBack.and(known.negate()), rolledBack.and(old)),
                of(rolledBack.and(known), rolledBack.and(old)));
        met &= DecisionGoals.line(
                out, "missed of those that became 10 times worse: none", of(missed, worse), none(missed.and(worse)));
        return met;
    }

    private boolean none(Predicate<DecisionResult> condition) {
        return results.stream().noneMatch(condition);
    }

    private String of(Predicate<DecisionResult> part, Predicate<DecisionResult> whole) {
        long all = results.stream().filter(whole).count();
        return results.stream().filter(whole).filter(part).count() + " of " + all;
    }

    /** Ours, by size before against traffic: rolled back of those that were no worse, found of those that were. */
    private void rows() {
        out.printf(Locale.ROOT, "%n%-22s %7s %7s %9s", "ours: bad before", "before", "after", "observed");
        DecisionLabel.TRAFFIC.forEach(traffic -> out.printf(Locale.ROOT, " %14s", traffic + "/s"));
        out.println();
        results.stream()
                .map(result -> Row.of(result.label()))
                .distinct()
                .sorted(Row.ORDER)
                .forEach(this::row);
    }

    private void row(Row row) {
        List<DecisionResult> same = results.stream()
                .filter(result -> Row.of(result.label()).equals(row))
                .toList();
        DecisionLabel label = same.get(0).label();
        String pause =
                label.past().isOverInBetween() ? ", 6h well" : label.past().hasShortPause() ? ", 40m well" : "";
        out.printf(
                Locale.ROOT,
                "%-22s %6sx %6sx %9s",
                label.kind().words() + pause,
                DecisionLabel.times(label.past().size()),
                DecisionLabel.times(label.size()),
                DecisionTables.observed(same));
        for (int traffic : DecisionLabel.TRAFFIC) {
            out.printf(Locale.ROOT, " %14s", cell(same, traffic));
        }
        out.println();
    }

    private static String cell(List<DecisionResult> same, int traffic) {
        List<DecisionResult> some = same.stream()
                .filter(result -> result.label().traffic() == traffic)
                .toList();
        List<Duration> delays = some.stream()
                .filter(result -> result.isFound(OURS))
                .map(result -> result.delay(OURS))
                .sorted()
                .toList();
        long rolledBack = some.stream()
                .filter(result -> result.isFound(OURS) || result.isFalse(OURS))
                .count();
        String time = delays.isEmpty() ? "" : " " + DecisionTables.quantile(delays, 0.5);
        return some.isEmpty() ? "-" : rolledBack + "/" + some.size() + time;
    }
}
