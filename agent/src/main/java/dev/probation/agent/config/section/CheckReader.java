package dev.probation.agent.config.section;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.MeasureSpec;
import dev.probation.agent.config.ProbeSettings;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.RollbackConfig.Mode;
import dev.probation.agent.config.Target;
import dev.probation.agent.config.WindowChoice;
import dev.probation.agent.config.kind.KindRegistry;
import dev.probation.agent.config.kind.ProbeFields;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.OneOf;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import dev.probation.rules.check.AnswerShare;
import dev.probation.rules.check.Check;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.check.Check.WhenUnmeasured;
import dev.probation.rules.check.Proportion;
import dev.probation.rules.check.series.SeriesRule;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads checks, whole or as written in one file. */
public final class CheckReader {

    /** A kind of check: its target's name, what all checks have, and its own fields. */
    private record Kind(ProbeFields fields, Field<String> target, ObjectSchema<Values> schema) {
        static Kind of(ProbeFields fields) {
            Field<String> target = Field.required(fields.name(), Types.text(), "The name of the target to ask.");
            List<Field<?>> all = Stream.of(
                            Stream.<Field<?>>of(target), fields.check().stream(), CheckFields.ALL.stream())
                    .flatMap(part -> part)
                    .<Field<?>>map(field -> field)
                    .toList();
            return new Kind(fields, target, ObjectSchema.of(all, values -> values));
        }
    }

    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final TargetNames targets;
    private final WindowChoice windows;
    private final @Nullable RollbackConfig rollback;
    private boolean saidThatNobodyRollsBack;

    public CheckReader(
            KindRegistry registry, TargetNames targets, WindowChoice windows, @Nullable RollbackConfig rollback) {
        registry.probes().forEach((name, fields) -> kinds.put(name, Kind.of(fields)));
        this.targets = targets;
        this.windows = windows;
        this.rollback = rollback;
    }

    /** Checks in one file may lack what another file gives. */
    static List<Object> partialSchemas(KindRegistry registry) {
        return registry.probes().values().stream()
                .<Object>map(fields -> Kind.of(fields).schema().partialJsonSchema())
                .toList();
    }

    Set<String> kinds() {
        return kinds.keySet();
    }

    List<Set<String>> alternatives(String kind) {
        return Optional.ofNullable(kinds.get(kind))
                .map(known -> known.fields().alternatives())
                .orElse(List.of());
    }

    /**
     * The check, or empty after a problem.
     *
     * @param labels that the service's series have in common
     */
    Optional<CheckConfig> read(String name, Cursor cursor, TargetNames.Origin origin, Map<String, String> labels) {
        Optional<Kind> kind = OneOf.of(cursor, kinds.keySet()).flatMap(key -> Optional.ofNullable(kinds.get(key)));
        Optional<Values> values = kind.flatMap(known -> known.schema().values(cursor));
        if (kind.isEmpty() || values.isEmpty()) {
            return Optional.empty();
        }
        return read(name, kind.orElseThrow(), values.orElseThrow(), origin, labels);
    }

    private Optional<CheckConfig> read(
            String name, Kind kind, Values values, TargetNames.Origin origin, Map<String, String> labels) {
        Optional<Target> target = values.find(kind.target())
                .flatMap(wanted ->
                        targets.find(wanted, kind.fields().name(), values.cursor(kind.target()), name, origin));
        if (!values.isComplete()) {
            return Optional.empty();
        }
        @Nullable MeasureSpec measured = kind.fields().measured(values);
        boolean timely = isTimely(values);
        boolean placed = knowsItsWindows(values);
        boolean covered = isCovered(values);
        boolean chance = isChance(values);
        warnThatNobodyRollsBack(values);
        if (measured == null || !isExpected(values, measured)) {
            return Optional.empty();
        }
        Optional<Dimension> dimension = Limits.dimension(values, measured);
        if (!timely
                || !placed
                || !covered
                || !chance
                || dimension.isEmpty()
                || target.isEmpty()
                || !CheckId.isCheck(name)) {
            return Optional.empty();
        }
        Expectation expect = limit(values, measured).orElse(null);
        ProbeSettings settings =
                measured.settings().of(dimension.orElseThrow(), expect).within(labels);
        if (!LimitDirections.agree(values, settings, expect)) {
            return Optional.empty();
        }
        Optional<SeriesRule> series = SeriesLimits.rule(values, settings, dimension.orElseThrow(), windows);
        if (series.isPresent() && !SeriesLimits.isLookedAt(values, series.orElseThrow(), windows)) {
            return Optional.empty();
        }
        Check rule = rule(
                name,
                target.orElseThrow(),
                values,
                measured,
                proportion(values, settings, expect).orElse(null),
                series.orElse(null));
        return Optional.of(new CheckConfig(rule, target.orElseThrow(), CheckFields.timeout(values), settings));
    }

    /** The limit that is written, or else the one that is usual for what is measured. */
    private static Optional<Expectation> limit(Values values, MeasureSpec measured) {
        return values.isGiven(CheckFields.EXPECT) ? CheckFields.limit(values) : measured.usual();
    }

    /** Where the probe counts what is bad, the check is a proportion. */
    private static Optional<Proportion> proportion(
            Values values, ProbeSettings settings, @Nullable Expectation expect) {
        OptionalDouble allowed = expect == null ? OptionalDouble.empty() : settings.allowedShare(expect);
        return allowed.isPresent()
                ? Optional.of(new Proportion(
                        allowed.getAsDouble(), values.get(CheckFields.BURSTS), values.get(CheckFields.ALPHA)))
                : Optional.empty();
    }

    /** Where reaching the target is asked, each answer is an event of which some may be bad; unless all may. */
    private static Optional<AnswerShare> answers(Values values, MeasureSpec measured, @Nullable SeriesRule series) {
        double tolerated = values.get(CheckFields.TOLERATE);
        return measured.reachability() && series == null && tolerated < 1
                ? Optional.of(new AnswerShare(tolerated, values.get(CheckFields.ALPHA)))
                : Optional.empty();
    }

    private Check rule(
            String name,
            Target target,
            Values values,
            MeasureSpec measured,
            @Nullable Proportion proportion,
            @Nullable SeriesRule series) {
        return new Check(
                new CheckId(name),
                values.get(CheckFields.TITLE).orElse(name),
                target.name(),
                values.get(CheckFields.EVERY),
                limit(values, measured),
                values.get(CheckFields.WARN),
                CheckFields.sustain(values),
                values.get(CheckFields.NO_DATA),
                values.get(CheckFields.ON_ERROR)
                        .orElse(measured.reachability() ? WhenUnmeasured.FAIL : WhenUnmeasured.INCONCLUSIVE),
                measured.reachability(),
                values.get(CheckFields.ON_BREACH),
                Optional.ofNullable(proportion),
                answers(values, measured, series),
                Optional.ofNullable(series),
                values.get(CheckFields.ROLLBACK_WHEN),
                values.get(CheckFields.MIN_COVERAGE),
                values.get(CheckFields.TOLERATE),
                Set.copyOf(SeriesLimits.windows(values, windows)));
    }

    private static boolean isExpected(Values values, MeasureSpec measured) {
        if (measured.reachability() || measured.usual().isPresent() || values.isGiven(CheckFields.EXPECT)) {
            return true;
        }
        values.map().report("expected \"expect\" with a limit for " + measured.words() + ", found no such key");
        return false;
    }

    private static boolean isTimely(Values values) {
        Duration every = values.get(CheckFields.EVERY);
        if (CheckFields.timeout(values).compareTo(every) <= 0) {
            return true;
        }
        values.cursor(CheckFields.TIMEOUT)
                .report("expected at most the interval of " + Durations.writeExactly(every) + ", found \""
                        + Durations.writeExactly(CheckFields.timeout(values)) + '"');
        return false;
    }

    private boolean knowsItsWindows(Values values) {
        return windows.areKnown(values.get(CheckFields.WINDOWS), values.cursor(CheckFields.WINDOWS));
    }

    private static boolean isChance(Values values) {
        double alpha = values.get(CheckFields.ALPHA);
        if (alpha > 0 && alpha < 1) {
            return true;
        }
        values.cursor(CheckFields.ALPHA).expected("more than 0% and less than 100%");
        return false;
    }

    private boolean isCovered(Values values) {
        if (values.get(CheckFields.MIN_COVERAGE) <= 0) {
            values.cursor(CheckFields.MIN_COVERAGE).expected("more than 0%, because a verdict needs evidence");
            return false;
        }
        List<String> own = values.get(CheckFields.WINDOWS);
        boolean covered = true;
        for (WindowSpec window : windows.valid()) {
            if (own.isEmpty() || own.contains(window.name())) {
                covered = isCovered(values, window) && covered;
            }
        }
        return covered;
    }

    private static boolean isCovered(Values values, WindowSpec window) {
        Duration every = window.intervalOf(values.get(CheckFields.EVERY));
        Duration judged = window.until().minus(window.from()).minus(window.settle());
        long samples = judged.dividedBy(every);
        boolean ownInterval = every.equals(values.get(CheckFields.EVERY)); // else the window says it
        if (samples >= WindowFields.LEAST_SAMPLES || !ownInterval) {
            return true;
        }
        values.cursor(CheckFields.EVERY)
                .report("expected at least " + WindowFields.LEAST_SAMPLES + " samples in window " + window.name()
                        + ", found "
                        + samples + ": one every " + Durations.writeExactly(every) + " in "
                        + Durations.writeExactly(judged)
                        + "; ask more often, or leave the window out with \"windows\"");
        return false;
    }

    /** Said once, for the first check, since one line in the configuration mends it for all. */
    private void warnThatNobodyRollsBack(Values values) {
        boolean wanted = values.get(CheckFields.ON_BREACH) == OnBreach.ROLLBACK
                || values.get(CheckFields.ROLLBACK_WHEN).isPresent();
        boolean nobody = rollback != null
                && rollback.mode() == Mode.SIGNAL
                && rollback.to().isEmpty();
        if (wanted && nobody && !saidThatNobodyRollsBack) {
            saidThatNobodyRollsBack = true;
            values.cursor(values.isGiven(CheckFields.ON_BREACH) ? CheckFields.ON_BREACH : CheckFields.ROLLBACK_WHEN)
                    .report("expected a receiver in rollback.to, because this check asks for a rollback, found none;"
                            + " add one there, such as a webhook, or set rollback.mode to advise or off");
        }
    }
}
