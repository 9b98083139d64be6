package dev.probation.bench.decision;

import dev.probation.bench.decision.DecisionCase.Ruling;
import dev.probation.rules.deployment.Checklist;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Prints what our judge came to on {@link DecisionCases}, and whether that is right. */
record DecisionCaseTable(PrintStream out) {

    private static final double FALSE_ROLLBACKS = 0.003;

    /**
     * Prints a line a kind.
     *
     * @param each how many of each kind
     * @return whether what is promised was kept
     */
    boolean print(long seed, int each, ExecutorService workers)
            throws IOException, InterruptedException, ExecutionException {
        if (each == 0) {
            return true;
        }
        out.printf(
                Locale.ROOT,
                "%n%-72s %-12s %12s %8s %8s %8s%n",
                "kinds that others found, " + each + " of each",
                "wanted",
                "rolled back",
                "median",
                "passed",
                "wrong");
        boolean met = true;
        for (DecisionCase kind : DecisionCases.all()) {
            met &= print(kind, rulings(kind, seed, each, workers));
        }
        out.println("passed: all windows did; wanted in brackets: shown without a promise");
        return met;
    }

    private static List<Ruling> rulings(DecisionCase kind, long seed, int each, ExecutorService workers)
            throws IOException, InterruptedException, ExecutionException {
        Checklist checklist = DecisionChecklists.of(kind.check());
        List<Callable<Ruling>> runs = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            SplittableRandom random =
                    new SplittableRandom(seed * 1_000_003 + 31L * kind.name().hashCode() + i);
            runs.add(() -> kind.run(checklist, random));
        }
        List<Ruling> rulings = new ArrayList<>();
        for (Future<Ruling> run : workers.invokeAll(runs)) {
            rulings.add(run.get());
        }
        return rulings;
    }

    private boolean print(DecisionCase kind, List<Ruling> rulings) {
        List<Duration> delays = rulings.stream()
                .flatMap(ruling -> ruling.decidedAfter().stream())
                .sorted()
                .toList();
        long passed = rulings.stream().filter(ruling -> ruling.passed() == 4).count();
        long wrong = rulings.stream().filter(ruling -> !kind.isRight(ruling)).count();
        double allowed = kind.wanted() == DecisionCase.Wanted.NO_ROLLBACK ? FALSE_ROLLBACKS : 0;
        boolean met = wrong <= allowed * rulings.size();
        String wanted = kind.wanted().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        out.printf(
                Locale.ROOT,
                "%-72s %-12s %12d %8s %8d %8d %s%n",
                kind.name(),
                kind.promised() ? wanted : '(' + wanted + ')',
                delays.size(),
                DecisionTables.quantile(delays, 0.5),
                passed,
                wrong,
                !kind.promised() ? "" : met ? "ok" : "MISSED");
        return met || !kind.promised();
    }
}
