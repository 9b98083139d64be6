package dev.probation.agent.config.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.assembly.InstalledKinds;
import dev.probation.agent.config.kind.KindRegistry;
import dev.probation.agent.settings.InvalidConfigException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every secret that the schema knows of, so that a new kind's are among them, written wrong in every way that we know of: no
 * message shows it. A place is also each map with keys of one's own, such as headers.
 */
class SecretMistakesTest {

    /** Lower-case letters and a digit, as the name of a key has: the hardest to tell from one. */
    private static final String SECRET = "canary7x";

    /** Mistakes that make a key of a secret: KEY is the key that it belongs to, SECRET what nobody may see. */
    private static final List<String> IN_KEYS = List.of(
            "KEY:SECRET",
            "KEY:SECRET:",
            "KEY:SECRET: x",
            "KEY:SECRET: ${X!}",
            "KEY:https://hooks.example.com/SECRET",
            "KEY SECRET",
            "KEY=SECRET",
            "KEY",
            "SECRET",
            "SECRET=",
            "\"KEY: SECRET\"",
            "\"KEY: SECRET\": x",
            "\"KEY:SECRET\": [ x ]",
            "\"KEY:SECRET\": !x y",
            "\"KEY: SECRET\": x, \"KEY: SECRET\": x",
            "? KEY:SECRET",
            "KEY: x, \"KEY: SECRET\": y");

    /** Mistakes in the value of a secret. */
    private static final List<String> IN_VALUES = List.of(
            "KEY: some,SECRET",
            "KEY: some, SECRET",
            "KEY: some,SECRET,more",
            "KEY: some,SECRET: x",
            "KEY: some,SECRET: x, SECRET: y",
            "KEY: some,x: y,SECRET: z",
            "KEY: some,x:SECRET",
            "KEY: some,x=SECRET",
            "KEY: some,SECRET: ${X!}",
            "KEY: some,SECRET: !x y",
            "KEY: some,SECRET: { x: [ { SECRET: ${X!} } ] }",
            "KEY: { SECRET }",
            "KEY: { SECRET: x }",
            "KEY: { x: SECRET }",
            "KEY: { SECRET:x }",
            "KEY: [ SECRET ]",
            "KEY: [ x, SECRET ]",
            "KEY: SECRET: x",
            "KEY: SECRET}more",
            "KEY: SECRET]more",
            "KEY: SECRET{more",
            "KEY: some}SECRET",
            "KEY: some{SECRET",
            "KEY: some\"SECRET",
            "KEY: \"some\"SECRET",
            "KEY: 'some'SECRET",
            "KEY: \"SECRET",
            "KEY: 'SECRET",
            "KEY: \"some\\SECRET\"",
            "KEY: \"some\\uD800SECRET\"",
            "KEY: \"some\\U00110000SECRET\"",
            "KEY: &SECRET",
            "KEY: &SECRET x",
            "KEY: &some SECRET",
            "KEY: &some& SECRET",
            "KEY: *SECRET",
            "KEY: *SECRET x",
            "KEY: !SECRET",
            "KEY: !SECRET x",
            "KEY: !!SECRET x",
            "KEY: !SECRET!x",
            "KEY: !SECRET!x y",
            "KEY: !<SECRET!> y",
            "KEY: ?SECRET",
            "KEY: ? SECRET",
            "KEY: @SECRET",
            "KEY: `SECRET",
            "KEY: %SECRET",
            "KEY: #SECRET",
            "KEY: |SECRET",
            "KEY: >SECRET",
            "KEY: - SECRET",
            "KEY: \tSECRET",
            "\tKEY: SECRET",
            "KEY: SECRET\u0001",
            "KEY: \"ä SECRET\\n\"",
            "KEY: \"SECRET\\0\"",
            "KEY: \"some${SECRET!x}\"",
            "KEY: \"some${SECRET\"",
            "KEY: \"some${!SECRET}\"",
            "KEY: \"some${X-SECRET}\"",
            "KEY: \"SECRET${X}\"",
            "KEY: SECRET, KEY: SECRET",
            "KEY: SECRET, KEY-file: x",
            "KEY: http://u:SECRET@h",
            "KEY: http://h:248100/SECRET",
            "KEY: https://h/ä?SECRET",
            "<<: SECRET",
            "<<: { KEY: SECRET }");

    /** A key in a map that has any keys, such as a header. */
    private static final String OWN = "Own";

    private static final KindRegistry KINDS = InstalledKinds.load();

    @TempDir
    private Path folder;

    /**
     * Where a secret is written.
     *
     * @param levels from the whole to the map that it is in
     * @param beside what must be given beside it
     * @param secret whether its value is a secret; else, its key may be one by mistake
     */
    record Place(List<Level> levels, List<String> beside, String key, boolean secret) {

        @Override
        public String toString() {
            return String.join(".", levels.stream().map(Level::key).toList()) + '.' + key + ' ' + beside;
        }
    }

    /** A key that leads to a place; - is an item of a list. */
    record Level(List<String> beside, String key) {}

    static Stream<Place> places() {
        Set<Place> places = new LinkedHashSet<>();
        find(new JsonObject(ConfigSchema.json(KINDS)), List.of(), places);
        return places.stream();
    }

    private static void find(JsonObject schema, List<Level> levels, Set<Place> places) {
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        for (String key : properties.fieldNames()) {
            if (properties.containsKey(key + "-file")) {
                places.add(new Place(levels, beside(schema, key), key, true));
            }
            find(properties.getJsonObject(key), below(levels, beside(schema, key), key), places);
        }
        schema.getJsonObject("patternProperties", new JsonObject())
                .forEach(named -> find((JsonObject) named.getValue(), below(levels, List.of(), "it"), places));
        if (schema.getValue("additionalProperties") instanceof JsonObject value) {
            places.add(new Place(levels, List.of(), OWN, value.containsKey("title")));
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            schema.getJsonArray(choice, new JsonArray()).forEach(one -> find((JsonObject) one, levels, places));
        }
        if (schema.containsKey("items")) {
            find(schema.getJsonObject("items"), below(levels, List.of(), "-"), places);
        }
    }

    private static List<Level> below(List<Level> levels, List<String> beside, String key) {
        List<Level> below = new ArrayList<>(levels);
        below.add(new Level(beside, key));
        return List.copyOf(below);
    }

    /** What must stand beside {@code key}: it says of which kind a map is. */
    private static List<String> beside(JsonObject schema, String key) {
        List<String> required = new ArrayList<>();
        schema.getJsonArray("required", new JsonArray()).forEach(name -> required.add((String) name));
        schema.getJsonArray("allOf", new JsonArray())
                .forEach(one -> required.add(((JsonObject) one)
                        .getJsonArray("anyOf")
                        .getJsonObject(0)
                        .getJsonArray("required")
                        .getString(0)));
        required.remove(key);
        return required.stream().map(name -> name + ": \"x\"").toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void noMistakeShowsTheSecret(Place place) throws IOException {
        List<String> shown = new ArrayList<>();
        for (String mistake : mistakes(place)) {
            String written = mistake.replace("KEY", place.key()).replace("SECRET", SECRET);
            for (String text : List.of(
                    inBraces(place, written, false),
                    inBraces(place, written, true),
                    onLines(place, written),
                    inPlaceOfTheMap(place, written))) {
                String said = problems(text);
                if (said.toLowerCase(Locale.ROOT).contains(SECRET)) {
                    shown.add(text + "\n===> " + said);
                }
            }
        }

        assertThat(shown).isEmpty();
    }

    @Test
    void theSecretsOfEveryPartOfTheConfigurationAreTried() {
        assertThat(places().map(Place::toString))
                .contains(
                        "agent.token []",
                        "agent.heartbeat.url []",
                        "targets.it.basic.password [user: \"x\"]",
                        "targets.it.headers.Own []",
                        "targets.it.password [redis: \"x\"]",
                        "rollback.to.-.secret [webhook: \"x\"]",
                        "rollback.to.-.variables.Own []",
                        "notify.it.pagerduty.routing-key []",
                        "events.github.secret []");
    }

    private static List<String> mistakes(Place place) {
        List<String> mistakes = new ArrayList<>(IN_KEYS);
        if (place.secret()) {
            mistakes.addAll(IN_VALUES);
        }
        return mistakes;
    }

    private String problems(String text) throws IOException {
        Path file = folder.resolve("probation.yaml");
        Files.writeString(file, text);
        try {
            return ConfigLoader.load(KINDS, List.of(file), Map.of("X", "x")).toString();
        } catch (InvalidConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String inBraces(Place place, String mistake, boolean first) {
        List<String> all = new ArrayList<>(place.beside());
        all.add(first ? 0 : all.size(), mistake);
        return inBraces(place.levels(), "{ " + String.join(", ", all) + " }") + '\n';
    }

    private static String inBraces(List<Level> levels, String innermost) {
        List<Level> outwards = new ArrayList<>(levels);
        Collections.reverse(outwards);
        String text = innermost;
        for (Level level : outwards) {
            List<String> all = new ArrayList<>(level.beside());
            all.add(level.key() + ": " + text);
            text = level.key().equals("-") ? "[ " + text + " ]" : "{ " + String.join(", ", all) + " }";
        }
        return text;
    }

    private static String onLines(Place place, String mistake) {
        List<String> last = new ArrayList<>(place.beside());
        last.add(mistake);
        return onLines(place.levels(), last);
    }

    private static String onLines(List<Level> levels, List<String> last) {
        StringBuilder text = new StringBuilder();
        String indent = "";
        for (Level level : levels) {
            for (String beside : level.beside()) {
                text.append(indent).append(beside).append('\n');
            }
            text.append(indent).append(level.key()).append(level.key().equals("-") ? "\n" : ":\n");
            indent += "  ";
        }
        for (String line : last) {
            text.append(indent).append(line).append('\n');
        }
        return text.toString();
    }

    /** The mistake is all that is written, where a map belongs. */
    private static String inPlaceOfTheMap(Place place, String mistake) {
        return onLines(place.levels(), List.of(mistake));
    }
}
