package dev.probation.rules.evidence.trend;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A look at more than a day: each value is held against that of the same time the day before, after the seasonal test of Hirsch, Slack
 * and Smith, "Techniques of trend analysis for monthly water quality data" (1982), each time of the day being a season.
 */
final class TrendDaily {

    /** Of a rhythm that is not known, beside which a step is sought. */
    static final int HARMONICS = 3;

    /** Fewer slopes from day to day tell nothing. */
    static final int FEWEST_SLOPES = 12;
    /** What rises in a part of the day alone has at least this part of the limit over the whole day, ... */
    private static final double PART_OF_DAY = 0.4;
    /** ... and reaches it within so many hours. */
    private static final double STRETCH = 8;

    /** What loses more than this part of its slope, and surely some of it, may be filling up. */
    private static final double SLOWER_BY = 0.1;

    private static final double SLOWER = 1.645;

    private final double step;
    private final double limit;
    private final double level;
    private final double z;

    /**
     * @param step hours from one point to the next
     * @param limit per hour, relative
     * @param level the chance of a false finding
     */
    TrendDaily(double step, double limit, double level, double z) {
        this.step = step;
        this.limit = limit;
        this.level = level;
        this.z = z;
    }

    /**
     * Empty where too few points are a day apart.
     *
     * @param besideStep the line beside a rhythm and a single step
     * @param left the points without the rhythm of the day before; none where that is not known
     */
    Optional<TrendFinding> find(TrendPoints points, Supplier<TrendModel> besideStep, TrendPoints left) {
        TrendPoints slopes = points.dailySlopes(step);
        if (slopes.size() < FEWEST_SLOPES) {
            return Optional.empty();
        }
        TrendMedian all = TrendMedian.of(slopes, z);
        double start = Arrays.stream(points.values()).min().orElseThrow();
        TrendFinding finding = new TrendFinding(
                all.median(),
                all.low(),
                all.high(),
                TheilSen.of(points.hours(), points.values(), z).start(),
                all.chance());
        double bound = limit * start;
        boolean wholeDay = isRising(slopes, all, bound) && besideStep.get().slope() >= TrendLook.BEHIND * bound;
        boolean partOfDay = isRising(slopes, all, PART_OF_DAY * bound)
                && fastest(left) >= TrendLook.REACHED * bound
                && besideStep.get().slope() >= TrendLook.BEHIND * all.median();
        if (!wholeDay && !partOfDay) {
            return Optional.of(finding);
        }
        return Optional.of(slowsDown(slopes.newestHalf()) ? finding.unclear(TrendFinding.FILLS) : finding.rising());
    }

    private boolean isRising(TrendPoints slopes, TrendMedian all, double bound) {
        double newest = TrendMedian.of(slopes.newestThird(), z).median();
        return all.chance() <= level
                && TrendLook.exceeds(all.median(), all.low(), bound)
                && newest >= TrendLook.REACHED * bound;
    }

    private static boolean slowsDown(TrendPoints slopes) {
        TrendModel change = TrendModel.of(slopes);
        double[] hours = slopes.hours();
        double lost = -change.slope() * (hours[hours.length - 1] - hours[0]);
        double all = Arrays.stream(slopes.values()).average().orElse(0);
        return change.slope() + SLOWER * change.error() < 0 && lost > SLOWER_BY * all;
    }

    /** The steepest slope over some hours. */
    private double fastest(TrendPoints left) {
        int count = (int) Math.round(STRETCH / step);
        return IntStream.rangeClosed(0, left.size() - count)
                .mapToObj(first -> left.part(first, count))
                .mapToDouble(part -> TheilSen.of(part.hours(), part.values(), z).slope())
                .max()
                .orElse(0);
    }
}
