package dev.probation.bench.decision;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Prints what the judges came to. */
final class DecisionTables {

    /** The delay of what was missed. */
    static final Duration NEVER = Duration.ofDays(365);

    private static final int OURS = DecisionJudge.NAMES.size() - 1;

    private final List<DecisionResult> results;
    private final PrintStream out;

    DecisionTables(List<DecisionResult> results, PrintStream out) {
        this.results = results;
        this.out = out;
    }

    static String text(Duration delay) {
        return delay.equals(NEVER) ? "never" : DecisionLabel.text(delay);
    }

    /** One line a judge. Times are from the beginning of those that must be found; a missed one is never found. */
    void judges() {
        out.printf(
                Locale.ROOT,
                "%-28s %-14s %-12s %-14s %-14s %8s %8s %13s%n",
                "judge",
                "false rollback",
                "too early",
                "missed of must",
                "missed of all",
                "median",
                "p95",
                "inconclusive");
        for (int judge = 0; judge < DecisionJudge.NAMES.size(); judge++) {
            judge(judge);
        }
    }

    private void judge(int judge) {
        List<Duration> delays = delays(
                results.stream().filter(result -> result.label().mustBeFound()).toList(), judge);
        long windows = sum(judge, DecisionJudge.Ruling::windows);
        long open = sum(judge, DecisionJudge.Ruling::inconclusive);
        out.printf(
                Locale.ROOT,
                "%-28s %-14s %-12s %-14s %-14s %8s %8s %11.1f %%%n",
                DecisionJudge.NAMES.get(judge),
                of(result -> result.isFalse(judge), result -> result.label().isHealthy()),
                of(result -> result.isEarly(judge), DecisionTables::isJudgedRegression),
                of(result -> result.isMissed(judge), result -> result.label().mustBeFound()),
                of(result -> result.isMissed(judge), DecisionTables::isJudgedRegression),
                quantile(delays, 0.5),
                quantile(delays, 0.95),
                windows == 0 ? 0 : 100.0 * open / windows);
    }

    private long sum(int judge, ToIntFunction<DecisionJudge.Ruling> part) {
        return results.stream()
                .mapToLong(result -> part.applyAsInt(result.rulings().get(judge)))
                .sum();
    }

    private static boolean isJudgedRegression(DecisionResult result) {
        return !result.label().isHealthy() && result.label().kind() != DecisionLabel.Kind.LEAK;
    }

    private String of(Predicate<DecisionResult> part, Predicate<DecisionResult> whole) {
        long all = results.stream().filter(whole).count();
        return results.stream().filter(whole).filter(part).count() + " of " + all;
    }

    private static List<Duration> delays(List<DecisionResult> some, int judge) {
        return some.stream()
                .filter(result -> result.isFound(judge) || result.isMissed(judge))
                .map(result -> result.isMissed(judge) ? NEVER : result.delay(judge))
                .sorted()
                .toList();
    }

    static String quantile(List<Duration> sorted, double share) {
        return sorted.isEmpty() ? "-" : text(sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size())));
    }

    /** Our own, by kind and size against traffic: found of all (others: missed, or too early), and median delay. */
    void regressions() {
        out.printf(Locale.ROOT, "%-16s %6s %9s", "ours: regression", "size", "observed");
        DecisionLabel.TRAFFIC.forEach(traffic -> out.printf(Locale.ROOT, " %14s", traffic + "/s"));
        out.println();
        for (DecisionLabel.Kind kind : DecisionLabel.Kind.values()) {
            results.stream()
                    .filter(result ->
                            result.label().kind() == kind && !result.label().isHealthy())
                    .map(result -> result.label().size())
                    .distinct()
                    .sorted()
                    .forEach(size -> row(kind, size));
        }
    }

    private void row(DecisionLabel.Kind kind, double size) {
        List<DecisionResult> same = results.stream()
                .filter(result ->
                        result.label().kind() == kind && result.label().size() == size)
                .toList();
        boolean known = kind != DecisionLabel.Kind.LEAK;
        out.printf(
                Locale.ROOT,
                "%-16s %6s %9s",
                kind.words(),
                DecisionLabel.times(size) + (known ? "x" : "%/h"),
                known ? observed(same) : "-");
        for (int traffic : DecisionLabel.TRAFFIC) {
            out.printf(Locale.ROOT, " %14s", known ? cell(same, traffic) : "n/a");
        }
        out.println();
    }

    /** The mean of the shares that were drawn, in times the limit: whether the generator does what the label says. */
    static String observed(List<DecisionResult> some) {
        double mean = some.stream()
                .mapToDouble(DecisionResult::observed)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
        return String.format(Locale.ROOT, "%.2fx", mean);
    }

    private static String cell(List<DecisionResult> same, int traffic) {
        List<DecisionResult> some = same.stream()
                .filter(result -> result.label().traffic() == traffic)
                .toList();
        List<Duration> delays = delays(some, OURS);
        long found = some.stream().filter(result -> result.isFound(OURS)).count();
        return some.isEmpty() ? "-" : found + "/" + some.size() + ' ' + quantile(delays, 0.5);
    }

    /** Which healthy deployments were rolled back, by every judge. */
    void healthy() {
        out.printf(Locale.ROOT, "%n%-28s %9s %9s", "healthy: false rollbacks of", "how many", "observed");
        DecisionJudge.NAMES.forEach(name -> out.printf(Locale.ROOT, " %27s", name));
        out.println();
        trait(
                "errors in clumps, past known",
                result -> isClumpy(result) && result.story().isPastKnown());
        trait(
                "errors in clumps, unknown",
                result -> isClumpy(result) && !result.story().isPastKnown());
        trait(
                "well below the limit",
                result -> !isClumpy(result) && !result.story().isCloseToLimit());
        trait("close below the limit", result -> result.story().isCloseToLimit());
        trait("no blink", result -> result.story().errorBlinks() == 0);
        trait("one blink of errors", result -> result.story().errorBlinks() == 1);
        trait("several, half an hour apart", result -> result.story().errorBlinks() > 1);
        trait("gaps in the monitoring", result -> result.story().hasGaps());
        trait("idle nights", result -> result.story().hasIdleNights());
        trait("below 10/s", result -> result.label().traffic() < 10);
        trait("100/s and above", result -> result.label().traffic() >= 100);
    }

    private static boolean isClumpy(DecisionResult result) {
        return result.label().kind() == DecisionLabel.Kind.CLUMPS;
    }

    private void trait(String name, Predicate<DecisionResult> trait) {
        List<DecisionResult> some = results.stream()
                .filter(result -> result.label().isHealthy())
                .filter(trait)
                .toList();
        out.printf(Locale.ROOT, "%-28s %9d %9s", name, some.size(), observed(some));
        for (int judge = 0; judge < DecisionJudge.NAMES.size(); judge++) {
            int index = judge;
            out.printf(
                    Locale.ROOT,
                    " %27d",
                    some.stream().filter(result -> result.isFalse(index)).count());
        }
        out.println();
    }

    /** Each of our own wrong decisions, with the reason given. */
    void wrong() {
        out.printf(Locale.ROOT, "%nours, wrongly decided or missed%n");
        String lines = results.stream()
                .filter(result -> result.isFalse(OURS)
                        || result.isEarly(OURS)
                        || (result.label().mustBeFound() && result.isMissed(OURS)))
                .map(DecisionTables::line)
                .collect(Collectors.joining(System.lineSeparator()));
        out.println(lines.isEmpty() ? "none" : lines);
    }

    private static String line(DecisionResult result) {
        DecisionJudge.Ruling ruling = result.rulings().get(OURS);
        String what = ruling.decidedAt()
                .map(at -> "after " + text(Duration.between(DecisionRecording.LIVE, at)) + ": " + ruling.reason())
                .orElse("missed");
        return result.label() + " (" + result.story().errorBlinks() + " blinks): " + what;
    }
}
