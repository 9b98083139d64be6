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

    /** Addresses with a secret in them, none of which is one. */
    private static final List<String> ADDRESSES = List.of(
            "u:SECRET@h",
            "u:SECRET@h/db",
            "u:SECRET@h:5432/db",
            "SECRET@h:80",
            ":SECRET@h",
            "//u:SECRET@h/db",
            "http:u:SECRET@h",
            "http:/u:SECRET@h",
            "http://u:SECRET@h",
            "http://u:SE/CRET@h",
            "http://u:a@SECRET@h",
            "http://u:a?SECRET@h",
            "http://u:a#SECRET@h",
            "http://u:SECRET",
            "http://:SECRET",
            "http://u:SECRET/",
            "http://SECRET@h:99999/",
            "https://SECRET@api.example.com",
            "http://u%3ASECRET@h",
            "http://SECRET@${X}",
            "http://u:SECRET@${X}",
            "http://u:${X}SECRET@h",
            "http://u:${Y:-SECRET}@h",
            "http://h/?token=SECRET",
            "http://h?SECRET",
            "http://h/#SECRET",
            "http://h/;key=SECRET",
            "http://h/&password=SECRET",
            "http://h/ SECRET",
            "http://h:0/?a=b@SECRET",
            "http://h/?a=${X}SECRET",
            "jdbc:postgresql://h/db?user=u&password=SECRET",
            "jdbc:postgresql://h/db&password=SECRET",
            "jdbc:postgresql://u:SECRET@h/db",
            "postgresql:/u:SECRET@h",
            "postgresql:u:SECRET@h",
            "postgresql://u@h/db?SECRET",
            "postgresql://u@h/db?SECRET=x",
            "postgresql://u@h/db?password=SECRET",
            "postgresql://u@h/db?sslpassword=SECRET",
            "postgresql://u@h/db?sslmode=require&password=SECRET",
            "postgresql://u:SECRET",
            "redis://:SECRET",
            "redis://:SECRET@",
            "redis://h/0?password=SECRET",
            "rediss://u:SECRET@h:x/0",
            "host=h user=u password=SECRET",
            "host=h,SECRET",
            "password = SECRET",
            "sqlite://u:SECRET@h/db");

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

    /** A key that leads to a place; what may be a list is written as a single one. */
    record Level(List<String> beside, String key) {}

    private static Stream<Place> all() {
        Set<Place> places = new LinkedHashSet<>();
        find(new JsonObject(ConfigSchema.json(KINDS)), List.of(), places);
        return places.stream();
    }

    static Stream<Place> places() {
        return all().filter(place -> place.secret() || place.key().equals(OWN));
    }

    static Stream<Place> addresses() {
        return all().filter(place -> !place.secret() && !place.key().equals(OWN));
    }

    private static boolean isAddress(JsonObject schema) {
        JsonObject one =
                schema.containsKey("anyOf") ? schema.getJsonArray("anyOf").getJsonObject(0) : schema;
        return "URL".equals(one.getString("title"))
                || one.getString("pattern", "").contains("postgresql://");
    }

    private static void find(JsonObject schema, List<Level> levels, Set<Place> places) {
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        for (String key : properties.fieldNames()) {
            if (properties.containsKey(key + "-file")) {
                places.add(new Place(levels, beside(schema, key), key, true));
            } else if (isAddress(properties.getJsonObject(key))) {
                places.add(new Place(levels, beside(schema, key), key, false));
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
            for (String text : forms(place, written)) {
                String said = problems(text);
                if (said.toLowerCase(Locale.ROOT).contains(SECRET)) {
                    shown.add(text + "\n===> " + said);
                }
            }
        }

        assertThat(shown).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("addresses")
    void noWrongAddressShowsItsSecret(Place place) throws IOException {
        List<String> shown = new ArrayList<>();
        for (String address : ADDRESSES) {
            String text = inBraces(
                    place,
                    place.key() + ": \""
                            + address.replace("SE/CRET", SECRET + '/').replace("SECRET", SECRET) + '"');
            String said = problems(text);
            if (said.toLowerCase(Locale.ROOT).contains(SECRET)) {
                shown.add(text + "\n===> " + said);
            }
        }

        assertThat(shown).isEmpty();
    }

    @Test
    void everyAddressOfTheConfigurationIsTried() {
        assertThat(addresses().map(Place::toString))
                .contains(
                        "agent.store []",
                        "agent.external-url []",
                        "targets.it.http []",
                        "targets.it.redis []",
                        "rollback.to.url [github: \"x\", token: \"x\"]",
                        "notify.it.alertmanager.url []");
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
                        "rollback.to.secret [webhook: \"x\"]",
                        "rollback.to.variables.Own []",
                        "notify.it.pagerduty.routing-key []",
                        "events.github.secret []");
    }

    private static Set<String> forms(Place place, String mistake) {
        return new LinkedHashSet<>(
                List.of(inBraces(place, mistake), onLines(place, mistake), inPlaceOfTheMap(place, mistake)));
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

    private static String inBraces(Place place, String mistake) {
        List<String> all = new ArrayList<>(place.beside());
        all.add(0, mistake);
        return inBraces(place.levels(), "{ " + String.join(", ", all) + " }") + '\n';
    }

    private static String inBraces(List<Level> levels, String innermost) {
        List<Level> outwards = new ArrayList<>(levels);
        Collections.reverse(outwards);
        String text = innermost;
        for (Level level : outwards) {
            List<String> all = new ArrayList<>(level.beside());
            all.add(level.key() + ": " + text);
            text = "{ " + String.join(", ", all) + " }";
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
            text.append(indent).append(level.key()).append(":\n");
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
