package dev.probation.agent.signal.notifywebhook;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.probation.rules.pack.Nearest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A body in the user's own form: a Mustache template over {@link NoticeFields}. */
final class BodyTemplate {

    private static final Set<String> OF_LISTS = Set.of(".", "this", "-first", "-last", "-index");
    private static final List<String> KNOWN = Stream.concat(
                    NoticeFields.NAMES.stream(), NoticeFields.OF_CHECKS.stream())
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
        Template template = compiled(text, type);
        Names names = new Names();
        template.visit(names);
        names.unknown.stream().findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("unknown field \"" + name + "\" in line " + line(text, name)
                    + " of the template" + Nearest.hint(name, KNOWN));
        });
        BodyTemplate body = new BodyTemplate(template);
        if (type == BodyType.JSON) {
            Samples.all().forEach(sample -> body.mustBeJson(sample));
        }
        return body;
    }

    private static Template compiled(String text, BodyType type) {
        try {
            return Mustache.compiler()
                    .withEscaper(type.escaper())
                    .defaultValue("")
                    .emptyStringIsFalse(true)
                    .compile(text);
        } catch (MustacheException e) {
            throw new IllegalArgumentException("expected a Mustache template, found: " + e.getMessage(), e);
        }
    }

    private static int line(String text, String name) {
        Matcher tag = Pattern.compile("\\{\\{[^}]*" + Pattern.quote(name)).matcher(text);
        String before = tag.find() ? text.substring(0, tag.end()) : text;
        return (int) before.chars().filter(c -> c == '\n').count() + 1;
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

    private static final class Names implements Mustache.Visitor {

        private final Set<String> unknown = new TreeSet<>();

        @Override
        public void visitText(String text) {}

        @Override
        public void visitVariable(String name) {
            if (!KNOWN.contains(name) && !OF_LISTS.contains(name)) {
                unknown.add(name);
            }
        }

        @Override
        public boolean visitInclude(String name) {
            throw new IllegalArgumentException("expected a template that includes no other, found {{>" + name + "}}");
        }

        @Override
        public boolean visitSection(String name) {
            visitVariable(name);
            return true;
        }

        @Override
        public boolean visitInvertedSection(String name) {
            visitVariable(name);
            return true;
        }
    }
}
