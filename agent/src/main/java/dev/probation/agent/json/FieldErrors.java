package dev.probation.agent.json;

import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says of a field or parameter what was expected and what was found.
 *
 * @param noun what these are called
 * @param path of the object that they are in; empty where that is the whole
 */
record FieldErrors(String noun, String path) {

    private static final int LONGEST_SHOWN = 100;

    /** The same for what is in the object of this name. */
    FieldErrors within(String name) {
        return new FieldErrors(noun, at(name));
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + '.' + name;
    }

    InvalidInputException unknown(String name, List<String> known) {
        String expected = known.isEmpty() ? "none" : String.join(", ", known);
        return new InvalidInputException("unknown " + noun + ' ' + shown(at(name)) + "; expected " + expected);
    }

    InvalidInputException missing(String name, String expected) {
        return refused(name, expected, "none");
    }

    InvalidInputException wrong(String name, String expected, @Nullable Object found) {
        return refused(name, expected, described(found));
    }

    /** That something in it is not what was expected. */
    InvalidInputException wrongWithin(String name, String expected, @Nullable Object found) {
        return refused(name, expected, described(found) + " in it");
    }

    InvalidInputException tooMany(String name, int most, String ofWhat, int found) {
        return refused(name, "at most " + most + ' ' + ofWhat, String.valueOf(found));
    }

    /** @param found in words */
    InvalidInputException refused(String name, String expected, String found) {
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
