package dev.probation.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

    private final Problems problems = new Problems();

    private Node.Mapping read(String text) {
        return (Node.Mapping) YamlReader.read("file.yaml", text, problems).orElseThrow();
    }

    private List<String> problems() {
        return problems.found().stream().map(Problem::toString).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "yes", "010", "12:30", "1_000", "2026-13-45", "0x1F", "._", ".inf", "=", "1e3"})
    void plainScalarsStayWhatIsWritten(String text) {
        Node value = read("key: " + text + '\n').get("key").orElseThrow();

        assertThat(((Node.Scalar) value).text()).isEqualTo(text);
        assertThat(problems()).isEmpty();
    }

    @Test
    void eachValueKnowsItsPlace() {
        Node.Mapping root = read("a:\n  b: [ x,\n       y ]\n");
        Node.Sequence list = (Node.Sequence)
                ((Node.Mapping) root.get("a").orElseThrow()).get("b").orElseThrow();

        assertThat(list.location()).hasToString("file.yaml:2:6");
        assertThat(list.items())
                .extracting(Node::location)
                .extracting(SourceLocation::toString)
                .containsExactly("file.yaml:2:8", "file.yaml:3:8");
    }

    @Test
    void everyDuplicateIsReported() {
        assertThat(read("a: 1\nb: { c: 1, c: 2 }\na: 3\n").entries()).hasSize(2);

        assertThat(problems())
                .containsExactly(
                        "file.yaml:2:12: b: expected each key once, found \"c\" again, first at file.yaml:2:6",
                        "file.yaml:3:1: expected each key once, found \"a\" again, first at file.yaml:1:1");
    }

    @Test
    void anAliasThatHoldsItselfIsReported() {
        assertThat(read("a: &a [ *a ]\n").entries()).hasSize(1);

        assertThat(problems())
                .containsExactly(
                        "file.yaml:1:4: a[0]: expected an alias of something finished, found one that holds itself");
    }

    @Test
    void aBombOfAliasesIsReportedSoon() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 24; i++) {
            bomb.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
        }
        assertThat(read(bomb.toString()).entries()).hasSize(24);

        assertThat(problems())
                .containsExactly(
                        "file.yaml:1:1: expected at most 100000 values, found more, aliases counted each time");
    }

    @Test
    void aDocumentThatIsTooDeepIsReported() {
        assertThat(YamlReader.read("file.yaml", "[".repeat(100), problems)).isEmpty();

        assertThat(problems()).singleElement().asString().startsWith("file.yaml:1:1: expected YAML, found an error:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: !%00 b",
                "a: !%20%20 b",
                "a: !<%20> b",
                "a: !<> b",
                "a: !%C3 b",
                "a: !%ff%fe b",
                "%TAG !e! %20\n---\na: !e!%20 b",
                "%YAML 1.99999999999\n---\na: b",
                "%YAML 99999999999.1\n---\na: b",
                "a: \"\\UFFFFFFFF\"",
                "a: \"\\U00110000\"",
                "a: |99999999999\n b",
                "a: |0\n b",
            })
    void whatTheParserCannotReadIsReported(String text) {
        Optional<Node> unused = YamlReader.read("file.yaml", text, problems);

        assertThat(problems()).singleElement().asString().matches("file.yaml:\\d+:\\d+: .*expected .*, found .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ a: 1,b: 2,c: { } }",
                "{\"a\":1,\"b\":{},\"c\":[]}",
                "{ a: , b: , c: }",
                "{ a : , b : 1, c :\n}",
                "{ \"a\": , 'b':, c: # none\n}",
                "{ a: \"\ud83d\ude00\", b: , c: }",
                "\n  a:\n  b: # none\n  c: ''",
                "\n  a: &x 1\n  b: *x\n  c: &y { d: *x }",
                "\n  a: &x\n  b: *x\n  c: \"\\uD83D\\uDE00\"",
            })
    void keysWithTheirColonsAndAnchorsWithTheirAliasesAreRead(String map) {
        Node read = read("key: " + map + '\n').get("key").orElseThrow();

        assertThat(((Node.Mapping) read).entries()).containsOnlyKeys("a", "b", "c");
        assertThat(problems()).isEmpty();
    }

    @Test
    void eachKeyThatStandsAloneIsFoundInItsPlace() {
        assertThat(read("key: { a: \"\ud83d\ude00\", b:1, c d , ? e, f: g,h, i: j }\n")
                        .entries())
                .hasSize(1);

        assertThat(problems())
                .allSatisfy(problem ->
                        assertThat(problem).contains(": key: expected a value after each key, found a key alone"))
                .extracting(problem -> problem.split(":", -1)[2])
                .containsExactly("16", "21", "29", "37");
    }

    @Test
    void anAnchorOfATextThatNothingRefersToIsReported() {
        assertThat(read("a: &some secret\nb: &map { c: &used d, e: *used }\n").entries())
                .hasSize(2);

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(
                        "file.yaml:1:4: a: expected an alias (*) for each anchor (&) of a text, found an anchor that"
                                + " nothing refers to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: \"\\uD800x\"", "a: \"x\\uDC00\"", "\"\\uDE00\\uD83D\": x", "a: [ \"\\uD83D\" ]"})
    void halfOfACharacterIsReported(String text) {
        assertThat(read(text + '\n').entries()).hasSize(1);

        assertThat(problems()).singleElement().asString().contains("expected whole characters, found an escape");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!hunter2",
                "!hunter2 x",
                "&hunter2 x",
                "*hunter2",
                "!<hunter2> x",
                "!e!hunter2 x",
                "!hunter2%zz",
                "!!hunter2 x",
                "!hunter2!x y"
            })
    void aPasswordThatWasNotQuotedIsNotShown(String password) {
        Optional<Node> unused = YamlReader.read("file.yaml", "password: " + password + '\n', problems);

        assertThat(String.join("\n", problems())).doesNotContain("hunter2");
    }
}
