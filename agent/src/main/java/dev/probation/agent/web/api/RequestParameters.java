package dev.probation.agent.web.api;

import dev.probation.agent.web.exchange.HttpProblem;
import dev.probation.rules.sample.CheckId;
import io.vertx.core.MultiMap;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/** The parameters of a request, from its query or its JSON body. Whatever is not known is refused by its name. */
public final class RequestParameters {

    private static final int LONGEST = 1000;

    private final String kind;
    private final Map<String, Object> values;

    private RequestParameters(String kind, Map<String, Object> values, List<String> known) {
        this.kind = kind;
        this.values = values;
        TreeSet<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            String expected = known.isEmpty() ? "none" : String.join(", ", known);
            throw HttpProblem.badRequest("unknown " + kind + " \"" + unknown.first() + "\"; expected " + expected);
        }
    }

    public static RequestParameters inQuery(RoutingContext context, String... known) {
        MultiMap query = context.queryParams();
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : query.entries()) {
            if (values.put(entry.getKey(), entry.getValue()) != null) {
                throw HttpProblem.badRequest("parameter \"" + entry.getKey() + "\" is there twice");
            }
        }
        return new RequestParameters("parameter", values, Arrays.asList(known));
    }

    static RequestParameters inBody(RoutingContext context, String... known) {
        RequestParameters unused = inQuery(context);
        try {
            JsonObject body = context.body().asJsonObject();
            if (body != null) {
                return new RequestParameters("field", body.getMap(), Arrays.asList(known));
            }
        } catch (DecodeException | ClassCastException notAnObject) {
            throw HttpProblem.badRequest("expected a JSON object as the body, but found something else");
        }
        throw HttpProblem.badRequest("expected a JSON object as the body, but found none");
    }

    /** A text that must be there, on one line. */
    String line(String name) {
        String text = optionalLine(name).orElseThrow(() -> missing(name));
        if (text.isBlank()) {
            throw missing(name);
        }
        return text;
    }

    public Optional<String> optionalLine(String name) {
        Optional<String> line = optionalText(name);
        line.ifPresent(text -> requireNone(name, text, Character::isISOControl));
        return line;
    }

    /** A text that must be there, and may have several lines. */
    String text(String name) {
        return optionalText(name).filter(text -> !text.isBlank()).orElseThrow(() -> missing(name));
    }

    Optional<String> optionalText(String name) {
        Optional<String> value = of(name, String.class, "a text");
        value.ifPresent(text -> {
            requireShort(name, text);
            requireNone(name, text, c -> Character.isISOControl(c) && c != '\n' && c != '\t');
        });
        return value;
    }

    /** A text of many lines, up to a length of its own. */
    Optional<String> optionalFile(String name, int most) {
        Optional<String> value = of(name, String.class, "a text");
        value.filter(text -> text.length() > most).ifPresent(text -> {
            throw tooLong(name, most, text);
        });
        return value;
    }

    /** The name of a service, check or window. */
    public Optional<String> optionalName(String name) {
        Optional<String> value = optionalLine(name);
        if (value.isPresent() && !CheckId.isValid(value.orElseThrow())) {
            throw expected(name, "lower case letters, digits and dashes", value.orElseThrow());
        }
        return value;
    }

    /** A list of texts of one line each, of which there must be at least one. */
    List<String> lines(String name) {
        List<String> lines = new ArrayList<>();
        for (Object item : of(name, List.class, "a list of texts").orElseThrow(() -> missing(name))) {
            if (!(item instanceof String line)) {
                throw expected(name, "a list of texts", String.valueOf(item));
            }
            requireShort(name, line);
            requireNone(name, line, Character::isISOControl);
            lines.add(line);
        }
        if (lines.isEmpty()) {
            throw missing(name);
        }
        return lines;
    }

    boolean flag(String name) {
        return of(name, Boolean.class, "true or false").orElse(false);
    }

    Optional<Instant> optionalInstant(String name) {
        return optionalLine(name).map(text -> instant(name, text));
    }

    /** A whole number from 1 to {@code most}. */
    int number(String name, int most, int otherwise) {
        Optional<String> text = optionalLine(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.orElseThrow().matches("\\d{1,6}")) {
            throw expected(name, "a whole number from 1 to " + most, text.orElseThrow());
        }
        int number = Integer.parseInt(text.orElseThrow());
        if (number < 1 || number > most) {
            throw expected(name, "a whole number from 1 to " + most, text.orElseThrow());
        }
        return number;
    }

    private Instant instant(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException notAnInstant) {
            throw expected(name, "an instant such as 2026-01-31T10:00:00Z", text);
        }
    }

    private <T> Optional<T> of(String name, Class<T> type, String expected) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw expected(name, expected, value.toString());
        }
        return Optional.of(type.cast(value));
    }

    private void requireShort(String name, String text) {
        if (text.length() > LONGEST) {
            throw tooLong(name, LONGEST, text);
        }
    }

    private HttpProblem tooLong(String name, int most, String text) {
        return HttpProblem.badRequest(
                kind + " \"" + name + "\": expected at most " + most + " characters, but found " + text.length());
    }

    private void requireNone(String name, String text, IntPredicate forbidden) {
        if (text.chars().anyMatch(forbidden)) {
            throw HttpProblem.badRequest(
                    kind + " \"" + name + "\": expected text without control characters, but found some");
        }
    }

    private HttpProblem missing(String name) {
        return HttpProblem.badRequest(kind + " \"" + name + "\": expected a text, but found none");
    }

    private HttpProblem expected(String name, String expected, String found) {
        String shown = found.length() > 100 ? found.substring(0, 100) + "..." : found;
        return HttpProblem.badRequest(
                kind + " \"" + name + "\": expected " + expected + ", but found \"" + shown + '"');
    }
}
