package dev.probation.agent.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who wrote something else. */
public final class Nearest {

    private Nearest() {}

    /** The known name that is a few strokes from {@code written}, if any. */
    public static Optional<String> to(String written, Collection<String> known) {
        String name = written.toLowerCase(Locale.ROOT).replace('_', '-');
        int most = Math.max(1, name.length() / 3);
        return known.stream()
                .filter(candidate -> Math.abs(candidate.length() - name.length()) <= most)
                .filter(candidate -> strokes(name, candidate.toLowerCase(Locale.ROOT)) <= most)
                .min(Comparator.comparingInt((String candidate) -> strokes(name, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code ; did you mean "expect"?}, or else {@code ; known are ...}. */
    public static String hint(String written, Collection<String> known) {
        return to(written, known)
                .map(name -> "; did you mean \"" + name + "\"?")
                .orElseGet(() -> known.isEmpty() ? "" : "; known are " + String.join(", ", known));
    }

    /** Inserted, deleted, replaced and swapped letters. */
    private static int strokes(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int moved = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        int best = Math.min(replaced, moved);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
