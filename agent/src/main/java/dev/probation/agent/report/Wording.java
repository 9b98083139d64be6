package dev.probation.agent.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times and numbers as people read them, the same on every machine. */
final class Wording {

    private Wording() {}

    /** In UTC, to the second. */
    static String instant(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A share, cut rather than rounded so that 100 % means all: {@code 97.4%}. */
    static String percent(double share) {
        double tenths = Math.floor(share * 1000 + 1e-6) / 10;
        String format = tenths == Math.rint(tenths) ? "%.0f%%" : "%.1f%%";
        return String.format(Locale.ROOT, format, tenths);
    }

    /** {@code 1 window}, {@code 4 windows}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
