package dev.probation.agent.config.section;

import dev.probation.agent.config.MeasureSpec;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Values;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Unit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The limits of one check, which must be of what it measures. */
final class Limits {

    private Limits() {}

    /** The dimension that the check's value is read in; empty where a limit does not fit, which is reported. */
    static Optional<Dimension> dimension(Values values, MeasureSpec measured) {
        Map<Field<?>, Expectation> limits = new LinkedHashMap<>();
        CheckFields.limit(values).ifPresent(limit -> limits.put(CheckFields.EXPECT, limit));
        values.get(CheckFields.WARN).ifPresent(limit -> limits.put(CheckFields.WARN, limit));
        values.get(CheckFields.ROLLBACK_WHEN)
                .ifPresent(sharper -> limits.put(CheckFields.ROLLBACK_WHEN, sharper.breach()));
        Dimension own = measured.dimensions().get(0);
        Dimension first =
                limits.values().stream().findFirst().map(Expectation::dimension).orElse(own);
        boolean fit = true;
        for (Map.Entry<Field<?>, Expectation> limit : limits.entrySet()) {
            Dimension dimension = limit.getValue().dimension();
            if (!measured.dimensions().contains(dimension)) {
                report(
                        values,
                        limit,
                        "expected a limit for " + measured.words() + ", which is " + own.words(),
                        own,
                        unitHint(measured, dimension));
                fit = false;
            } else if (dimension != first) {
                report(
                        values,
                        limit,
                        "expected a limit like the first one of this check, which is " + first.words(),
                        first,
                        "");
                fit = false;
            }
        }
        return fit ? Optional.of(first) : Optional.empty();
    }

    private static void report(
            Values values, Map.Entry<Field<?>, Expectation> limit, String expected, Dimension wanted, String hint) {
        Expectation found = limit.getValue();
        values.cursor(limit.getKey())
                .report(expected + ", found \"" + found + "\", which is "
                        + found.dimension().words()
                        + (found.dimension() == Dimension.NUMBER ? missingUnit(found, wanted) : hint));
    }

    /** A share without its unit is easily a hundred times too strict once one is added. */
    private static String missingUnit(Expectation found, Dimension wanted) {
        return Optional.of(found)
                .filter(limit -> wanted == Dimension.RATIO)
                .flatMap(Expectation::asPercentage)
                .map(meant -> "; did you mean \"" + meant + "\"?")
                .orElse("; write its unit");
    }

    /** Where nothing says what unit the measured values are in, that is what is missing. */
    private static String unitHint(MeasureSpec measured, Dimension limit) {
        return measured.lacksUnit()
                ? "; say in which unit the values are, such as unit: "
                        + Unit.usual(limit).symbol()
                : "";
    }
}
