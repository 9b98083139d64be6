package dev.probation.agent.web.webhook;

import dev.probation.agent.web.exchange.HttpProblem;
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

/** What another system says in JSON. What is not as it must be is said by its path; what else there is may grow. */
final class JsonPayload {

    private static final int LONGEST = 1_000;
    private static final int LAST_YEAR = 9_999;

    private final JsonObject json;
    private final String path;

    private JsonPayload(JsonObject json, String path) {
        this.json = json;
        this.path = path;
    }

    static JsonPayload of(Buffer body) {
        if (body.length() == 0) {
            throw HttpProblem.badRequest("expected a JSON object as the body, but found none");
        }
        try {
            if (Json.decodeValue(body) instanceof JsonObject json) {
                return new JsonPayload(json, "");
            }
        } catch (DecodeException notJson) {
            throw HttpProblem.badRequest("expected a JSON object as the body, but found something that is not JSON");
        }
        throw HttpProblem.badRequest("expected a JSON object as the body, but found something else");
    }

    JsonPayload object(String name) {
        Object value = json.getValue(name);
        if (value == null) {
            throw missing(name, "an object");
        }
        return objectIfAny(name).orElseThrow(() -> wrong(name, "an object"));
    }

    /** The object, where it is one. */
    Optional<JsonPayload> objectIfAny(String name) {
        return json.getValue(name) instanceof JsonObject found
                ? Optional.of(new JsonPayload(found, at(name)))
                : Optional.empty();
    }

    /** The object, where it is one, or is written as a text. */
    Optional<JsonPayload> objectOrWritten(String name) {
        if (json.getValue(name) instanceof String text) {
            try {
                return Json.decodeValue(text) instanceof JsonObject found
                        ? Optional.of(new JsonPayload(found, at(name)))
                        : Optional.empty();
            } catch (DecodeException notJson) {
                return Optional.empty();
            }
        }
        return objectIfAny(name);
    }

    /** A text that must be there, on one line. */
    String line(String name) {
        return optionalLine(name).orElseThrow(() -> missing(name, "a text"));
    }

    Optional<String> optionalLine(String name) {
        Object value = json.getValue(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text && isLine(text)) {
            return Optional.of(text);
        }
        throw wrong(name, "a text of 1 to " + LONGEST + " visible characters on one line");
    }

    /** Whether a text can stand in a log, a report or a name: on one line, neither empty nor long, and to be seen. */
    static boolean isLine(String text) {
        return !text.isBlank() && text.length() <= LONGEST && text.codePoints().allMatch(JsonPayload::isVisible);
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

    /** A text of any characters that must be there. */
    String text(String name, int most) {
        if (json.getValue(name) instanceof String text && !text.isEmpty() && text.length() <= most) {
            return text;
        }
        throw wrong(name, "a text of 1 to " + most + " characters");
    }

    Instant instant(String name) {
        return optionalInstant(name).orElseThrow(() -> missing(name, "an instant such as 2026-01-31T10:00:00Z"));
    }

    Optional<Instant> optionalInstant(String name) {
        return optionalLine(name)
                .map(text ->
                        instantOf(text).orElseThrow(() -> wrong(name, "an instant such as" + " 2026-01-31T10:00:00Z")));
    }

    static Optional<Instant> instantOf(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return Optional.of(time)
                    .filter(each -> each.getYear() >= 0 && each.getYear() <= LAST_YEAR)
                    .map(OffsetDateTime::toInstant);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** A number of things; none where it is not there. */
    int count(String name) {
        Object value = json.getValue(name);
        if (value == null) {
            return 0;
        }
        if (value instanceof Integer count && count >= 0) {
            return count;
        }
        throw wrong(name, "a whole number from 0");
    }

    List<JsonPayload> objects(String name, int most) {
        if (!(json.getValue(name) instanceof JsonArray array)) {
            throw wrong(name, "a list of objects");
        }
        if (array.size() > most) {
            throw wrong(name, "at most " + most + " of them");
        }
        List<JsonPayload> objects = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            if (!(array.getValue(i) instanceof JsonObject item)) {
                throw wrong(name + '[' + i + ']', "an object");
            }
            objects.add(new JsonPayload(item, at(name) + '[' + i + ']'));
        }
        return objects;
    }

    /** A map of texts. */
    Map<String, String> texts(String name, int most) {
        if (!(json.getValue(name) instanceof JsonObject map)) {
            throw wrong(name, "a map of texts");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : map) {
            if (!(entry.getValue() instanceof String text)) {
                throw wrong(name, "a map of texts");
            }
            texts.put(entry.getKey(), text);
        }
        if (texts.size() > most) {
            throw wrong(name, "at most " + most + " of them");
        }
        return texts;
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + '.' + name;
    }

    HttpProblem missing(String name, String expected) {
        return HttpProblem.badRequest('"' + at(name) + "\": expected " + expected + ", but found none");
    }

    HttpProblem wrong(String name, String expected) {
        return HttpProblem.badRequest('"' + at(name) + "\": expected " + expected + ", but found other than that");
    }
}
