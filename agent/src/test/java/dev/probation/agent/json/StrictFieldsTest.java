package dev.probation.agent.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictFieldsTest {

    private static final Map<String, Function<StrictFields, Object>> READERS = Map.ofEntries(
            Map.entry("only", fields -> fields.only("a", "b")),
            Map.entry("line", fields -> fields.line("a")),
            Map.entry("visibleLine", fields -> fields.visibleLine("a")),
            Map.entry("paragraph", fields -> fields.paragraph("a")),
            Map.entry("text", fields -> fields.text("a", 3)),
            Map.entry("lines", fields -> fields.lines("a")),
            Map.entry("flag", fields -> fields.flag("a")),
            Map.entry("instant", fields -> fields.instant("a")),
            Map.entry("count", fields -> fields.count("a")),
            Map.entry("writtenNumber", fields -> fields.writtenNumber("a", 20)),
            Map.entry("object", fields -> fields.object("a")),
            Map.entry("deep", fields -> fields.object("a").line("b")),
            Map.entry("objects", fields -> fields.objects("a", 2)),
            Map.entry("deepInList", fields -> fields.objects("a", 2).get(1).line("b")),
            Map.entry("texts", fields -> fields.texts("a", 1)));

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            read          | body                     | message
            only          | {"a":1,"c":1}            | unknown field "c"; expected a, b
            line          | {}                       | field "a": expected a text, but found none
            line          | {"a":null}               | field "a": expected a text, but found none
            line          | {"a":" "}                | field "a": expected a text, but found none
            line          | {"a":1}                  | field "a": expected a text, but found "1"
            line          | {"a":{"b":1}}            | field "a": expected a text, but found an object
            line          | {"a":[1]}                | field "a": expected a text, but found a list
            line          | {"a":"x\\ny"}            | field "a": expected text without control characters, but found "x y"
            visibleLine   | {"a":"x\\u202Ey"}        | field "a": expected a text of visible characters on one line, but found "x\uFFFDy"
            visibleLine   | {"a":""}                 | field "a": expected a text of visible characters on one line, but found ""
            paragraph     | {"a":"x\\u0000"}         | field "a": expected text without control characters, but found "x\uFFFD"
            text          | {"a":"long"}             | field "a": expected at most 3 characters, but found 4
            text          | {"a":""}                 | field "a": expected a text of 1 to 3 characters, but found none
            lines         | {"a":"x"}                | field "a": expected a list of texts, but found "x"
            lines         | {"a":[]}                 | field "a": expected a list of texts, but found an empty list
            lines         | {"a":["x",1]}            | field "a": expected a list of texts, but found "1" in it
            flag          | {"a":"yes"}              | field "a": expected true or false, but found "yes"
            instant       | {"a":"soon"}             | field "a": expected an instant such as 2026-01-31T10:00:00Z, but found "soon"
            instant       | {"a":"+99999-01-01T00:00:00Z"} | field "a": expected an instant such as 2026-01-31T10:00:00Z, but found "+99999-01-01T00:00:00Z"
            count         | {"a":-1}                 | field "a": expected a whole number from 0, but found "-1"
            count         | {"a":1.5}                | field "a": expected a whole number from 0, but found "1.5"
            writtenNumber | {"a":"21"}               | field "a": expected a whole number from 1 to 20, but found "21"
            writtenNumber | {"a":"9999999999"}       | field "a": expected a whole number from 1 to 20, but found "9999999999"
            object        | {}                       | field "a": expected an object, but found none
            object        | {"a":"x"}                | field "a": expected an object, but found "x"
            deep          | {"a":{"b":1}}            | field "a.b": expected a text, but found "1"
            objects       | {"a":{}}                 | field "a": expected a list of objects, but found an object
            objects       | {"a":[{},{},{}]}         | field "a": expected at most 2 of them, but found 3
            objects       | {"a":[{},1]}             | field "a[1]": expected an object, but found "1"
            deepInList    | {"a":[{},{}]}            | field "a[1].b": expected a text, but found none
            texts         | {"a":{"b":1}}            | field "a": expected a map of texts, but found "1" in it
            texts         | {"a":{"b":"","c":""}}    | field "a": expected at most 1 of them, but found 2
            """)
    void saysWhereWhatWasExpectedAndWhatWasFound(String read, String body, String message) {
        StrictFields fields = StrictFields.ofBody(Buffer.buffer(body));

        assertThatThrownBy(() -> Objects.requireNonNull(READERS.get(read)).apply(fields))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''         | none
            []         | something else
            null       | something else
            {          | something that is not JSON
            {} {}      | something that is not JSON
            <a>        | something that is not JSON
            """)
    void refusesABodyThatIsNoObject(String body, String found) {
        assertThatThrownBy(() -> StrictFields.ofBody(Buffer.buffer(body)))
                .hasMessage("expected a JSON object as the body, but found " + found);
    }

    @Test
    void readsWhatIsAsItMustBe() {
        StrictFields fields = StrictFields.ofBody(Buffer.buffer("""
                {"line": "x", "instant": "2026-01-31T12:00:00+02:00", "count": 3, "lines": ["x", "y"], "flag": true,
                 "texts": {"k": "v"}, "written": "{\\"x\\": \\"y\\"}", "deep": [{"x": "z"}], "none": null}
                """));

        assertThat(fields.line("line")).isEqualTo("x");
        assertThat(fields.instant("instant")).isEqualTo(Instant.parse("2026-01-31T10:00:00Z"));
        assertThat(fields.count("count")).isEqualTo(3);
        assertThat(fields.count("none")).isZero();
        assertThat(fields.lines("lines")).isEqualTo(List.of("x", "y"));
        assertThat(fields.flag("flag")).isTrue();
        assertThat(fields.flag("none")).isFalse();
        assertThat(fields.texts("texts", 1)).isEqualTo(Map.of("k", "v"));
        assertThat(fields.objectOrWritten("written").orElseThrow().line("x")).isEqualTo("y");
        assertThat(fields.objectOrWritten("line")).isEmpty();
        assertThat(fields.objects("deep", 1).get(0).line("x")).isEqualTo("z");
        assertThat(fields.optionalLine("none")).isEmpty();
    }

    @Test
    void refusesAParameterAsAParameter() {
        StrictFields fields = StrictFields.ofQuery(Map.of("limit", "many"));

        assertThatThrownBy(() -> fields.writtenNumber("limit", 500))
                .hasMessage("parameter \"limit\": expected a whole number from 1 to 500, but found \"many\"");
    }

    @Test
    void whatItSaysCanBeEncodedAndIsShort() {
        String hostile = "\uD83D\u001B[31m\u202E" + "x".repeat(900);
        StrictFields fields = StrictFields.ofQuery(Map.of("a", hostile, hostile, "b"));

        assertThatThrownBy(() -> fields.flag("a")).satisfies(StrictFieldsTest::isHarmless);
        assertThatThrownBy(() -> fields.only("a")).satisfies(StrictFieldsTest::isHarmless);
    }

    private static void isHarmless(Throwable refusal) {
        JsonObject json = new JsonObject().put("message", refusal.getMessage());

        assertThat(new JsonObject(json.toBuffer())).isEqualTo(json);
        assertThat(refusal.getMessage()).hasSizeLessThan(200).doesNotContain("\u001B", "\u202E");
    }
}
