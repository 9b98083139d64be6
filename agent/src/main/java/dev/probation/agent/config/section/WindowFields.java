package dev.probation.agent.config.section;

import dev.probation.agent.config.WindowChoice;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of the section {@code windows}; each window begins where the one before ends. */
public final class WindowFields {

    /** No verdict stands on fewer samples. */
    static final int LEAST_SAMPLES = 3;

    /** What is judged by where no windows are given. */
    public static final List<WindowSpec> DEFAULT = List.of(
            window("immediate", Duration.ZERO, Duration.ofHours(1), null, 0),
            window("short-term", Duration.ofHours(1), Duration.ofHours(4), null, 0),
            window("medium-term", Duration.ofHours(4), Duration.ofHours(24), Duration.ofMinutes(1), 0),
            window("long-term", Duration.ofHours(24), Duration.ofHours(72), Duration.ofMinutes(5), 0.01));

    private static final Field<Duration> UNTIL =
            Field.required("until", Types.duration(), "When the window ends, counted from the deployment.");
    private static final Field<Optional<Duration>> EVERY = Field.optional(
            "every", Types.durationFrom(Duration.ofSeconds(1)), "The shortest interval of checks in this window.");
    private static final Field<Double> BUDGET = Field.written(
            "budget", Types.percentage(), "0%", "The share of the window that a check may spend failing.");
    private static final Field<Duration> SETTLE = Field.written(
            "settle",
            Types.durationFrom(Duration.ZERO),
            "0s",
            "How long nothing is judged after the window begins (warm-up).");

    /** One window, as written. */
    static final ObjectSchema<Values> SCHEMA = ObjectSchema.of(List.of(UNTIL, EVERY, BUDGET, SETTLE), values -> values);

    private WindowFields() {}

    private static WindowSpec window(
            String name, Duration from, Duration until, @Nullable Duration every, double budget) {
        return new WindowSpec(name, from, until, Optional.ofNullable(every), budget, Duration.ZERO);
    }

    public static WindowChoice build(Map<String, Values> windows, Cursor cursor) {
        List<String> names = cursor.node() instanceof Node.Mapping mapping
                ? List.copyOf(mapping.entries().keySet())
                : List.of();
        if (names.isEmpty()) {
            cursor.report("expected at least one window, found none; leave \"windows\" out for the four defaults");
        }
        List<WindowSpec> specs = new ArrayList<>();
        Duration from = Duration.ZERO;
        for (Map.Entry<String, Values> window : windows.entrySet()) {
            Values values = window.getValue();
            if (isValid(values, from)) {
                specs.add(new WindowSpec(
                        window.getKey(),
                        from,
                        values.get(UNTIL),
                        values.get(EVERY),
                        values.get(BUDGET),
                        values.get(SETTLE)));
            }
            from = values.get(UNTIL);
        }
        return new WindowChoice(specs, names);
    }

    private static boolean isValid(Values values, Duration from) {
        Duration until = values.get(UNTIL);
        if (until.compareTo(from) <= 0) {
            values.cursor(UNTIL)
                    .report("expected more than " + Durations.writeExactly(from)
                            + ", where the window before ends, found \"" + Durations.writeExactly(until) + '"');
            return false;
        }
        if (values.get(SETTLE).compareTo(until.minus(from)) >= 0) {
            values.cursor(SETTLE)
                    .report("expected less than the window's length of " + Durations.writeExactly(until.minus(from))
                            + ", found \"" + Durations.writeExactly(values.get(SETTLE)) + '"');
            return false;
        }
        if (values.get(BUDGET) >= 1) {
            values.cursor(BUDGET).expected("less than 100%");
            return false;
        }
        return isSampled(values, until.minus(from).minus(values.get(SETTLE)));
    }

    private static boolean isSampled(Values values, Duration judged) {
        Optional<Duration> every = values.get(EVERY);
        if (every.isEmpty() || judged.dividedBy(every.orElseThrow()) >= LEAST_SAMPLES) {
            return true;
        }
        values.cursor(EVERY)
                .report("expected at least " + LEAST_SAMPLES + " samples of each check, found "
                        + judged.dividedBy(every.orElseThrow()) + ": one every "
                        + Durations.writeExactly(every.orElseThrow()) + " in " + Durations.writeExactly(judged));
        return false;
    }
}
