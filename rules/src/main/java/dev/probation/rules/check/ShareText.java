package dev.probation.rules.check;

import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.expectation.Unit;
import dev.probation.rules.sample.Counts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Shares of bad events, and odds against chance, for people. */
public final class ShareText {

    private static final double MOST_ODDS = 1e9;
    private static final MathContext DIGITS = new MathContext(3);

    private ShareText() {}

    /** {@code 2.33 % bad (31 of 1,330)}, not rounded onto or over the limit. */
    public static String of(Counts counts, double limit) {
        double share = counts.total() == 0 ? 0 : (double) counts.bad() / counts.total();
        return limit(limit).write(share) + " bad (" + counts(counts.bad(), counts.total()) + ')';
    }

    /** {@code 31 of 1,330}. */
    public static String counts(long part, long whole) {
        return count(part) + " of " + count(whole);
    }

    /** {@code 1,330}. */
    public static String count(long number) {
        return number < 1_000 ? Long.toString(number) : String.format(Locale.ROOT, "%,d", number);
    }

    /** A share for people, not rounded onto or over the limit. */
    public static String below(double share, double limit) {
        return limit(limit).write(share);
    }

    /** {@code 0.1 %}. */
    public static String percent(double share) {
        return limit(share).write(share);
    }

    private static Quantity limit(double share) {
        BigDecimal percent = new BigDecimal(share * 100).round(DIGITS).stripTrailingZeros();
        return new Quantity(percent, Unit.PERCENT);
    }

    /** What an e-value's logarithm says: how many to one against chance. */
    static String odds(double logE) {
        double odds = Math.exp(logE);
        return odds > MOST_ODDS ? "over 1e9" : String.format(Locale.ROOT, "%,.0f", Math.floor(odds + 1e-9));
    }
}
