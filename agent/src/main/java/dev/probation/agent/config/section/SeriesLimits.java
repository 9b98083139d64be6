package dev.probation.agent.config.section;

import dev.probation.agent.config.ProbeSettings;
import dev.probation.agent.config.WindowChoice;
import dev.probation.agent.settings.Values;
import dev.probation.rules.check.series.BaselineRule;
import dev.probation.rules.check.series.SeriesRule;
import dev.probation.rules.check.series.TrendCheck;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Expected;
import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a check expects of its values as a series: against their baseline, or of their trend. */
final class SeriesLimits {

    private SeriesLimits() {}

    /** The rule of values that are judged together, where the check expects something of them. */
    static Optional<SeriesRule> rule(Values values, ProbeSettings settings, Dimension dimension, WindowChoice windows) {
        Duration every = values.get(CheckFields.EVERY);
        Duration spacing = settings.span().compareTo(every) > 0 ? settings.span() : every;
        Optional<Expected> expected = values.get(CheckFields.EXPECT);
        return expected.flatMap(Expected::baseline)
                .<SeriesRule>map(baseline -> new BaselineRule(baseline, spacing, dimension))
                .or(() -> expected.flatMap(Expected::trend)
                        .map(trend -> new TrendCheck(trend, dimension, ceiling(values), before(values, windows))));
    }

    /** What a value that rises must not reach in the end: its sharper limit, or what is warned of. */
    private static Optional<Quantity> ceiling(Values values) {
        return values.get(CheckFields.ROLLBACK_WHEN)
                .map(sharper -> sharper.breach().limit())
                .or(() -> values.get(CheckFields.WARN).flatMap(Expectation::upperLimit));
    }

    /**
     * The windows that the check belongs to: those that it names, or of a trend all that do not end before its first look. None is
     * all.
     */
    static List<String> windows(Values values, WindowChoice windows) {
        List<String> own = values.get(CheckFields.WINDOWS);
        boolean isTrend =
                values.get(CheckFields.EXPECT).flatMap(Expected::trend).isPresent();
        if (!own.isEmpty() || !isTrend) {
            return own;
        }
        return windows.valid().stream()
                .filter(window -> window.until().compareTo(TrendCheck.FIRST_LOOK) >= 0)
                .map(WindowSpec::name)
                .toList();
    }

    /** The windows before those of a trend; none where the first of those begins so late that it sees enough by itself. */
    private static Set<String> before(Values values, WindowChoice windows) {
        List<String> own = windows(values, windows);
        Duration from = windows.valid().stream()
                .filter(window -> own.contains(window.name()))
                .map(WindowSpec::from)
                .findFirst()
                .filter(first -> first.compareTo(TrendCheck.FIRST_LOOK) <= 0)
                .orElse(Duration.ZERO);
        return windows.valid().stream()
                .filter(window -> window.until().compareTo(from) <= 0)
                .map(WindowSpec::name)
                .collect(Collectors.toSet());
    }

    /** Whether each of its windows ends no earlier than the first look; else it is reported. */
    static boolean isLookedAt(Values values, SeriesRule series, WindowChoice windows) {
        List<String> own = windows(values, windows);
        List<WindowSpec> early = windows.valid().stream()
                .filter(window -> own.isEmpty() || own.contains(window.name()))
                .filter(window -> window.until().compareTo(series.firstLook()) < 0)
                .toList();
        if (early.isEmpty()) {
            return true;
        }
        values.cursor(CheckFields.EXPECT)
                .report("expected windows that end " + Durations.writeExactly(series.firstLook())
                        + " or more after the deployment, when this can first be judged, found "
                        + early.get(0).name() + ", which ends after "
                        + Durations.writeExactly(early.get(0).until()) + "; leave it out with \"windows\"");
        return false;
    }
}
