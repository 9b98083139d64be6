package dev.probation.bench.evidence;

import dev.probation.agent.time.AllowForbiddenApi;
import dev.probation.bench.evidence.AnswerSimulation.End;
import dev.probation.bench.evidence.AnswerSimulation.Story;
import dev.probation.rules.expectation.Sustain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How the share of bad answers judges targets that are asked every 5 s: false alarms, and time to decision. */
@AllowForbiddenApi("a program that prints tables")
final class AnswerTables {

    private static final double TOLERATED = 0.05;
    private static final double[] SHARES = {0.5, 0.333, 0.2, 0.1};
    private static final int[] ONSETS = {0, 1, 8, 40};

    private final int healthy;
    private final int runs;
    private final long seed;

    AnswerTables(int healthy, int runs, long seed) {
        this.healthy = healthy;
        this.runs = runs;
        this.seed = seed;
    }

    void print() {
        System.out.printf(
                Locale.ROOT,
                "%nAnswers: 5 %% tolerated, asked every 5 s, 60 s from 4 h on and 5 min from 24 h on, alpha 1 %% shared by three"
                        + " tests; %d healthy targets each%n%40s %22s %22s%n%40s %10s %11s %10s %11s%n",
                healthy,
                "",
                "failures: 3",
                "for: 3m",
                "",
                "by share",
                "in a row",
                "by share",
                "in a row");
        stories().forEach(this::alarms);
        System.out.printf(
                Locale.ROOT,
                "%nAnswers: time to decision by their share, 0.1 %% bad before the onset, %d runs each: median, p95, missed%n",
                runs);
        for (Sustain sustain : List.of(AnswerSimulation.inRow(3), AnswerSimulation.lasting(180))) {
            for (double share : SHARES) {
                power(sustain, share);
            }
        }
    }

    private static List<Story> stories() {
        List<Story> all = new ArrayList<>();
        for (double share : new double[] {0.001, 0.01, 0.02, 0.04, TOLERATED}) {
            all.add(Story.healthy(percent(share) + " bad", share, 0, 0, 0));
        }
        for (int length : new int[] {10, 30, 60}) {
            for (double depth : new double[] {1, 0.5}) {
                for (double outages : new double[] {0.1, 1}) {
                    String often = outages < 1 ? "each 10 h" : "each hour";
                    String name = "1 % bad, outage of " + length + " s, " + percent(depth) + ", " + often;
                    all.add(Story.healthy(name, 0.01, outages, length, depth));
                }
            }
        }
        return all;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.3g %%", 100 * share).replaceAll("\\.0+ ", " ");
    }

    /** Those that fail by the share before they fail in a row are the ones that it adds. */
    private void alarms(Story story) {
        StringBuilder row = new StringBuilder();
        for (Sustain sustain : List.of(AnswerSimulation.inRow(3), AnswerSimulation.lasting(180))) {
            End[] ends = simulated(healthy, story, sustain);
            long added = Arrays.stream(ends)
                    .filter(end -> end.byShare() >= 0 && (end.inRow() < 0 || end.inRow() > end.byShare()))
                    .count();
            long inRow = Arrays.stream(ends).filter(end -> end.inRow() >= 0).count();
            row.append(String.format(Locale.ROOT, " %10d %11d", added, inRow));
        }
        System.out.printf(Locale.ROOT, "%40s%s%n", story.name(), row);
    }

    private void power(Sustain sustain, double share) {
        StringBuilder row = new StringBuilder();
        for (int onset : ONSETS) {
            int from = onset * AnswerSimulation.HOUR;
            Story story = new Story("late", 0.001, 0, 0, 0, from, share);
            int[] after = Arrays.stream(simulated(runs, story, sustain))
                    .mapToInt(End::byShare)
                    .map(at -> at < from ? Integer.MAX_VALUE : at - from)
                    .sorted()
                    .toArray();
            long missed =
                    Arrays.stream(after).filter(at -> at == Integer.MAX_VALUE).count();
            row.append(String.format(
                    Locale.ROOT,
                    "  | %3d h %7s %7s %4d",
                    onset,
                    text(after[after.length / 2]),
                    text(after[after.length * 95 / 100]),
                    missed));
        }
        String rule = sustain.failures().isPresent() ? "failures: 3" : "for: 3m";
        System.out.printf(Locale.ROOT, "%12s %7s%s%n", rule, percent(share), row);
    }

    private static String text(int seconds) {
        if (seconds == Integer.MAX_VALUE) {
            return "-";
        }
        return seconds < AnswerSimulation.HOUR
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(
                        Locale.ROOT, "%dh%02d", seconds / AnswerSimulation.HOUR, seconds % AnswerSimulation.HOUR / 60);
    }

    private End[] simulated(int count, Story story, Sustain sustain) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> AnswerSimulation.run(
                        story,
                        sustain,
                        TOLERATED,
                        (seed + i) * 1_000_003L + story.name().hashCode()))
                .toArray(End[]::new);
    }
}
