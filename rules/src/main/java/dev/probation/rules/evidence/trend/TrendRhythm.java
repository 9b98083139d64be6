package dev.probation.rules.evidence.trend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/**
 * A series and the day before its deployment, explained together: by one daily rhythm, beside which each has its own level and may rise
 * by itself. Each counts for as much as it is sure.
 */
final class TrendRhythm {

    /** How much more both together may leave unexplained than each by itself. */
    private static final double AS_WELL = 1.4;

    /** How much worse the line may be without something that fills up to be told without it. */
    private static final double FILLS = 1.2;
    /** So that each can be told what it explains. */
    private static final int FEWEST_POINTS = 12;

    private static final double HALF_DAY = Math.PI / 12;
    /** No value is surer than that, as a part of itself. */
    private static final double SUREST = 1e-9;

    private final TrendPoints points;
    private final TrendPoints both;
    private final DoubleUnaryOperator weight;
    private final List<DoubleUnaryOperator> rhythm;
    private final List<DoubleUnaryOperator> levels;
    private final DoubleUnaryOperator filling;

    /** None where there is no day before, or where its rhythm is not seen in the series. */
    static Optional<TrendRhythm> of(
            TrendPoints points, TrendReference reference, double later, List<DoubleUnaryOperator> fillings) {
        if (reference.isNone() || points.size() < FEWEST_POINTS) {
            return Optional.empty();
        }
        return Optional.of(new TrendRhythm(points, reference.before(later), reference, fillings))
                .filter(TrendRhythm::explains);
    }

    /**
     * @param before the day before, at hours below 0
     * @param fillings what may fill up in the series
     */
    private TrendRhythm(
            TrendPoints points, TrendPoints before, TrendReference reference, List<DoubleUnaryOperator> fillings) {
        this.points = points;
        both = before.and(points);
        rhythm = reference.rhythm();
        levels = new ArrayList<>();
        levels.add(TrendRhythm::now);
        levels.add(hour -> 1 - now(hour));
        if (reference.rises()) {
            levels.add(hour -> Math.min(0, hour));
        }
        double least = SUREST * Math.abs(points.values()[0]) + Double.MIN_NORMAL;
        double deviation = Math.max(least, deviation(fillings));
        double deviationBefore = Math.max(least, reference.deviation());
        weight = hour -> 1 / (hour < 0 ? deviationBefore : deviation);
        filling = fillings.stream()
                .min(Comparator.comparingDouble(one -> beside(one).together()))
                .orElseThrow();
    }

    private static double now(double hour) {
        return hour < 0 ? 0 : 1;
    }

    private static double line(double hour) {
        return Math.max(0, hour);
    }

    /** Of the series by itself, whatever its rhythm. */
    private double deviation(List<DoubleUnaryOperator> fillings) {
        return fillings.stream()
                .map(one -> TrendModel.of(
                        points, one, hour -> Math.cos(HALF_DAY * hour), hour -> Math.sin(HALF_DAY * hour)))
                .mapToDouble(model -> Math.sqrt(model.together() / model.free()))
                .min()
                .orElseThrow();
    }

    /** How many points the series has. */
    int size() {
        return points.size();
    }

    private boolean explains() {
        TrendModel model = beside(filling);
        return model.together() <= AS_WELL * model.free();
    }

    /** The line in the series beside the rhythm and something else in the series. */
    TrendModel beside(DoubleUnaryOperator... harmless) {
        return TrendModel.of(both, weight, TrendRhythm::line, with(rhythm, harmless));
    }

    /** The line beside the rhythm and the single step in the series that together explain most. */
    TrendModel besideStep() {
        return TrendShapes.steps(points).stream()
                .map(step -> beside(step))
                .min(Comparator.comparingDouble(TrendModel::together))
                .orElseThrow();
    }

    private List<DoubleUnaryOperator> with(List<DoubleUnaryOperator> some, DoubleUnaryOperator... more) {
        return Stream.of(levels.stream(), some.stream(), Arrays.stream(more).map(one ->
                        (DoubleUnaryOperator) hour -> hour < 0 ? 0 : one.applyAsDouble(hour)))
                .flatMap(each -> each)
                .toList();
    }

    /** The series without the rhythm. */
    TrendPoints without() {
        TrendPoints left = points;
        boolean fills = beside().together() > FILLS * beside(filling).together();
        for (DoubleUnaryOperator wave : rhythm) {
            List<DoubleUnaryOperator> others = fills ? with(rhythm, filling) : with(rhythm);
            List<DoubleUnaryOperator> rest = new ArrayList<>(others);
            rest.remove(wave);
            rest.add(TrendRhythm::line);
            double part = TrendModel.of(both, weight, wave, rest).slope();
            left = left.less(hour -> part * wave.applyAsDouble(hour));
        }
        return left;
    }
}
