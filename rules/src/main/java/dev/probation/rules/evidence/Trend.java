package dev.probation.rules.evidence;

import java.util.Optional;

/**
 * Whether a value rises and goes on rising, as a leak does.
 *
 * <p>A line is laid through the lower envelope ({@link TheilSen}) and tested ({@link MannKendall}). It is taken for a leak when it is
 * significantly above half of the limit, estimated to reach the limit, goes on in the newest third, and when neither a daily rhythm nor
 * something that fills up explains the series better. From 30 hours on, values are held against those of the same time the day before
 * instead. It is looked at 6 hours after the start and then whenever the time has grown by the square root of two; the looks share one
 * chance as those of {@link ComparisonLooks} do, and between two of them nothing changes.
 *
 * @param slope per hour, in units of the value
 * @param relative the same as a part of the level at the start
 * @param low what the true slope is below with the chance of the look, relative
 * @param high what it is above with that chance, relative
 * @param pValue the chance of such a trend where there is none
 * @param hours how much of the series was looked at, from its start or restart
 * @param level where the line is at the newest value
 * @param reason one sentence with the numbers in it
 */
public record Trend(
        TrendResult result,
        double slope,
        double relative,
        double low,
        double high,
        double pValue,
        double hours,
        double level,
        String reason) {

    private static final double FIRST_LOOK = 6;
    private static final int FEWEST_POINTS = 12;
    /** Restarts are sought in parts of so many hours, or in so many parts. */
    private static final double PART = 0.5;

    private static final int PARTS = 96;

    /** Looks at a series; gives the same until the next look is due. */
    public static Trend of(TrendEnvelope envelope, TrendRule rule) {
        double from = envelope.from();
        if (Double.isNaN(from)) {
            return none(0, "no values");
        }
        double to = envelope.to() + 1;
        int parts = (int) Math.min(PARTS, Math.max(1, (to - from) / 3600 / PART));
        double restarted = TrendRestarts.newest(envelope.points(from, to, parts));
        double begin = from + 3600 * restarted;
        double span = (to - begin) / 3600;
        if (span < FIRST_LOOK) {
            return none(span, "watched for " + ComparisonText.number(span) + " h since the start, 6 h are needed");
        }
        int look = (int) Math.floor(2 * Math.log(span / FIRST_LOOK) / Math.log(2) + 1e-9) + 1;
        double hours = FIRST_LOOK * Math.pow(2, (look - 1) / 2.0);
        double level = 1 - new ComparisonLooks(1, rule.confidence()).confidence(look);
        TrendLook one = new TrendLook(hours, rule.limit(), level);
        TrendPoints points = envelope.points(begin, begin + 3600 * hours, one.parts());
        if (points.size() < Math.max(FEWEST_POINTS, one.parts() / 2)) {
            return none(hours, "values in only " + points.size() + " of " + one.parts() + " parts of " + text(hours));
        }
        return told(one.find(points), rule, hours, span);
    }

    private static Trend none(double hours, String why) {
        double nan = Double.NaN;
        return new Trend(TrendResult.NO_DATA, nan, nan, nan, nan, nan, hours, nan, why);
    }

    private static Trend told(TrendFinding finding, TrendRule rule, double hours, double span) {
        double scale = Math.abs(finding.start());
        double relative = finding.slope() / scale;
        double low = finding.low() / scale;
        double high = finding.high() / scale;
        String reason = percent(relative) + "/h (" + percent(low) + " to " + percent(high) + "/h) over " + text(hours)
                + ", limit " + percent(rule.limit()) + "/h, p " + ComparisonText.number(finding.chance());
        return new Trend(
                finding.isRising() ? TrendResult.RISING : TrendResult.STEADY,
                finding.slope(),
                relative,
                low,
                high,
                finding.chance(),
                hours,
                finding.start() + finding.slope() * span,
                (finding.isRising() ? "rises by " : "no lasting rise: ") + reason);
    }

    private static String text(double hours) {
        return ComparisonText.number(hours) + " h";
    }

    private static String percent(double part) {
        return ComparisonText.number(100 * part) + " %";
    }

    /** In how many hours a value is reached, counted from the newest; empty where it is not rising. */
    public Optional<Double> hoursUntil(double value) {
        return result == TrendResult.RISING ? Optional.of(Math.max(0, (value - level) / slope)) : Optional.empty();
    }
}
