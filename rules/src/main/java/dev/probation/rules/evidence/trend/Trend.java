package dev.probation.rules.evidence.trend;

import dev.probation.rules.evidence.comparison.ComparisonLooks;
import dev.probation.rules.evidence.comparison.ComparisonText;
import java.time.Instant;
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
 * <p>Where the day before the deployment is known ({@link TrendReference}) and its rhythm is seen in the series, too, that rhythm is
 * taken out first, and the interval allows for what is not known of it.
 *
 * @param slope per hour, in units of the value
 * @param relative the same as a part of the level at the start
 * @param low what the true slope is below with the chance of the look, relative
 * @param high what it is above with that chance, relative
 * @param pValue the chance of such a trend where there is none
 * @param since when what was looked at begins, in hours since the deployment
 * @param hours how much of the series was looked at, from its start or restart
 * @param start where the line is at the beginning
 * @param level where it is at the end of what was looked at
 * @param reason one sentence with the numbers in it
 */
public record Trend(
        TrendResult result,
        double slope,
        double relative,
        double low,
        double high,
        double pValue,
        double since,
        double hours,
        double start,
        double level,
        String reason) {

    private static final double FIRST_LOOK = 6;
    private static final int FEWEST_POINTS = 12;
    /** Restarts are sought in parts of so many hours, or in so many parts. */
    private static final double PART = 0.5;

    private static final int PARTS = 96;
    private static final int TOOTH_PARTS = 144;
    private static final double FARTHEST = 87_600;

    /** Looks at a series by itself; gives the same until the next look is due. */
    static Trend of(TrendEnvelope envelope, TrendRule rule) {
        if (Double.isNaN(envelope.from())) {
            return none(0, 0, "no values");
        }
        double begin = begin(envelope, TrendReference.none());
        double span = (envelope.to() + 1 - begin) / 3600;
        int look = due(span);
        return look == 0
                ? none(begin / 3600, span, "watched for " + text(span) + " since the start, 6 h are needed")
                : look(envelope, rule, TrendReference.none(), begin, look);
    }

    /** When what is to be looked at began, in the seconds of the envelope: with the first value, or with the newest restart. */
    static double begin(TrendEnvelope envelope, TrendReference reference) {
        double from = envelope.from();
        double to = envelope.to() + 1;
        int parts = (int) Math.min(PARTS, Math.max(1, (to - from) / 3600 / PART));
        TrendPoints points = envelope.points(from, to, parts);
        return from + 3600 * TrendRestarts.newest(points, hour -> reference.fallsAt(from / 3600 + hour));
    }

    /** What falls back again and again, seen as a whole. */
    private static TrendTeeth teeth(TrendEnvelope envelope) {
        double from = envelope.from();
        double to = envelope.to() + 1;
        int parts = (int) Math.min(TOOTH_PARTS, Math.max(1, (to - from) / 3600 / PART));
        return TrendTeeth.of(envelope.points(from, to, parts));
    }

    /** The number of the newest look that is due after so many hours; 0 before the first. */
    static int due(double hours) {
        return hours < FIRST_LOOK ? 0 : (int) Math.floor(2 * Math.log(hours / FIRST_LOOK) / Math.log(2) + 1e-9) + 1;
    }

    static Trend look(TrendEnvelope envelope, TrendRule rule, TrendReference reference, double begin, int look) {
        double hours = FIRST_LOOK * Math.pow(2, (look - 1) / 2.0);
        double level = 1 - new ComparisonLooks(1, rule.confidence()).confidence(look);
        TrendLook one = new TrendLook(hours, rule.limit(), level);
        TrendPoints points = envelope.points(begin, begin + 3600 * hours, one.parts());
        double since = begin / 3600;
        if (points.size() < Math.max(FEWEST_POINTS, one.parts() / 2)) {
            String few = "values in only " + points.size() + " of " + one.parts() + " parts of ";
            return none(since, hours, few + text(hours));
        }
        TrendFinding finding = one.find(points, reference, since);
        TrendFinding doubted = doubted(finding, envelope, reference, begin);
        String restarted = begin > envelope.from() ? " since a restart" : "";
        return told(doubted, since, hours, reason(doubted, rule, text(hours) + restarted, reference));
    }

    /** Without a word of the process itself, only the day before tells a restart from what falls back by itself. */
    private static TrendFinding doubted(
            TrendFinding finding, TrendEnvelope envelope, TrendReference reference, double begin) {
        return switch (finding.result()) {
            case RISING ->
                begin > envelope.from() && !reference.neverFalls() ? finding.unclear(TrendFinding.FALLS) : finding;
            case STEADY -> {
                TrendTeeth teeth = teeth(envelope);
                boolean isNew = teeth.count() > 0 && reference.teeth().count() == 0;
                yield isNew ? finding.unclear(teeth.sentence() + "; ") : finding;
            }
            case UNCLEAR, NO_DATA -> finding;
        };
    }

    private static Trend none(double since, double hours, String why) {
        return new Trend(TrendResult.NO_DATA, 0, 0, 0, 0, 1, since, hours, 0, 0, why);
    }

    private static Trend told(TrendFinding finding, double since, double hours, String reason) {
        double scale = Math.abs(finding.start());
        return new Trend(
                finding.result(),
                finite(finding.slope()),
                finite(finding.slope() / scale),
                finite(finding.low() / scale),
                finite(finding.high() / scale),
                finding.chance(),
                since,
                hours,
                finding.start(),
                finding.start() + finding.slope() * hours,
                reason);
    }

    /** As JSON can hold it. */
    private static double finite(double value) {
        return Double.isNaN(value) ? 0 : Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
    }

    private static String reason(TrendFinding finding, TrendRule rule, String over, TrendReference reference) {
        double scale = Math.abs(finding.start());
        String before = reference.slope() > 0
                ? "; the version before rose by " + rule.words().apply(reference.slope()) + "/h"
                : "";
        return words(finding)
                + percent(finding.slope() / scale) + "/h (" + percent(finding.low() / scale) + " to "
                + percent(finding.high() / scale) + "/h) from " + rule.words().apply(finding.start()) + " over "
                + over
                + (finding.isBeside() ? " beyond the rhythm of the previous day" : "")
                + ", limit " + percent(rule.limit()) + "/h, p " + ComparisonText.number(finding.chance()) + before;
    }

    private static String words(TrendFinding finding) {
        return switch (finding.result()) {
            case RISING -> "rises by ";
            case UNCLEAR -> finding.doubt();
            case STEADY, NO_DATA -> "no lasting rise: ";
        };
    }

    private static String text(double hours) {
        return ComparisonText.number(hours) + " h";
    }

    private static String percent(double part) {
        return ComparisonText.number(100 * part) + " %";
    }

    /** In how many hours a value is reached, counted from the end of what was looked at; empty where it is not rising. */
    Optional<Double> hoursUntil(double value) {
        return result == TrendResult.RISING ? Optional.of(Math.max(0, (value - level) / slope)) : Optional.empty();
    }

    /**
     * When a value is reached if it goes on like this; empty where it is not rising, or not within ten years.
     *
     * @param deployed when the version was deployed
     */
    public Optional<Instant> reaches(Instant deployed, double value) {
        return hoursUntil(value)
                .filter(until -> until < FARTHEST)
                .map(until -> deployed.plusSeconds(Math.round(3600 * (since + hours + until))));
    }
}
