package dev.probation.agent.config.section;

import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.check.Check.WhenUnmeasured;
import dev.probation.rules.check.SharperLimit;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Expected;
import dev.probation.rules.expectation.Sustain;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields that checks of all kinds have. */
final class CheckFields {

    private static final Pattern SHARPER = Pattern.compile("(.+?)\\s+for\\s+(\\S+)\\s*");
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(5);

    private static final Type<SharperLimit> SHARPER_LIMIT = Types.text(
            "a limit and how long, such as \"> 5% for 30s\"", ".+ for +[0-9a-z.]+", CheckFields::parseSharperLimit);

    static final Field<Optional<String>> TITLE =
            Field.optional("title", Types.text(), "What people call it; the check's name where not given.");
    static final Field<Duration> EVERY = Field.written(
            "every", Types.durationFrom(Duration.ofMillis(100)), "15s", "The interval between two samples.");
    static final Field<Optional<Duration>> TIMEOUT = Field.optional(
            "timeout",
            Types.durationFrom(Duration.ofMillis(10)),
            "The deadline of one probe; 5s, or four fifths of the interval where that is less.");
    static final Field<Optional<Expected>> EXPECT = Field.optional(
            "expect",
            Types.expected(),
            "What the value must satisfy: < <= > >= == != or between, with a unit; <= baseline + 10% holds it against what"
                    + " it was before the deployment, trend < 1%/h tells a leak.");
    static final Field<Optional<Expectation>> WARN =
            Field.optional("warn", Types.expectation(), "A second expectation, which yields a warning.");
    static final Field<Optional<Integer>> FAILURES = Field.optional(
            "failures",
            Types.integer(1, 100_000),
            "Bad samples in a row before it is failing; 3 where neither this nor for is given.");
    static final Field<Optional<Duration>> FOR =
            Field.optional("for", Types.durationFrom(Duration.ZERO), "How long it is bad before it is failing.");
    static final Field<Integer> RECOVER =
            Field.written("recover", Types.integer(1, 100_000), "2", "Good samples in a row that end a failure.");
    static final Field<WhenUnmeasured> NO_DATA = Field.written(
            "no-data",
            Types.choice(WhenUnmeasured.class),
            "inconclusive",
            "What it counts as when there is nothing to say.");
    static final Field<Optional<WhenUnmeasured>> ON_ERROR = Field.optional(
            "on-error",
            Types.choice(WhenUnmeasured.class),
            "What it counts as when the target could not be measured; fail where reaching it is what is checked (http), "
                    + "else inconclusive.");
    static final Field<OnBreach> ON_BREACH = Field.written(
            "on-breach",
            Types.choice(OnBreach.class),
            "alert",
            "What a failing check means for the deployment; withhold is for what is not the release's own, and decides no"
                    + " rollback while it fails.");
    static final Field<Optional<SharperLimit>> ROLLBACK_WHEN = Field.optional(
            "rollback-when", SHARPER_LIMIT, "A sharper limit that decides a rollback by itself: \"> 5% for 30s\".");
    static final Field<Double> ALPHA = Field.written(
            "alpha",
            Types.percentage(),
            "1%",
            "Where events are counted: the chance that a share that is allowed is ever found too large; all shares of a"
                    + " service that may roll back share it.");
    static final Field<Double> MIN_COVERAGE = Field.written(
            "min-coverage", Types.percentage(), "90%", "The share of the expected samples that a verdict needs.");
    static final Field<List<String>> WINDOWS = Field.defaulting(
            "windows", Types.listOf(Types.text()), List.of(), "The windows it belongs to; all where not given.");

    static final List<Field<?>> ALL = List.of(
            TITLE,
            EVERY,
            TIMEOUT,
            EXPECT,
            WARN,
            FAILURES,
            FOR,
            RECOVER,
            NO_DATA,
            ON_ERROR,
            ON_BREACH,
            ROLLBACK_WHEN,
            ALPHA,
            MIN_COVERAGE,
            WINDOWS);

    private CheckFields() {}

    private static Optional<SharperLimit> parseSharperLimit(String text) {
        Matcher matcher = SHARPER.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Expectation breach = Expectation.parse(matcher.group(1));
        return Durations.parse(matcher.group(2)).map(lasting -> new SharperLimit(breach, lasting));
    }

    /** The limit of each value, where there is one. */
    static Optional<Expectation> limit(Values values) {
        return values.get(EXPECT).flatMap(Expected::limit);
    }

    static Duration timeout(Values values) {
        Duration most = values.get(EVERY).multipliedBy(4).dividedBy(5);
        return values.get(TIMEOUT).orElse(most.compareTo(LONGEST_TIMEOUT) < 0 ? most : LONGEST_TIMEOUT);
    }

    static Sustain sustain(Values values) {
        Optional<Integer> failures = values.get(FAILURES);
        Optional<Duration> lasting = values.get(FOR);
        if (failures.isEmpty() && lasting.isEmpty()) {
            return new Sustain(Sustain.DEFAULT.failures(), Optional.empty(), values.get(RECOVER));
        }
        return new Sustain(
                failures.isPresent() ? OptionalInt.of(failures.orElseThrow()) : OptionalInt.empty(),
                lasting,
                values.get(RECOVER));
    }
}
