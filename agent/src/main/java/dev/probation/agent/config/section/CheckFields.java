package dev.probation.agent.config.section;

import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.check.Check.WhenUnmeasured;
import dev.probation.rules.check.Proportion;
import dev.probation.rules.check.SharperLimit;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Expected;
import dev.probation.rules.expectation.Failures;
import dev.probation.rules.expectation.Sustain;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields that checks of all kinds have. */
final class CheckFields {

    private static final Pattern SHARPER = Pattern.compile("(.+?)\\s+for\\s+(\\S+)\\s*");
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(5);

    private static final Type<SharperLimit> SHARPER_LIMIT = Types.text(
            "a limit and how long, such as \"> 5% for 30s\"", ".+ for +[0-9a-z.]+", CheckFields::parseSharperLimit);

    private static final Type<Failures> FAILURES_FORM = Types.titled(
            "whole number, or `3 of 5`",
            Types.integerOr(
                    1,
                    Failures.MOST,
                    "a number of the newest samples such as 3 of 5",
                    "[0-9]+ +of +[0-9]+",
                    Failures::parse));

    static final Field<Optional<String>> TITLE =
            Field.optional("title", Types.text(), "What people call it. Default: its name.");
    static final Field<Duration> EVERY = Field.written(
            "every", Types.durationFrom(Duration.ofMillis(100)), "15s", "The interval between two samples.");
    static final Field<Optional<Duration>> TIMEOUT = Field.optional(
            "timeout",
            Types.durationFrom(Duration.ofMillis(10)),
            "The deadline of one probe, over everything it does. Default: " + Durations.writeExactly(LONGEST_TIMEOUT)
                    + ", or four fifths of `every` if that is less.");
    static final Field<Optional<Expected>> EXPECT = Field.optional(
            "expect",
            Types.expected(),
            "What the value must satisfy, such as `< 500ms`, `between 10 and 20`, `<= baseline + 10%` or"
                    + " `trend < 1%/h`. Checks of the kinds http and alerts may leave it out.");
    static final Field<Optional<Expectation>> WARN = Field.optional(
            "warn", Types.expectation(), "A second, softer expectation. Missing it makes the verdict `warn`.");
    static final Field<Optional<Failures>> FAILURES = Field.optional(
            "failures",
            FAILURES_FORM,
            "How many bad samples make the check failing: `3` in a row, or `3 of 5`, three among the newest five."
                    + " If `for` is given as well, the first one met counts. Default: "
                    + Sustain.DEFAULT.failures().orElseThrow() + ", unless `for` is given.");
    static final Field<Optional<Duration>> FOR = Field.optional(
            "for", Types.durationFrom(Duration.ZERO), "How long the value must be bad until the check is failing.");
    static final Field<Integer> RECOVER =
            Field.written("recover", Types.integer(1, 100_000), "2", "How many good samples in a row end a failure.");
    static final Field<WhenUnmeasured> NO_DATA =
            Field.written("no-data", Types.choice(WhenUnmeasured.class), "inconclusive", "What missing data count as.");
    static final Field<Optional<WhenUnmeasured>> ON_ERROR = Field.optional(
            "on-error",
            Types.choice(WhenUnmeasured.class),
            "What an error counts as, when the target could not be measured. Default: `fail` for http,"
                    + " otherwise `inconclusive`.");
    static final Field<OnBreach> ON_BREACH = Field.written(
            "on-breach",
            Types.choice(OnBreach.class),
            "alert",
            "What a failing check does: `alert` notifies people, `rollback` also decides a rollback,"
                    + " `withhold` is for a shared dependency: while it fails, no rollback is decided.");
    static final Field<Optional<SharperLimit>> ROLLBACK_WHEN = Field.optional(
            "rollback-when",
            SHARPER_LIMIT,
            "A second, sharper limit that decides a rollback by itself, such as `> 5% for 30s`.");
    static final Field<Double> ALPHA = Field.written(
            "alpha",
            Types.percentage(),
            "1%",
            "For checks that count events, and for the answers of http checks: the probability of ever failing a service"
                    + " that is within its limit (false-alarm rate over the whole watch). All such checks of a service that"
                    + " may roll back share it.");
    static final Field<Integer> BURSTS = Field.written(
            "bursts",
            Types.integer(1, Proportion.MOST_BURSTS),
            Integer.toString(Proportion.BURSTS),
            "For checks that count events: how many bursts of bad events in 24 hours are forgiven, each shorter than `for`."
                    + " From the next on, all of them count together.");
    static final Field<Double> MIN_COVERAGE = Field.written(
            "min-coverage", Types.percentage(), "90%", "The share of the expected samples that a verdict needs.");
    static final Field<Double> TOLERATE = Field.written(
            "tolerate",
            Types.percentage(),
            "5%",
            "For checks that judge each sample: a window fails if more than this share of its samples, above its"
                    + " budget, was bad, also if they were never bad in a row. An http check is failing at once when the evidence"
                    + " says that more than this share of its answers is bad; `100%`: never for that reason.");
    static final Field<List<String>> WINDOWS = Field.defaulting(
            "windows",
            Types.listOf(Types.text()),
            List.of(),
            "The windows it belongs to. A `trend` leaves out those that end in less than six hours. Default: all.");

    static final List<Field<?>> ALL = List.of(
            EXPECT,
            EVERY,
            FAILURES,
            FOR,
            ON_BREACH,
            ROLLBACK_WHEN,
            WARN,
            RECOVER,
            WINDOWS,
            TITLE,
            TIMEOUT,
            NO_DATA,
            ON_ERROR,
            MIN_COVERAGE,
            TOLERATE,
            BURSTS,
            ALPHA);

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
        Optional<Failures> failures = values.get(FAILURES);
        Optional<Duration> lasting = values.get(FOR);
        if (failures.isEmpty() && lasting.isEmpty()) {
            return new Sustain(Sustain.DEFAULT.failures(), Optional.empty(), values.get(RECOVER));
        }
        return new Sustain(failures, lasting, values.get(RECOVER));
    }
}
