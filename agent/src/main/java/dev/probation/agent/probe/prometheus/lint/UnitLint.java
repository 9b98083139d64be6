package dev.probation.agent.probe.prometheus.lint;

import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Unit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Seconds taken for milliseconds, or the other way round. Told by what the histogram says of itself, else by a limit that
 * only fits its buckets when it is multiplied or divided by 1,000, else by a value that is about 1,000 times the limit.
 */
final class UnitLint {

    private static final double THOUSAND = 1_000;
    /** A value that is so many times its limit is broken, or is in another unit. */
    private static final double FAR_ABOVE = 100;

    private static final Map<String, Unit> UNITS = Map.of(
            "seconds", Unit.SECOND,
            "milliseconds", Unit.MILLISECOND,
            "ms", Unit.MILLISECOND,
            "microseconds", Unit.MICROSECOND,
            "nanoseconds", Unit.NANOSECOND);

    private UnitLint() {}

    static Optional<String> look(LintFacts facts) {
        boolean time = facts.check().unit().dimension() == Dimension.TIME
                && facts.limit().map(limit -> limit.base() > 0).orElse(false);
        if (!time) {
            return Optional.empty();
        }
        return declared(facts).or(() -> buckets(facts)).or(() -> value(facts));
    }

    private static Optional<String> declared(LintFacts facts) {
        Unit unit = facts.check().unit();
        return facts.declaredUnit()
                .or(() -> suffix(facts))
                .flatMap(word -> Optional.ofNullable(UNITS.get(word))
                        .filter(declared -> declared != unit)
                        .map(declared -> "the histogram is in " + word + ", but is read in " + unit.symbol()
                                + "; set unit: " + declared.symbol()));
    }

    private static Optional<String> suffix(LintFacts facts) {
        if (!(facts.check().question() instanceof Question.Quantile quantile)) {
            return Optional.empty();
        }
        String name = quantile.histogram().metric();
        return Optional.of(name.substring(name.lastIndexOf('_') + 1));
    }

    private static Optional<String> buckets(LintFacts facts) {
        List<Double> bounds = facts.histogram().map(HistogramFacts::bounds).orElse(List.of());
        double limit = facts.limitInUnit();
        if (bounds.isEmpty() || isWithin(limit, bounds)) {
            return Optional.empty();
        }
        boolean fits = isWithin(limit * THOUSAND, bounds) || isWithin(limit / THOUSAND, bounds);
        return fits
                ? Optional.of("the limit " + facts.limit().orElseThrow() + " is " + limit + " in the histogram's unit, "
                        + facts.check().unit().symbol() + ", and its buckets end from " + bounds.get(0) + " to "
                        + bounds.get(bounds.size() - 1)
                        + ", which would fit 1000 times that or a thousandth; set unit to what the histogram is in")
                : Optional.empty();
    }

    private static boolean isWithin(double limit, List<Double> bounds) {
        return limit >= bounds.get(0) && limit <= bounds.get(bounds.size() - 1);
    }

    private static Optional<String> value(LintFacts facts) {
        OptionalDouble value = facts.result().size() == 1
                ? OptionalDouble.of(facts.result().get(0).value())
                : facts.histogram().map(HistogramFacts::typical).orElse(OptionalDouble.empty());
        double times = value.orElse(0) / facts.limitInUnit();
        if (!Double.isFinite(times) || times <= 0 || (times < FAR_ABOVE && times > 1 / THOUSAND)) {
            return Optional.empty();
        }
        return Optional.of("the value is " + facts.write(value.getAsDouble()) + " against a limit of "
                + facts.limit().orElseThrow() + "; if it is not in "
                + facts.check().unit().symbol() + ", set unit to what it is in");
    }
}
