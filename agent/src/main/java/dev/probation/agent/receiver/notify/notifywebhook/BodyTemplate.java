package dev.probation.agent.receiver.notify.notifywebhook;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.probation.agent.text.UserTemplate;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A body in the user's own form: a Mustache template over {@link NoticeFields}. */
final class BodyTemplate {

    private static final List<String> OF_LISTS = List.of(".", "this", "-first", "-last", "-index");
    private static final List<String> KNOWN = Stream.of(NoticeFields.NAMES, NoticeFields.OF_CHECKS, OF_LISTS)
            .flatMap(Collection::stream)
            .distinct()
            .sorted()
            .toList();

    private final Template template;

    private BodyTemplate(Template template) {
        this.template = template;
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException where it is broken, names what no notice has, or makes no JSON where it should; its
     *     message is for the user
     */
    static BodyTemplate of(String text, BodyType type) {
        Mustache.Compiler compiler =
                Mustache.compiler().withEscaper(type.escaper()).defaultValue("").emptyStringIsFalse(true);
        Template template = UserTemplate.read(compiler, text, KNOWN);
        BodyTemplate body = new BodyTemplate(template);
        if (type == BodyType.JSON) {
            Samples.all().forEach(sample -> body.mustBeJson(sample));
        }
        return body;
    }

    /** Tried with quotes and line breaks in every value, and with every value that may be absent left out. */
    private void mustBeJson(JsonObject sample) {
        try {
            Object ignored = Json.decodeValue(render(sample));
        } catch (DecodeException e) {
            throw new IllegalArgumentException(
                    "expected a template that makes JSON, found one that makes none, at least where values hold quotes or"
                            + " are absent; write values as \"{{headline}}\", or set another content-type",
                    e);
        }
    }

    String render(JsonObject fields) {
        return template.execute(values(fields));
    }

    private static Map<String, Object> values(JsonObject fields) {
        Map<String, Object> values = new HashMap<>();
        fields.forEach(field -> values.put(field.getKey(), value(field.getValue())));
        return values;
    }

    private static Object value(Object value) {
        return value instanceof JsonArray list
                ? list.stream().map(item -> values((JsonObject) item)).toList()
                : String.valueOf(value);
    }
}
