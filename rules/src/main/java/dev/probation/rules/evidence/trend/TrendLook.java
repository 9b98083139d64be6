package dev.probation.rules.evidence.trend;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** One look at a series, at an hour that is fixed beforehand. */
final class TrendLook {

    /** From here on, values are held against those of the day before. */
    static final double DAILY_FROM = 30;
    /** What is estimated to be this near to the limit has reached it, and what the interval must leave behind. */
    static final double REACHED = 0.9;

    static final double BEHIND = 0.5;

    /** Before it, only what rises several times as fast as the limit is told. */
    private static final double SURE_FROM = 12;

    private static final double EARLY = 4;
    private static final double ROUNDING = 0.01;
    /** The week before is known if so many of its parts have values. */
    private static final double KNOWN = 0.75;

    /** From here on a rhythm has a second harmonic. */
    private static final double HARMONIC_FROM = 16;
    /** How many times something may have filled by 63 % in what is looked at. */
    private static final List<Double> PACES = List.of(2.0, 4.0, 8.0, 16.0);
    /** The same where the day before leaves fewer explanations open. */
    private static final List<Double> FINE_PACES = List.of(1.5, 2.1, 3.0, 4.2, 6.0, 8.5, 12.0, 17.0, 24.0);
    /** What fills so slowly is nearly a line: beside it nothing can be told, but only instead of it. */
    private static final List<Double> SLOW_PACES = List.of(0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8);

    private static final double SLOWLY = 1.15;
    /** What is estimated to be fewer deviations below the limit may have reached it: of leaks at the limit, 98 of 100. */
    private static final double WITHIN = 2.2;
    /** What part of the whole slope, and of the limit, the newest third must have beside a rhythm. */
    private static final double STILL = 0.3;
    /** What part of the whole slope the newest third must have. */
    private static final double GOES_ON = 0.5;

    /** How much more a line may leave unexplained than what is harmless does. */
    private static final double AS_WELL = 1.2;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private final double hours;
    private final double allowed;
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
        this.allowed = limit;
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
        TrendFinding found = found(points, reference, later);
        boolean isDoubted = found.result() == TrendResult.RISING && roseWeekBefore(found, reference, later);
        return isDoubted ? found.unclear(TrendFinding.WEEKLY) : found;
    }

    /** Whether it rose about as fast in the same hours a week before, as on the way into a weekend. */
    private boolean roseWeekBefore(TrendFinding found, TrendReference reference, double later) {
        TrendPoints week = reference.weekBefore(later, hours, parts());
        if (week.size() < KNOWN * parts()) {
            return false;
        }
        TrendPoints left = found.isBeside() ? reference.without(week, later) : week;
        TrendPoints slopes = left.dailySlopes(hours / parts());
        double slope = found.isBeside() || slopes.size() < TrendDaily.FEWEST_SLOPES
                ? TheilSen.of(left.hours(), left.values(), z).slope()
                : TrendMedian.of(slopes, z).median();
        return slope >= BEHIND * found.slope();
    }

    private TrendFinding found(TrendPoints points, TrendReference reference, double later) {
        Optional<TrendRhythm> rhythm = TrendRhythm.of(points, reference, later, fillings());
        Optional<TrendFinding> beside = rhythm.map(this::findBeside);
        if (hours < DAILY_FROM) {
            return beside.orElseGet(() -> findInLine(points));
        }
        Supplier<TrendModel> besideStep = () -> rhythm.map(TrendRhythm::besideStep)
                .orElseGet(() -> TrendModel.besideStep(points, TrendShapes.rhythm(TrendDaily.HARMONICS)));
        TrendDaily daily = new TrendDaily(hours / parts(), limit, level, z);
        return beside.filter(found -> found.result() == TrendResult.RISING)
                .or(() -> daily.find(points, besideStep, reference.without(points, later)))
                .orElseGet(() -> findInLine(points));
    }

    private List<DoubleUnaryOperator> fillings() {
        return TrendShapes.fillings(FINE_PACES, hours);
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
        boolean isRising = rises && reaches && isGoingOn && rhythm.besideStep().slope() >= STILL * bound;
        if (!isRising) {
            return finding;
        }
        boolean fills =
                fillings().stream().anyMatch(filling -> !isMoreThan(rhythm, bound, filling)) || fillsSlowly(rhythm);
        return fills && !goesOnFast(left, line.start()) ? finding.unclear(TrendFinding.FILLS) : finding.rising();
    }

    private boolean fillsSlowly(TrendRhythm rhythm) {
        double line = rhythm.beside().together();
        double fast = least(fillings(), filling -> rhythm.beside(filling).together());
        double slow = least(slowFillings(), filling -> rhythm.beside(filling).alone());
        return line - slow > (SLOWLY - 1) * rhythm.size() && slow - fast <= (AS_WELL - 1) * rhythm.size();
    }

    private List<DoubleUnaryOperator> slowFillings() {
        return TrendShapes.fillings(SLOW_PACES, hours);
    }

    private static double least(List<DoubleUnaryOperator> shapes, ToDoubleFunction<DoubleUnaryOperator> unexplained) {
        return shapes.stream().mapToDouble(unexplained).min().orElseThrow();
    }

    private boolean isMoreThan(TrendRhythm rhythm, double bound, DoubleUnaryOperator filling) {
        TrendModel both = rhythm.beside(filling);
        boolean explainsAsWell = rhythm.beside().together() - both.alone() <= (AS_WELL - 1) * rhythm.size();
        return isNeeded(both, bound) || (isSure() && explainsAsWell && both.slope() > 0);
    }

    private boolean isSure() {
        return hours >= SURE_FROM - ROUNDING;
    }

    private TrendFinding findInLine(TrendPoints points) {
        TheilSen line = TheilSen.of(points.hours(), points.values(), z);
        MannKendall test = MannKendall.of(points.hours(), points.values(), line.slope());
        TrendFinding finding = new TrendFinding(line.slope(), line.low(), line.high(), line.start(), test.chance());
        double bound = limit * line.start();
        TrendPoints newest = points.newestThird();
        double recent = TheilSen.of(newest.hours(), newest.values(), z).slope();
        boolean isRising = test.chance() <= level
                && exceeds(line.slope(), line.low(), bound)
                && goesOn(recent, line.slope(), bound)
                && isNoRhythm(points, bound)
                && TrendModel.besideStep(points).slope() >= STILL * bound;
        if (!isRising) {
            return finding;
        }
        boolean fills = !fillsNothing(points, bound) || fillsSlowly(points);
        return fills && !goesOnFast(points, line.start()) ? finding.unclear(TrendFinding.FILLS) : finding.rising();
    }

    /** Whether something that fills up slowly explains more than a line, and as much as a line beside something that filled soon. */
    private boolean fillsSlowly(TrendPoints points) {
        double line = TrendModel.of(points).together();
        double fast =
                least(fillings(), filling -> TrendModel.of(points, filling).together());
        double slow =
                least(slowFillings(), filling -> TrendModel.of(points, filling).alone());
        return line > SLOWLY * slow && slow <= AS_WELL * fast;
    }

    /** Whether what is harmless leaves a line over. */
    private boolean isNeeded(TrendModel both, double bound) {
        return both.slope() - z * both.error() > 0 && both.slope() >= BEHIND * bound;
    }

    /** Whether the newer half is by itself a line that rises several times as fast as the limit, whatever it began with. */
    private boolean goesOnFast(TrendPoints points, double start) {
        TrendPoints half = points.newestHalf();
        TheilSen line = TheilSen.of(half.hours(), half.values(), z);
        double bound = EARLY * allowed * start;
        double unexplained = TrendModel.of(half).together();
        double slow =
                least(slowFillings(), filling -> TrendModel.of(half, filling).alone());
        return isSure() && exceeds(line.slope(), line.low(), bound) && unexplained <= SLOWLY * slow;
    }

    static boolean exceeds(double slope, double low, double bound) {
        return bound > 0 && slope >= REACHED * bound && low >= BEHIND * bound;
    }

    private static boolean goesOn(double recent, double slope, double bound) {
        return recent >= BEHIND * bound && recent >= GOES_ON * slope;
    }

    /** The rhythm may have a second harmonic once most of a day has been seen. */
    private boolean isNoRhythm(TrendPoints points, double bound) {
        return isMoreThan(points, bound, TrendShapes.rhythm(hours < HARMONIC_FROM ? 1 : 2));
    }

    /** Of something that fills up ever more slowly, at whatever pace; early on, with a daily rhythm upon it. */
    private boolean fillsNothing(TrendPoints points, double bound) {
        return TrendShapes.fillings(PACES, hours).stream()
                .allMatch(filling -> isMoreThan(points, bound, filling)
                        && (hours > SURE_FROM - ROUNDING
                                || isMoreThan(points, bound, TrendShapes.and(TrendShapes.rhythm(1), filling))));
    }

    /** Whether a line explains the points as well as something harmless does, or is needed beside it. */
    private boolean isMoreThan(TrendPoints points, double bound, DoubleUnaryOperator... harmless) {
        TrendModel both = TrendModel.of(points, harmless);
        boolean explainsAsWell = TrendModel.of(points).together() <= AS_WELL * both.alone();
        return isNeeded(both, bound) || (explainsAsWell && both.slope() > 0);
    }
}
