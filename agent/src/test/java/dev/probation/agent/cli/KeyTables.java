package dev.probation.agent.cli;

import dev.probation.agent.assembly.InstalledKinds;
import dev.probation.agent.config.file.ConfigSchema;
import dev.probation.agent.config.kind.ProbeFields;
import dev.probation.agent.config.section.WindowFields;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.rules.expectation.Durations;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of the configuration as tables, from its JSON Schema. A default that is no fixed value is the last sentence of
 * a key's description: {@code Default: its name.}
 */
final class KeyTables {

    private static final String DEFAULT = "Default: ";
    private static final String FILE = "-file";

    /** A line of a table. */
    private record Row(String key, String value, String absent, String text) {}

    private final JsonObject sections =
            new JsonObject(ConfigSchema.json(InstalledKinds.load())).getJsonObject("properties");
    private final Map<String, String> tables = new LinkedHashMap<>();

    private KeyTables() {}

    /** Each by its name. */
    static Map<String, String> all() {
        KeyTables keys = new KeyTables();
        keys.sections();
        keys.plain();
        keys.targets();
        keys.checks();
        keys.rollback();
        keys.receivers();
        keys.windows();
        return keys.tables;
    }

    private void sections() {
        MarkdownTable table = new MarkdownTable("key", "what it is");
        sections.fieldNames()
                .forEach(name ->
                        table.row('`' + name + '`', sections.getJsonObject(name).getString("description")));
        tables.put("sections", table.toString());
    }

    private void plain() {
        for (String name : List.of("agent", "announcements", "events")) {
            add("keys-" + name, rows(name + '.', section(name)));
        }
        for (String name : List.of("services", "windows")) {
            add("keys-" + name, rows("", entry(section(name))));
        }
    }

    private void targets() {
        Map<String, Row> rows = new LinkedHashMap<>();
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        objects(entry(section("targets")).getJsonArray("oneOf")).forEach(target -> {
            String kind = kind(target);
            for (Row row : rows("", target)) {
                String key = row.key() + row.text();
                rows.putIfAbsent(key, row);
                kinds.computeIfAbsent(key, ignored -> new ArrayList<>()).add(kind);
            }
        });
        MarkdownTable table = new MarkdownTable("key", "kinds", "value", "default", "what it is");
        rows.values().stream()
                .sorted((a, b) -> Integer.compare(order(a), order(b)))
                .forEach(row -> table.row(
                        row.key(),
                        String.join(", ", kinds.getOrDefault(row.key() + row.text(), List.of())),
                        row.value(),
                        row.absent(),
                        row.text()));
        tables.put("keys-targets", table.toString());
    }

    /** The address, which names the kind, comes first. */
    private int order(Row row) {
        boolean names = objects(entry(section("targets")).getJsonArray("oneOf"))
                .anyMatch(target -> row.key().equals('`' + kind(target) + '`'));
        return names ? 0 : 1;
    }

    private void checks() {
        List<JsonObject> kinds = objects(entry(section("checks")).getJsonArray("anyOf"))
                .filter(form -> form.containsKey("properties"))
                .toList();
        Set<String> shared = shared(kinds);
        add("keys-checks", only(rows("", kinds.get(0)), shared));
        InstalledKinds.load().probes().forEach((kind, fields) -> add("keys-check-" + kind, rows("", own(fields))));
    }

    /** What a whole check of the kind has besides what all have, with what it must have. */
    private static JsonObject own(ProbeFields kind) {
        return new JsonObject(
                new JsonObject(ObjectSchema.of(kind.check(), values -> values).jsonSchema()).encode());
    }

    private void rollback() {
        JsonObject rollback = section("rollback");
        List<JsonObject> receivers = objects(property(rollback, "to")
                        .getJsonArray("anyOf")
                        .getJsonObject(0)
                        .getJsonArray("oneOf"))
                .toList();
        Set<String> shared = shared(receivers);
        List<Row> rows = new ArrayList<>();
        for (Row row : rows("rollback.", rollback)) {
            rows.add(row);
            if (row.key().equals("`rollback.to`")) {
                rows.addAll(only(rows("rollback.to.", receivers.get(0)), prefixed("rollback.to.", shared)));
            }
        }
        add("keys-rollback", rows);
        for (JsonObject receiver : receivers) {
            add(
                    "keys-rollback-" + kind(receiver),
                    rows("", receiver).stream()
                            .filter(row -> !shared.contains(row.key()))
                            .toList());
        }
    }

    private void receivers() {
        MarkdownTable occasions = new MarkdownTable("kind", "occasions");
        List<String> kinds = new ArrayList<>();
        for (JsonObject receiver :
                objects(entry(section("notify")).getJsonArray("oneOf")).toList()) {
            String kind = kind(receiver);
            kinds.add('`' + kind + '`');
            add("keys-notify-" + kind, rows("", property(receiver, kind)));
            Row on = rows("", receiver).stream()
                    .filter(row -> row.key().equals("`on`"))
                    .findFirst()
                    .orElseThrow();
            occasions.row('`' + kind + '`', on.absent());
        }
        tables.put("occasions-by-kind", occasions.toString());
        JsonObject any = objects(entry(section("notify")).getJsonArray("oneOf"))
                .findFirst()
                .orElseThrow();
        Row on = only(rows("notify.NAME.", any), Set.of("`notify.NAME.on`")).get(0);
        add(
                "keys-notify",
                List.of(
                        new Row("`notify.NAME`", "map", "-", "A receiver: " + or(kinds) + "."),
                        new Row(on.key(), on.value(), "by kind", on.text())));
    }

    private void windows() {
        MarkdownTable table = new MarkdownTable("window", "`until`", "`every`", "`budget`", "`settle`");
        WindowFields.DEFAULT.forEach(window -> table.row(
                '`' + window.name() + '`',
                "`" + window.until().toHours() + "h`",
                window.every()
                        .map(every -> '`' + Durations.writeExactly(every) + '`')
                        .orElse("-"),
                "`" + Math.round(window.budget() * 100) + "%`",
                '`' + Durations.writeExactly(window.settle()) + '`'));
        tables.put("default-windows", table.toString());
    }

    private void add(String name, List<Row> rows) {
        MarkdownTable table = new MarkdownTable("key", "value", "default", "what it is");
        rows.forEach(row -> table.row(row.key(), row.value(), row.absent(), row.text()));
        tables.put(name, table.toString());
    }

    /** The keys of an object, each followed by those of the object that it holds. */
    private static List<Row> rows(String prefix, JsonObject object) {
        List<Row> rows = new ArrayList<>();
        JsonObject properties = object.getJsonObject("properties");
        for (String name : properties.fieldNames()) {
            if (name.endsWith(FILE) && properties.containsKey(name.substring(0, name.length() - FILE.length()))) {
                continue;
            }
            JsonObject schema = properties.getJsonObject(name);
            String secret = properties.containsKey(name + FILE) ? "†" : "";
            String key = '`' + prefix + name + '`' + secret;
            rows.add(row(key, schema, isRequired(object, name)));
            if (schema.containsKey("properties")) {
                rows.addAll(rows(prefix + name + '.', schema));
            } else if (schema.containsKey("patternProperties") && entry(schema).containsKey("properties")) {
                rows.addAll(rows(prefix + name + ".NAME.", entry(schema)));
            }
        }
        return rows;
    }

    private static Row row(String key, JsonObject schema, boolean required) {
        String text = schema.getString("description");
        int split = text.indexOf(DEFAULT);
        String words = split < 0 ? "-" : text.substring(split + DEFAULT.length(), text.length() - 1);
        String fixed = schema.getString("default", "");
        String absent = fixed.isEmpty() ? words : fixed.contains("\n") ? "a built-in text" : '`' + fixed + '`';
        return new Row(
                key,
                value(schema),
                required ? "required" : absent,
                split < 0 ? text : text.substring(0, split).strip());
    }

    private static boolean isRequired(JsonObject object, String name) {
        return object.getJsonArray("required", new JsonArray()).contains(name)
                || objects(object.getJsonArray("allOf", new JsonArray()))
                        .flatMap(choice -> objects(choice.getJsonArray("anyOf")))
                        .anyMatch(one -> one.getJsonArray("required").contains(name));
    }

    private static String value(JsonObject schema) {
        if (schema.containsKey("title")) {
            return schema.getString("title");
        }
        if (schema.containsKey("enum")) {
            return or(schema.getJsonArray("enum").stream()
                    .map(word -> "`" + word + '`')
                    .toList());
        }
        if (schema.containsKey("anyOf")) {
            List<JsonObject> forms = objects(schema.getJsonArray("anyOf")).toList();
            boolean list = "array".equals(forms.get(1).getValue("type"));
            return value(forms.get(0)) + (list ? ", or a list" : "");
        }
        Object type = schema.getValue("type");
        List<?> types = type instanceof JsonArray array ? array.getList() : type == null ? List.of() : List.of(type);
        if (types.contains("object") || schema.containsKey("oneOf")) {
            return "map";
        }
        if (types.contains("integer")) {
            return String.format(
                    Locale.ROOT,
                    "whole number, %,d to %,d",
                    schema.getInteger("minimum"),
                    schema.getInteger("maximum"));
        }
        if (types.contains("number") && schema.containsKey("exclusiveMinimum")) {
            return "number over " + schema.getInteger("exclusiveMinimum") + " and below "
                    + schema.getInteger("exclusiveMaximum");
        }
        return types.contains("boolean") && schema.containsKey("pattern") ? "`true` or `false`" : "text";
    }

    private JsonObject section(String name) {
        return sections.getJsonObject(name);
    }

    private static JsonObject property(JsonObject object, String name) {
        return object.getJsonObject("properties").getJsonObject(name);
    }

    /** What each entry of a map is. */
    private static JsonObject entry(JsonObject map) {
        return (JsonObject)
                map.getJsonObject("patternProperties").iterator().next().getValue();
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    /** The key that a target, check or receiver is told by is its first. */
    private static String kind(JsonObject object) {
        return object.getJsonObject("properties").fieldNames().iterator().next();
    }

    /** The keys that objects of all kinds have, as they stand in tables. */
    private static Set<String> shared(List<JsonObject> kinds) {
        return rows("", kinds.get(0)).stream()
                .map(Row::key)
                .filter(key -> kinds.stream()
                        .allMatch(kind -> rows("", kind).stream().map(Row::key).anyMatch(key::equals)))
                .collect(Collectors.toSet());
    }

    private static Set<String> prefixed(String prefix, Set<String> keys) {
        return keys.stream().map(key -> '`' + prefix + key.substring(1)).collect(Collectors.toSet());
    }

    private static List<Row> only(List<Row> rows, Set<String> keys) {
        return rows.stream().filter(row -> keys.contains(row.key())).toList();
    }

    private static String or(List<String> words) {
        int last = words.size() - 1;
        return last < 1 ? String.join("", words) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
