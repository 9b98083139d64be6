package dev.probation.rules.evidence.trend;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** One look at a series, at an hour that is fixed beforehand. */
final class TrendLook {

    /** From here on, values are held against those of the day before. */
    static final double DAILY_FROM = 30;

    private static final int FEWEST_SLOPES = 12;
    /** Before it, only what rises several times as fast as the limit is told. */
    private static final double SURE_FROM = 12;

    private static final double EARLY = 4;
    private static final double ROUNDING = 0.01;
    /** From here on a rhythm has a second harmonic. */
    private static final double HARMONIC_FROM = 16;
    /** How many times something may have filled by 63 % in what is looked at. */
    private static final List<Integer> PACES = List.of(2, 4, 8, 16);
    /** The same where the day before leaves fewer explanations open. */
    private static final List<Double> FINE_PACES = List.of(1.5, 2.1, 3.0, 4.2, 6.0, 8.5, 12.0, 17.0, 24.0);
    /** What is estimated to be fewer deviations below the limit may have reached it: of leaks at the limit, 19 of 20. */
    private static final double WITHIN = 1.645;
    /** What part of the whole slope, and of the limit, the newest third must have beside a rhythm. */
    private static final double STILL = 0.3;

    private static final double DAY = 2 * Math.PI / 24;
    /** What is estimated to be this near to the limit has reached it, and what the interval must leave behind. */
    private static final double REACHED = 0.9;

    private static final double BEHIND = 0.5;
    /** What part of the whole slope the newest third must have. */
    private static final double GOES_ON = 0.5;

    /** How much more a line may leave unexplained than what is harmless does. */
    private static final double AS_WELL = 1.2;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private final double hours;
    private final double limit;
    private final double level;
    private final double z;

    /**
     * @param hours how much is looked at
     * @param limit per hour, relative
     * @param level the chance of a false finding
     */
    TrendLook(double hours, double limit, double level) {
        this.hours = hours;
        this.limit = hours < SURE_FROM - ROUNDING ? EARLY * limit : limit;
        this.level = level;
        z = NORMAL.inverseSurvivalProbability(level);
    }

    /** Into how many parts the time is cut. */
    int parts() {
        return hours < DAILY_FROM ? 24 : 72;
    }

    /** @param later by how many hours the points begin after the deployment */
    TrendFinding find(TrendPoints points, TrendReference reference, double later) {
        TheilSen line = TheilSen.of(points.hours(), points.values(), z);
        if (hours >= DAILY_FROM) {
            return findDaily(points, line);
        }
        return TrendRhythm.of(points, reference, later, fillings())
                .map(this::findBeside)
                .orElseGet(() -> findInLine(points, line));
    }

    private List<DoubleUnaryOperator> fillings() {
        return FINE_PACES.stream()
                .map(pace -> (DoubleUnaryOperator) hour -> Math.exp(-pace * hour / hours))
                .toList();
    }

    /** The interval allows for what is not known of the rhythm; so the limit has only to lie within reach. */
    private TrendFinding findBeside(TrendRhythm rhythm) {
        TrendPoints left = rhythm.without();
        TheilSen line = TheilSen.of(left.hours(), left.values(), z);
        MannKendall test = MannKendall.of(left.hours(), left.values(), line.slope());
        double error = rhythm.beside().error();
        double low = Math.min(line.low(), line.slope() - z * error);
        double high = Math.max(line.high(), line.slope() + z * error);
        double bound = limit * line.start();
        TrendPoints newest = left.newestThird();
        double recent = TheilSen.of(newest.hours(), newest.values(), z).slope();
        boolean rises = bound > 0 && test.chance() <= level && low > 0;
        boolean reaches = line.slope() + WITHIN * (high - low) / 2 / z >= bound;
        boolean isGoingOn = recent >= STILL * Math.max(bound, line.slope());
        TrendFinding finding = new TrendFinding(line.slope(), low, high, line.start(), test.chance()).beside();
        boolean isRising = rises
                && reaches
                && isGoingOn
                && fillings().stream().allMatch(filling -> isMoreThan(rhythm, bound, filling));
        return isRising ? finding.rising() : finding;
    }

    private boolean isMoreThan(TrendRhythm rhythm, double bound, DoubleUnaryOperator filling) {
        TrendModel both = rhythm.beside(filling);
        boolean isNeeded = both.slope() - z * both.error() > 0 && both.slope() >= BEHIND * bound;
        boolean explainsAsWell = rhythm.beside().together() - both.alone() <= (AS_WELL - 1) * rhythm.size();
        return isNeeded || (isSure() && explainsAsWell && both.slope() > 0);
    }

    private boolean isSure() {
        return hours >= SURE_FROM - ROUNDING;
    }

    private TrendFinding findInLine(TrendPoints points, TheilSen line) {
        MannKendall test = MannKendall.of(points.hours(), points.values(), line.slope());
        TrendFinding finding = new TrendFinding(line.slope(), line.low(), line.high(), line.start(), test.chance());
        double bound = limit * line.start();
        TrendPoints newest = points.newestThird();
        double recent = TheilSen.of(newest.hours(), newest.values(), z).slope();
        boolean rises = test.chance() <= level && exceeds(line.slope(), line.low(), bound);
        boolean isRising = rises
                && goesOn(recent, line.slope(), bound)
                && isNoRhythm(points, bound)
                && fillsNothing(points, bound);
        return isRising ? finding.rising() : finding;
    }

    private static boolean exceeds(double slope, double low, double bound) {
        return bound > 0 && slope >= REACHED * bound && low >= BEHIND * bound;
    }

    private static boolean goesOn(double recent, double slope, double bound) {
        return recent >= BEHIND * bound && recent >= GOES_ON * slope;
    }

    /** The rhythm may have a second harmonic once most of a day has been seen. */
    private boolean isNoRhythm(TrendPoints points, double bound) {
        return hours < HARMONIC_FROM
                ? isMoreThan(points, bound, cosine(1), sine(1))
                : isMoreThan(points, bound, cosine(1), sine(1), cosine(2), sine(2));
    }

    private static DoubleUnaryOperator cosine(int times) {
        return hour -> Math.cos(times * DAY * hour);
    }

    private static DoubleUnaryOperator sine(int times) {
        return hour -> Math.sin(times * DAY * hour);
    }

    /** Of something that fills up ever more slowly, at whatever pace; early on, with a daily rhythm upon it. */
    private boolean fillsNothing(TrendPoints points, double bound) {
        return PACES.stream()
                .map(pace -> (DoubleUnaryOperator) hour -> Math.exp(-pace * hour / hours))
                .allMatch(filling -> isMoreThan(points, bound, filling)
                        && (hours > SURE_FROM - ROUNDING || isMoreThan(points, bound, filling, cosine(1), sine(1))));
    }

    /** Whether a line explains the points as well as something harmless does, or is needed beside it. */
    private boolean isMoreThan(TrendPoints points, double bound, DoubleUnaryOperator... harmless) {
        TrendModel both = TrendModel.of(points, harmless);
        boolean isNeeded = both.slope() - z * both.error() > 0 && both.slope() >= BEHIND * bound;
        boolean explainsAsWell = TrendModel.of(points).together() <= AS_WELL * both.alone();
        return isNeeded || (explainsAsWell && both.slope() > 0);
    }

    /** After the seasonal test of Hirsch, Slack and Smith (1982), each time of the day being a season. */
    private TrendFinding findDaily(TrendPoints points, TheilSen line) {
        TrendPoints slopes = points.dailySlopes(hours / parts());
        if (slopes.size() < FEWEST_SLOPES) {
            return findInLine(points, line);
        }
        TrendMedian all = TrendMedian.of(slopes, z);
        TrendMedian newest = TrendMedian.of(slopes.newestThird(), z);
        TrendFinding finding = new TrendFinding(all.median(), all.low(), all.high(), line.start(), all.chance());
        double start = Arrays.stream(points.values()).min().orElseThrow();
        double bound = limit * start;
        boolean rises = all.chance() <= level && exceeds(all.median(), all.low(), bound);
        return rises && newest.median() >= REACHED * bound ? finding.rising() : finding;
    }
}
