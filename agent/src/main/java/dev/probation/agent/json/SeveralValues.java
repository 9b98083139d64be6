package dev.probation.agent.json;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One field that holds several values: a list, or a map of texts.
 *
 * @param name the field's
 * @param value what was found
 */
record SeveralValues(
        FieldErrors errors, String name, @Nullable Object value) {

    private static final String LINES = "a list of texts";

    /** The texts of a list, of one line each, of which there must be at least one. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Object item : list(LINES, TextForm.LONGEST)) {
            lines.add(line(item));
        }
        if (lines.isEmpty()) {
            throw errors.refused(name, LINES, "an empty list");
        }
        return lines;
    }

    private String line(Object item) {
        if (!(item instanceof String line)) {
            throw errors.wrongWithin(name, LINES, item);
        }
        if (line.length() > TextForm.LONGEST) {
            throw errors.tooMany(name, TextForm.LONGEST, "characters", line.length());
        }
        TextForm.LINE.expectedInPlaceOf(line).ifPresent(expected -> {
            throw errors.wrong(name, expected, value);
        });
        return line;
    }

    /** The fields of each object of a list. */
    List<StrictFields> objects(int most) {
        List<StrictFields> objects = new ArrayList<>();
        for (Object item : list("a list of objects", most)) {
            String element = name + '[' + objects.size() + ']';
            if (!(item instanceof JsonObject object)) {
                throw errors.wrong(element, "an object", item);
            }
            objects.add(new StrictFields(errors.within(element), object));
        }
        return objects;
    }

    /** The texts of a map. */
    Map<String, String> texts(int most) {
        String expected = "a map of texts";
        if (!(value instanceof JsonObject map)) {
            throw errors.wrong(name, expected, value);
        }
        if (map.size() > most) {
            throw errors.tooMany(name, most, "of them", map.size());
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : map) {
            if (!(entry.getValue() instanceof String text)) {
                throw errors.wrongWithin(name, expected, entry.getValue());
            }
            texts.put(entry.getKey(), text);
        }
        return texts;
    }

    private JsonArray list(String expected, int most) {
        if (!(value instanceof JsonArray list)) {
            throw errors.wrong(name, expected, value);
        }
        if (list.size() > most) {
            throw errors.tooMany(name, most, "of them", list.size());
        }
        return list;
    }
}
