package dev.probation.agent.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {

    private final JsonTree tree = JsonTree.parse("""
            {"text": "x", "number": 7, "written": "8", "flag": true, "list": [{"id": 1}, 2], "deep": {"a": {"b": "c"}}}
            """);

    @Test
    void readsWhatIsThere() {
        assertThat(tree.at("text").text()).hasValue("x");
        assertThat(tree.at("text").is("x")).isTrue();
        assertThat(tree.at("number").text()).hasValue("7");
        assertThat(tree.at("number").number()).hasValue(7L);
        assertThat(tree.at("written").number()).hasValue(8L);
        assertThat(tree.at("flag").isTrue()).isTrue();
        assertThat(tree.at("deep", "a", "b").text()).hasValue("c");
        assertThat(tree.at("deep", "a").object()).hasValue(new JsonObject().put("b", "c"));
        assertThat(tree.at("deep").value()).hasValue(Map.of("a", Map.of("b", "c")));
        assertThat(tree.at("list").isList()).isTrue();
        assertThat(tree.at("list").items().get(0).at("id").number()).hasValue(1L);
        assertThat(tree.at("list").item(1).decimal()).hasValue(2);
        assertThat(tree.at("text").string()).hasValue("x");
        assertThat(tree.at("deep", "a").fields()).hasValue(Map.of("b", "c"));
        assertThat(tree.at("number").decimal()).hasValue(7);
    }

    @Test
    void whatIsAbsentOrOfAnotherTypeIsAbsent() {
        assertThat(tree.at("none").text()).isEmpty();
        assertThat(tree.at("text", "deeper", "still").text()).isEmpty();
        assertThat(tree.at("text").number()).isEmpty();
        assertThat(tree.at("text").isTrue()).isFalse();
        assertThat(tree.at("text").items()).isEmpty();
        assertThat(tree.at("text").object()).isEmpty();
        assertThat(tree.at("deep").text()).isEmpty();
        assertThat(tree.at("list").items().get(1).at("id").number()).isEmpty();
        assertThat(tree.at("list").item(2).isAbsent()).isTrue();
        assertThat(tree.at("text").item(0).isAbsent()).isTrue();
        assertThat(tree.at("number").string()).isEmpty();
        assertThat(tree.at("written").decimal()).isEmpty();
        assertThat(tree.at("list").fields()).isEmpty();
        assertThat(tree.at("text").isNoList()).isTrue();
        assertThat(tree.at("list").isNoList()).isFalse();
        assertThat(tree.at("none").isNoList()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{", "<html>", "{} {}", "{\"a\": 01}"})
    void whatIsNoJsonIsAbsentAltogether(String text) {
        assertThat(JsonTree.parse(text).value()).isEmpty();
        assertThat(JsonTree.parse(Buffer.buffer(text)).at("a").text()).isEmpty();
    }

    @Test
    void whatIsNestedTooDeeplyIsAbsent() {
        assertThat(JsonTree.parse("[".repeat(100_000) + "]".repeat(100_000)).value())
                .isEmpty();
    }
}
