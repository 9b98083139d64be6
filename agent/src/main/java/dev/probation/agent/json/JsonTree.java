package dev.probation.agent.json;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a foreign service answers: any part may be missing or of another type, and is absent then. */
public final class JsonTree {

    /** What is not there. */
    public static final JsonTree NONE = new JsonTree(null);

    private final @Nullable Object node;

    private JsonTree(@Nullable Object node) {
        this.node = node;
    }

    /** What can be read of {@code text}; absent where it is no JSON. */
    public static JsonTree parse(String text) {
        return read(() -> Json.decodeValue(text));
    }

    /** What can be read of {@code text} in UTF-8; absent where it is no JSON. */
    public static JsonTree parse(Buffer text) {
        return read(() -> Json.decodeValue(text));
    }

    private static JsonTree read(Supplier<@Nullable Object> parser) {
        try {
            return new JsonTree(parser.get());
        } catch (DecodeException notJson) {
            return NONE;
        }
    }

    /** The part that these keys lead to. */
    public JsonTree at(String... keys) {
        JsonTree part = this;
        for (String key : keys) {
            part = new JsonTree(part.node instanceof JsonObject object ? object.getValue(key) : null);
        }
        return part;
    }

    /** The part of a list at this index, from 0. */
    public JsonTree item(int index) {
        return new JsonTree(node instanceof JsonArray list && index < list.size() ? list.getValue(index) : null);
    }

    /** Whether it is not there, or null. */
    public boolean isAbsent() {
        return node == null;
    }

    /** Whether it is there, and no list. */
    public boolean isNoList() {
        return node != null && !isList();
    }

    /** A text, and neither a number nor a truth value. */
    public Optional<String> string() {
        return node instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** A text, number or truth value as text. */
    public Optional<String> text() {
        boolean scalar = node instanceof String || node instanceof Number || node instanceof Boolean;
        return scalar ? Optional.of(String.valueOf(node)) : Optional.empty();
    }

    /** Whether it is this text. */
    public boolean is(String text) {
        return text().filter(text::equals).isPresent();
    }

    /** Whether it is {@code true}. */
    public boolean isTrue() {
        return Boolean.TRUE.equals(node);
    }

    /** A whole number, also where it is written as text. */
    public Optional<Long> number() {
        return text().filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
    }

    /** A number that is not written as text. */
    public OptionalDouble decimal() {
        return node instanceof Number number ? OptionalDouble.of(number.doubleValue()) : OptionalDouble.empty();
    }

    /** A copy of the object that it is. */
    public Optional<JsonObject> object() {
        return node instanceof JsonObject object ? Optional.of(object.copy()) : Optional.empty();
    }

    /** The fields of the object that it is. */
    public Optional<Map<String, Object>> fields() {
        return node instanceof JsonObject object ? Optional.of(object.getMap()) : Optional.empty();
    }

    /** It as maps, lists and scalars. */
    public Optional<Object> value() {
        if (node instanceof JsonObject object) {
            return Optional.of(object.getMap());
        }
        return Optional.ofNullable(node instanceof JsonArray array ? array.getList() : node);
    }

    /** It as JSON, but a text as it is. */
    public String written() {
        return node instanceof String text ? text : Json.encode(node);
    }

    public boolean isList() {
        return node instanceof JsonArray;
    }

    /** The parts of a list. */
    public List<JsonTree> items() {
        return node instanceof JsonArray list
                ? IntStream.range(0, list.size())
                        .mapToObj(index -> new JsonTree(list.getValue(index)))
                        .toList()
                : List.of();
    }
}
