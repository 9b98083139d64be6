package dev.probation.agent.probe.http;

import com.jayway.jsonpath.JsonPath;
import io.vertx.core.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A JSON path and what it must lead to. A path that leads to several values must find all of them so. */
final class JsonAssertion {

    private static final String EXISTS = "exists";

    private final String written;
    private final String expected;
    private final JsonPath path;

    JsonAssertion(String written, String expected) {
        this.written = written;
        this.expected = expected;
        this.path = JsonPath.compile(written);
    }

    /** Why it does not hold, or empty where it does. */
    Optional<String> broken(Object document) {
        List<Object> found = JsonPaths.read(document, path);
        if (found.isEmpty() || (expected.equals(EXISTS) && found.stream().anyMatch(Objects::isNull))) {
            return Optional.of(written + " is missing, expected " + expected);
        }
        return found.stream()
                .filter(value -> !holds(value))
                .findFirst()
                .map(value -> written + " was " + Json.encode(value) + ", expected " + expected);
    }

    private boolean holds(Object value) {
        if (expected.equals(EXISTS)) {
            return true;
        }
        return value instanceof Number number ? isNumber(number) : expected.equals(String.valueOf(value));
    }

    private boolean isNumber(Number number) {
        try {
            return new BigDecimal(expected).compareTo(new BigDecimal(number.toString())) == 0;
        } catch (NumberFormatException expectedText) {
            return false;
        }
    }
}
