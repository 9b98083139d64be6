package dev.probation.agent.json;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
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

    private static final String INSTANT = "an instant such as 2026-01-31T10:00:00Z";

    private final FieldErrors errors;
    private final JsonObject values;

    StrictFields(FieldErrors errors, JsonObject values) {
        this.errors = errors;
        this.values = values;
    }

    /** The fields of a body, which must be a JSON object. */
    public static StrictFields ofBody(@Nullable Buffer body) {
        if (body == null || body.length() == 0) {
            throw noObject("none");
        }
        try {
            if (Json.decodeValue(body) instanceof JsonObject object) {
                return new StrictFields(new FieldErrors("field", ""), object);
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
        return new StrictFields(new FieldErrors("parameter", ""), new JsonObject(new LinkedHashMap<>(parameters)));
    }

    /** The same, where there are no others than these. */
    public StrictFields only(String... known) {
        TreeSet<String> unknown = new TreeSet<>(values.fieldNames());
        unknown.removeAll(List.of(known));
        if (unknown.isEmpty()) {
            return this;
        }
        throw errors.unknown(unknown.first(), List.of(known));
    }

    /** A text that must be there, on one line and not blank. */
    public String line(String name) {
        return optionalLine(name).filter(text -> !text.isBlank()).orElseThrow(() -> missing(name, "a text"));
    }

    /** A text without control characters. */
    public Optional<String> optionalLine(String name) {
        return text(name, TextForm.LINE);
    }

    /** The same, of a certain form. */
    public Optional<String> optionalLine(String name, Predicate<String> form, String expected) {
        Optional<String> line = optionalLine(name);
        line.filter(form.negate()).ifPresent(text -> {
            throw wrong(name, expected);
        });
        return line;
    }

    /** A text that must be there, on one line, every character of which can be seen. */
    public String visibleLine(String name) {
        return optionalVisibleLine(name).orElseThrow(() -> missing(name, "a text"));
    }

    public Optional<String> optionalVisibleLine(String name) {
        return text(name, TextForm.VISIBLE_LINE);
    }

    /** A text that must be there and not be blank; it may have several lines. */
    public String paragraph(String name) {
        return optionalParagraph(name).filter(text -> !text.isBlank()).orElseThrow(() -> missing(name, "a text"));
    }

    public Optional<String> optionalParagraph(String name) {
        return text(name, TextForm.PARAGRAPH);
    }

    private Optional<String> text(String name, TextForm form) {
        Optional<String> text = optionalText(name, TextForm.LONGEST);
        text.flatMap(form::expectedInPlaceOf).ifPresent(expected -> {
            throw wrong(name, expected);
        });
        return text;
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
            throw errors.tooMany(name, most, "characters", text.length());
        }
        return Optional.of(text);
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
        return optionalLine(name).map(text -> InstantText.parse(text).orElseThrow(() -> wrong(name, INSTANT)));
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

    private StrictFields within(String name, JsonObject object) {
        return new StrictFields(errors.within(name), object);
    }

    /** A list of texts of one line each, of which there must be at least one. */
    public List<String> lines(String name) {
        return several(name).lines();
    }

    /** The fields of each object of a list that must be there. */
    public List<StrictFields> objects(String name, int most) {
        return several(name).objects(most);
    }

    /** A map of texts that must be there. */
    public Map<String, String> texts(String name, int most) {
        return several(name).texts(most);
    }

    private SeveralValues several(String name) {
        return new SeveralValues(errors, name, values.getValue(name));
    }

    /** That a field is missing. */
    public InvalidInputException missing(String name, String expected) {
        return errors.missing(name, expected);
    }

    /** That a field, or what it holds, is not what was expected. */
    public InvalidInputException wrong(String name, String expected) {
        return errors.wrong(name, expected, values.getValue(name));
    }
}
