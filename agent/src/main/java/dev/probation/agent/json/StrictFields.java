package dev.probation.agent.json;

import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a caller must send: the fields of a JSON object, or the parameters of a query. Whatever is not as it must be is
 * refused with an {@link InvalidInputException} that names the field, what was expected and what was found.
 */
public final class StrictFields {

    private static final int LONGEST = 1_000;
    private static final int LONGEST_SHOWN = 100;
    private static final int LAST_YEAR = 9_999;
    private static final String INSTANT = "an instant such as 2026-01-31T10:00:00Z";

    private final String noun;
    private final String path;
    private final JsonObject values;

    private StrictFields(String noun, String path, JsonObject values) {
        this.noun = noun;
        this.path = path;
        this.values = values;
    }

    /** The fields of a body, which must be a JSON object. */
    public static StrictFields ofBody(@Nullable Buffer body) {
        if (body == null || body.length() == 0) {
            throw noObject("none");
        }
        try {
            if (Json.decodeValue(body) instanceof JsonObject object) {
                return new StrictFields("field", "", object);
            }
        } catch (DecodeException notJson) {
            throw noObject("something that is not JSON");
        }
        throw noObject("something else");
    }

    private static InvalidInputException noObject(String found) {
        return new InvalidInputException("expected a JSON object as the body, but found " + found);
    }

    /** The parameters of a query. */
    public static StrictFields ofQuery(Map<String, String> parameters) {
        return new StrictFields("parameter", "", new JsonObject(new LinkedHashMap<>(parameters)));
    }

    /** The same, where there are no others than these. */
    public StrictFields only(String... known) {
        TreeSet<String> unknown = new TreeSet<>(values.fieldNames());
        unknown.removeAll(List.of(known));
        if (unknown.isEmpty()) {
            return this;
        }
        String expected = known.length == 0 ? "none" : String.join(", ", known);
        throw new InvalidInputException(
                "unknown " + noun + ' ' + shown(at(unknown.first())) + "; expected " + expected);
    }

    /** A text that must be there, on one line and not blank. */
    public String line(String name) {
        return optionalLine(name).filter(text -> !text.isBlank()).orElseThrow(() -> missing(name, "a text"));
    }

    /** A text without control characters. */
    public Optional<String> optionalLine(String name) {
        return optionalText(name, LONGEST).map(text -> requireLine(name, text));
    }

    /** The same, of a certain form. */
    public Optional<String> optionalLine(String name, Predicate<String> form, String expected) {
        Optional<String> line = optionalLine(name);
        line.filter(form.negate()).ifPresent(text -> {
            throw wrong(name, expected);
        });
        return line;
    }

    private String requireLine(String name, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw wrong(name, "text without control characters");
        }
        return requireWhole(name, text);
    }

    /** No encoder takes the half of a pair. */
    private String requireWhole(String name, String text) {
        if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw wrong(name, "text without broken characters");
        }
        return text;
    }

    /** A text that must be there, on one line, every character of which can be seen. */
    public String visibleLine(String name) {
        return optionalVisibleLine(name).orElseThrow(() -> missing(name, "a text"));
    }

    public Optional<String> optionalVisibleLine(String name) {
        Optional<String> line = optionalText(name, LONGEST);
        line.filter(text -> !isVisibleLine(text)).ifPresent(text -> {
            throw wrong(name, "a text of visible characters on one line");
        });
        return line;
    }

    /** Whether a text can stand in a log, a report or a name: on one line, neither empty nor long, and to be seen. */
    public static boolean isVisibleLine(String text) {
        return !text.isBlank() && text.length() <= LONGEST && text.codePoints().allMatch(StrictFields::isVisible);
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    /** A text that must be there and not be blank; it may have several lines. */
    public String paragraph(String name) {
        return optionalParagraph(name).filter(text -> !text.isBlank()).orElseThrow(() -> missing(name, "a text"));
    }

    public Optional<String> optionalParagraph(String name) {
        Optional<String> paragraph = optionalText(name, LONGEST).map(text -> requireWhole(name, text));
        paragraph
                .filter(text -> text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t'))
                .ifPresent(text -> {
                    throw wrong(name, "text without control characters");
                });
        return paragraph;
    }

    /** A text of 1 to {@code most} characters of any kind, which must be there. */
    public String text(String name, int most) {
        return optionalText(name, most)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> missing(name, "a text of 1 to " + most + " characters"));
    }

    /** A text of at most {@code most} characters of any kind. */
    public Optional<String> optionalText(String name, int most) {
        Object value = values.getValue(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw wrong(name, "a text");
        }
        if (text.length() > most) {
            throw refused(name, "at most " + most + " characters", String.valueOf(text.length()));
        }
        return Optional.of(text);
    }

    /** A list of texts of one line each, of which there must be at least one. */
    public List<String> lines(String name) {
        List<String> lines = new ArrayList<>();
        for (Object item : list(name, "a list of texts", LONGEST)) {
            if (!(item instanceof String line)) {
                throw refused(name, "a list of texts", described(item) + " in it");
            }
            if (line.length() > LONGEST) {
                throw refused(name, "at most " + LONGEST + " characters", String.valueOf(line.length()));
            }
            lines.add(requireLine(name, line));
        }
        if (lines.isEmpty()) {
            throw refused(name, "a list of texts", "an empty list");
        }
        return lines;
    }

    public boolean flag(String name) {
        Object value = values.getValue(name);
        if (value != null && !(value instanceof Boolean)) {
            throw wrong(name, "true or false");
        }
        return Boolean.TRUE.equals(value);
    }

    public Instant instant(String name) {
        return optionalInstant(name).orElseThrow(() -> missing(name, INSTANT));
    }

    public Optional<Instant> optionalInstant(String name) {
        return optionalLine(name).map(text -> parseInstant(text).orElseThrow(() -> wrong(name, INSTANT)));
    }

    /** The instant, or empty where the text is none of the first ten thousand years. */
    public static Optional<Instant> parseInstant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text))
                    .filter(time -> time.getYear() >= 0 && time.getYear() <= LAST_YEAR)
                    .map(OffsetDateTime::toInstant);
        } catch (DateTimeParseException notAnInstant) {
            return Optional.empty();
        }
    }

    /** A number of things; none where it is not there. */
    public int count(String name) {
        Object value = values.getValue(name);
        if (value == null) {
            return 0;
        }
        if (value instanceof Integer count && count >= 0) {
            return count;
        }
        throw wrong(name, "a whole number from 0");
    }

    /** A whole number from 1 to {@code most}, written as text. */
    public Optional<Integer> writtenNumber(String name, int most) {
        return optionalLine(
                        name,
                        text -> text.matches("\\d{1,6}") && isBetween(text, most),
                        "a whole number from 1 to " + most)
                .map(Integer::valueOf);
    }

    private static boolean isBetween(String digits, int most) {
        int number = Integer.parseInt(digits);
        return number >= 1 && number <= most;
    }

    /** The fields of an object that must be there. */
    public StrictFields object(String name) {
        if (values.getValue(name) == null) {
            throw missing(name, "an object");
        }
        return objectIfAny(name).orElseThrow(() -> wrong(name, "an object"));
    }

    /** The fields of what is there, where it is an object. */
    public Optional<StrictFields> objectIfAny(String name) {
        return values.getValue(name) instanceof JsonObject object
                ? Optional.of(within(name, object))
                : Optional.empty();
    }

    /** The same, where the object may also be written as a text. */
    public Optional<StrictFields> objectOrWritten(String name) {
        return values.getValue(name) instanceof String text
                ? JsonTree.parse(text).object().map(object -> within(name, object))
                : objectIfAny(name);
    }

    /** The fields of each object of a list that must be there. */
    public List<StrictFields> objects(String name, int most) {
        List<StrictFields> objects = new ArrayList<>();
        for (Object item : list(name, "a list of objects", most)) {
            String element = name + '[' + objects.size() + ']';
            if (!(item instanceof JsonObject object)) {
                throw refused(element, "an object", described(item));
            }
            objects.add(within(element, object));
        }
        return objects;
    }

    /** A map of texts that must be there. */
    public Map<String, String> texts(String name, int most) {
        if (!(values.getValue(name) instanceof JsonObject map)) {
            throw wrong(name, "a map of texts");
        }
        if (map.size() > most) {
            throw refused(name, "at most " + most + " of them", String.valueOf(map.size()));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : map) {
            if (!(entry.getValue() instanceof String text)) {
                throw refused(name, "a map of texts", described(entry.getValue()) + " in it");
            }
            texts.put(entry.getKey(), text);
        }
        return texts;
    }

    private JsonArray list(String name, String expected, int most) {
        if (!(values.getValue(name) instanceof JsonArray list)) {
            throw wrong(name, expected);
        }
        if (list.size() > most) {
            throw refused(name, "at most " + most + " of them", String.valueOf(list.size()));
        }
        return list;
    }

    private StrictFields within(String name, JsonObject object) {
        return new StrictFields(noun, at(name), object);
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + '.' + name;
    }

    /** That a field is missing. */
    public InvalidInputException missing(String name, String expected) {
        return refused(name, expected, "none");
    }

    /** That a field, or what it holds, is not what was expected. */
    public InvalidInputException wrong(String name, String expected) {
        return refused(name, expected, described(values.getValue(name)));
    }

    private InvalidInputException refused(String name, String expected, String found) {
        return new InvalidInputException(
                noun + ' ' + shown(at(name)) + ": expected " + expected + ", but found " + found);
    }

    private static String described(@Nullable Object value) {
        if (value == null) {
            return "none";
        }
        if (value instanceof JsonObject) {
            return "an object";
        }
        return value instanceof JsonArray ? "a list" : shown(value.toString());
    }

    private static String shown(String text) {
        return '"' + Sanitizer.LOG.line(Truncation.brief(text, LONGEST_SHOWN)) + '"';
    }
}
