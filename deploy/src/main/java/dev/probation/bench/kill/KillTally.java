package dev.probation.bench.kill;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The figures of all rounds. */
final class KillTally {
    private final PrintStream out;
    private final Instant began;
    private final Map<String, Integer> aims = new TreeMap<>();
    private final Map<String, Integer> reached = new TreeMap<>();
    private final List<Long> ready = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private final List<Long> waitsOfReady = new ArrayList<>();
    private int rounds;
    private int wrong;
    private int decisions;
    private int messages;
    private final Map<String, Integer> repeatsByAim = new TreeMap<>();
    private int repeats;
    private int roundsWithRepeats;
    private int starts;
    private int unknown;

    KillTally(PrintStream out, Instant began) {
        this.out = out;
        this.began = began;
    }

    /** Prints a line of it as well. */
    synchronized void add(int round, KillPlan plan, KillResult result) {
        List<String> problems = result.wrong();
        int repeated =
                result.repeated().values().stream().mapToInt(Integer::intValue).sum();
        rounds++;
        wrong += problems.isEmpty() ? 0 : 1;
        decisions += result.store().decision().isPresent() ? 1 : 0;
        messages += result.arrivals().size() - repeated;
        repeats += repeated;
        roundsWithRepeats += repeated > 0 ? 1 : 0;
        if (repeated > 0) {
            repeatsByAim.merge(plan.aim().name().toLowerCase(Locale.ROOT), repeated, Integer::sum);
        }
        starts += result.starts().size();
        unknown += result.isCommandUnknown() ? 1 : 0;
        aims.merge(plan.aim().toString(), 1, Integer::sum);
        result.reached().forEach(state -> reached.merge(state, 1, Integer::sum));
        ready.add(result.ready());
        result.waits().forEach(wait -> {
            waits.add(wait);
            waitsOfReady.add(wait - result.ready());
        });
        out.printf(
                Locale.ROOT,
                "%4d  %s  %-9s ready %4d ms%s%s; %s%n",
                round,
                problems.isEmpty() ? "ok   " : "WRONG",
                plan.aim().name().toLowerCase(Locale.ROOT),
                result.ready(),
                result.waits().isEmpty() ? "" : ", pending arrived after " + result.waits() + " ms",
                repeated == 0 ? "" : ", " + repeated + " repeated",
                String.join("; ", result.reached()));
        problems.forEach(problem -> out.println("      " + problem));
        if (!problems.isEmpty()) {
            out.println("      " + plan);
        }
    }

    synchronized void failed(int round, KillPlan plan, Exception failure) {
        rounds++;
        wrong++;
        out.printf(Locale.ROOT, "%4d  WRONG  %s%n      %s%n", round, plan, failure.getMessage());
    }

    /** All figures so far. */
    synchronized void print(Instant now) {
        out.println();
        out.println("aimed");
        aims.forEach((aim, times) -> out.printf(Locale.ROOT, "  %5d  %s%n", times, aim));
        out.println("hit, each round at its place in all of these");
        reached.forEach((state, times) -> out.printf(Locale.ROOT, "  %5d  %s%n", times, state));
        out.println("found");
        out.printf(Locale.ROOT, "  %5d  decisions in %d rounds%n", decisions, rounds);
        out.printf(
                Locale.ROOT,
                "  %5d  messages by id, and %d raw repeats in %d rounds %s%n",
                messages,
                repeats,
                roundsWithRepeats,
                repeatsByAim);
        out.printf(
                Locale.ROOT,
                "  %5d  starts of the command, %d of unknown outcome or none, which people were told%n",
                starts,
                unknown);
        out.println("from the start of the process, or from the kill where a standby takes over, in ms");
        spread("until it is ready", ready);
        spread("until a pending message arrives", waits);
        spread("the same, from when it is ready", waitsOfReady);
        long seconds = Duration.between(began, now).toSeconds();
        out.printf(Locale.ROOT, "%n%d of %d rounds wrong, after %d s%n", wrong, rounds, seconds);
    }

    private void spread(String what, List<Long> values) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "  %-34s median %5d, 99 %% %5d, worst %5d (%d of them)%n",
                what,
                sorted[sorted.length / 2],
                sorted[Math.min(sorted.length - 1, sorted.length * 99 / 100)],
                sorted[sorted.length - 1],
                sorted.length);
    }

    synchronized boolean isRight(int asked) {
        return wrong == 0 && rounds == asked;
    }
}
