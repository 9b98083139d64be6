package dev.probation.bench.load;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;

/** A table of figures, some of which have an aim; counts those that miss it. */
final class FigureTable {

    private final PrintStream out;
    private int missed;

    FigureTable(PrintStream out) {
        this.out = out;
    }

    void head() {
        out.printf(Locale.ROOT, "%-54s %9s %-8s %10s%n", "", "measured", "", "aim");
    }

    /** Above the figures that it is about. */
    void title(String text) {
        out.printf(Locale.ROOT, "%n%s%n", text);
    }

    /** Without an aim. */
    void figure(String what, double measured, String unit) {
        line(what, measured, unit, "", "");
    }

    /** It is to be at most so much. */
    void figure(String what, double measured, String unit, double most) {
        boolean fine = measured <= most;
        missed += fine ? 0 : 1;
        line(what, measured, unit, "<= " + text(most), fine ? "ok" : "MISSED");
    }

    private void line(String what, double measured, String unit, String aim, String met) {
        out.printf(Locale.ROOT, "%-54s %9s %-8s %10s  %s%n", what, text(measured), unit, aim, met);
    }

    int missed() {
        return missed;
    }

    private static String text(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    static double median(Collection<Long> values) {
        double[] sorted =
                values.stream().mapToDouble(Long::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
