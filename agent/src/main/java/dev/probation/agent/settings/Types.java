package dev.probation.agent.settings;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.probation.agent.text.Nearest;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Expected;
import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.expectation.Unit;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The single values that a configuration is made of. Each schema also lets a variable stand in its place. */
public final class Types {

    private static final String VARIABLE = "\\$\\{";
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,9}");
    private static final Pattern DECIMAL = Pattern.compile("-?(?:\\d{1,9}(?:\\.\\d{1,15})?|\\.\\d{1,15})");
    private static final Duration LONGEST = Duration.ofDays(3_660);
    /** Each step may cost as much for each character of a text as the whole of a plain word. */
    private static final int LONGEST_PATTERN = 500;

    private Types() {}

    /** Any text that is not empty, numbers and truth values included, as they are written. */
    public static Type<String> text() {
        return text("a text", Optional::of);
    }

    /**
     * A text of a certain form.
     *
     * @param parser empty where it is not of that form; throws {@link IllegalArgumentException} with a message of its own
     */
    public static <T> Type<T> text(String expected, Function<String, Optional<T>> parser) {
        return new ScalarType<>(
                expected,
                scalar -> scalar.text().isEmpty() ? Optional.empty() : parser.apply(scalar.text()),
                Map.of("type", List.of("string", "number", "boolean"), "minLength", 1));
    }

    /** The same with a pattern for editors; a variable may stand in its place. */
    public static <T> Type<T> text(String expected, String pattern, Function<String, Optional<T>> parser) {
        return new ScalarType<>(
                expected,
                scalar -> parser.apply(scalar.text()),
                Map.of("type", "string", "pattern", "^(" + pattern + ")$|" + VARIABLE));
    }

    /** The same, with what editors and tables call it. */
    public static <T> Type<T> titled(String title, Type<T> type) {
        return new TitledType<>(title, type);
    }

    /** {@code true} or {@code false}. */
    public static Type<Boolean> flag() {
        return new ScalarType<>(
                "true or false", Types::parseFlag, Map.of("type", List.of("boolean", "string"), "pattern", VARIABLE));
    }

    /** {@code true}, {@code false}, or one other word, each of which {@code meaning} is asked for. */
    public static <T> Type<T> flagOr(String word, Function<String, T> meaning) {
        return titled(
                "`true`, `false` or `" + word + '`',
                new ScalarType<>(
                        "true, false or " + word,
                        scalar -> scalar.text().equals(word)
                                ? Optional.of(meaning.apply(word))
                                : parseFlag(scalar).map(flag -> meaning.apply(String.valueOf(flag))),
                        Map.of(
                                "anyOf",
                                List.of(
                                        Map.of("type", "boolean"),
                                        Map.of("enum", List.of(word)),
                                        Map.of("type", "string", "pattern", VARIABLE)))));
    }

    private static Optional<Boolean> parseFlag(Node.Scalar scalar) {
        if (scalar.quoted()) {
            return Optional.empty();
        }
        return switch (scalar.text()) {
            case "true", "True", "TRUE" -> Optional.of(true);
            case "false", "False", "FALSE" -> Optional.of(false);
            case "on", "yes", "off", "no" ->
                throw new IllegalArgumentException("expected true or false, found " + scalar.words() + "; did you mean "
                        + (scalar.text().equals("on") || scalar.text().equals("yes")) + "?");
            default -> Optional.empty();
        };
    }

    /** A whole number from {@code least} to {@code most}. */
    public static Type<Integer> integer(int least, int most) {
        return new ScalarType<>(
                "a whole number from " + least + " to " + most,
                scalar -> Optional.of(scalar)
                        .filter(s -> !s.quoted() && INTEGER.matcher(s.text()).matches())
                        .map(s -> Integer.parseInt(s.text()))
                        .filter(number -> number >= least && number <= most),
                Map.of("type", List.of("integer", "string"), "minimum", least, "maximum", most, "pattern", VARIABLE));
    }

    /**
     * The same, or a text of another form.
     *
     * @param otherwise what may be written instead, for "expected ..., or ..., found"
     * @param pattern of that, for editors
     * @param parser of both; empty where it is of neither form, throws {@link IllegalArgumentException} with a message of its own
     */
    public static <T> Type<T> integerOr(
            int least, int most, String otherwise, String pattern, Function<String, Optional<T>> parser) {
        return new ScalarType<>(
                "a whole number from " + least + " to " + most + ", or " + otherwise,
                scalar -> parser.apply(scalar.text()),
                Map.of(
                        "type",
                        List.of("integer", "string"),
                        "minimum",
                        least,
                        "maximum",
                        most,
                        "pattern",
                        "^(" + pattern + ")$|" + VARIABLE));
    }

    /** A number between 0 and 1, both left out. */
    public static Type<Double> fraction() {
        return new ScalarType<>(
                "a number between 0 and 1, such as 0.95",
                scalar -> Optional.of(scalar)
                        .filter(s -> !s.quoted() && DECIMAL.matcher(s.text()).matches())
                        .map(s -> Double.parseDouble(s.text()))
                        .filter(number -> number > 0 && number < 1),
                Map.of(
                        "type",
                        List.of("number", "string"),
                        "exclusiveMinimum",
                        0,
                        "exclusiveMaximum",
                        1,
                        "pattern",
                        VARIABLE));
    }

    /** A duration that is longer than nothing, at most ten years. */
    public static Type<Duration> duration() {
        return durationFrom(Duration.ofMillis(1));
    }

    /** A duration of at least {@code least}, at most ten years. */
    public static Type<Duration> durationFrom(Duration least) {
        String expected = "a duration such as 90s or 1h30m"
                + (least.toMillis() > 1 ? ", at least " + Durations.writeExactly(least) : "");
        return titled(
                "duration",
                text(expected, "([0-9]+(\\.[0-9]+)?(d|h|ms|m|s))+", text -> parseDuration(text, expected, least)));
    }

    /** The same, or {@code off}, which is none. */
    public static Type<Optional<Duration>> durationOrOff(Duration least) {
        String expected = "off, or a duration such as 90s or 1h30m, at least " + Durations.writeExactly(least);
        return titled("duration, or `off`", text(expected, "off|([0-9]+(\\.[0-9]+)?(d|h|ms|m|s))+", text -> {
            Optional<Duration> read = text.equals("off") ? Optional.empty() : parseDuration(text, expected, least);
            return text.equals("off") || read.isPresent() ? Optional.of(read) : Optional.empty();
        }));
    }

    private static Optional<Duration> parseDuration(String text, String expected, Duration least) {
        if (INTEGER.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "expected " + expected + ", found \"" + text + "\" without a unit; did you mean " + text + "s?");
        }
        return Durations.parse(text)
                .filter(duration -> duration.compareTo(least) >= 0 && duration.compareTo(LONGEST) <= 0);
    }

    /** A share written in percent, from 0 % to 100 %; the value is from 0 to 1. */
    public static Type<Double> percentage() {
        String expected = "a percentage from 0% to 100%";
        return titled("percentage", text(expected, "[0-9.]+ *%", text -> parsePercentage(text, expected)));
    }

    private static Optional<Double> parsePercentage(String text, String expected) {
        if (DECIMAL.matcher(text).matches()) {
            BigDecimal number = new BigDecimal(text);
            BigDecimal meant = number.compareTo(BigDecimal.ONE) <= 0 ? number.movePointRight(2) : number;
            throw new IllegalArgumentException("expected " + expected + ", found \"" + text + "\"; did you mean "
                    + meant.stripTrailingZeros().toPlainString() + "%?");
        }
        Quantity quantity = Quantity.parse(text);
        return Optional.of(quantity.base())
                .filter(share -> quantity.unit() == Unit.PERCENT && share >= 0 && share <= 1);
    }

    /** A comparison such as {@code < 500ms}. */
    public static Type<Expectation> expectation() {
        return titled(
                "comparison",
                text(
                        "a comparison such as \"< 500ms\"",
                        "\\s*([<>=!]=?|between ).*",
                        text -> Optional.of(Expectation.parse(text))));
    }

    /** A comparison such as {@code < 500ms}, or one with the baseline, or of the trend. */
    public static Type<Expected> expected() {
        return titled(
                "comparison",
                text(
                        "a comparison such as \"< 500ms\", \"<= baseline + 10%\" or \"trend < 1%/h\"",
                        "\\s*([<>=!]=?|between |trend ).*", text -> Optional.of(Expected.parse(text))));
    }

    /** The unit of a number. */
    public static Type<Unit> unit() {
        List<String> symbols = Arrays.stream(Unit.values())
                .map(Unit::symbol)
                .filter(symbol -> !symbol.isEmpty())
                .toList();
        return choice(symbols, symbol -> Unit.of(symbol).orElseThrow());
    }

    /** One of an enum's constants, in lower case with dashes. */
    public static <E extends Enum<E>> Type<E> choice(Class<E> constants) {
        Map<String, E> labels = Arrays.stream(constants.getEnumConstants())
                .collect(Collectors.toMap(Types::label, Function.identity()));
        return choice(
                Arrays.stream(constants.getEnumConstants()).map(Types::label).toList(),
                label -> Objects.requireNonNull(labels.get(label)));
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One of the given words. */
    public static <T> Type<T> choice(List<String> words, Function<String, T> meaning) {
        String expected = words.size() == 1 ? words.get(0) : "one of " + String.join(", ", words);
        List<Object> schema = new ArrayList<>(words);
        return new ScalarType<>(
                expected,
                scalar -> {
                    if (words.contains(scalar.text())) {
                        return Optional.of(meaning.apply(scalar.text()));
                    }
                    throw new IllegalArgumentException("expected " + expected + ", found " + scalar.words()
                            + Nearest.to(scalar.text(), words)
                                    .map(near -> "; did you mean \"" + near + "\"?")
                                    .orElse(""));
                },
                Map.of("anyOf", List.of(Map.of("enum", schema), Map.of("type", "string", "pattern", VARIABLE))));
    }

    /** A regular expression that is matched in a time linear in the text, whatever the text: RE2 syntax. */
    public static Type<Pattern> pattern() {
        return titled("regular expression", text("a regular expression", text -> Optional.of(pattern(text))));
    }

    private static Pattern pattern(String text) {
        try {
            Pattern pattern = Pattern.compile(text);
            if (pattern.programSize() > LONGEST_PATTERN) {
                throw new IllegalArgumentException("expected a regular expression of at most " + LONGEST_PATTERN
                        + " steps, found one of " + pattern.programSize()
                        + "; shorten it, or the repetitions such as {100} in it");
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "expected a regular expression of RE2, which has no look-around and no back-references, found \""
                            + text + "\": " + e.getDescription() + " at \"" + e.getPattern() + '"',
                    e);
        }
    }

    /** One value, or a list of them. */
    public static <T> Type<List<T>> listOf(Type<T> item) {
        return new ListType<>(item);
    }

    /** A map from names to values, in the order written. */
    public static <T> Type<Map<String, T>> mapOf(Type<T> value) {
        return new MapType<>(MapType.Names.CHECKED, value);
    }

    /** A map whose keys are any text. */
    public static <T> Type<Map<String, T>> mapOfAny(Type<T> value) {
        return new MapType<>(MapType.Names.ANY, value);
    }
}
