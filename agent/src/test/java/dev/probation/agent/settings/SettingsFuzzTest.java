package dev.probation.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.probation.rules.expectation.Expectation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** Regression over the inputs kept; in the profile {@code long} the fuzzer looks for more. It takes one test a class. */
@Tag("seeds")
class SettingsFuzzTest {

    private static final Field<String> NAME = Field.required("name", Types.text(), "A name.");
    private static final Field<Duration> EVERY = Field.written("every", Types.duration(), "15s", "An interval.");
    private static final Field<List<Integer>> CODES =
            Field.defaulting("codes", Types.listOf(Types.integer(1, 9)), List.of(), "Numbers.");
    private static final Field<Optional<Expectation>> EXPECT =
            Field.optional("expect", Types.expectation(), "A limit.");
    private static final Field<Double> SHARE = Field.written("share", Types.percentage(), "1%", "A share.");
    private static final ObjectSchema<String> SCHEMA =
            ObjectSchema.of(List.of(NAME, EVERY, CODES, EXPECT, SHARE), values -> values.get(NAME));

    @FuzzTest(maxDuration = "20s")
    void anyDocumentIsReadOrRefused(byte[] data) {
        Problems problems = new Problems();
        Optional<Node> root = YamlReader.read("fuzz", new String(data, StandardCharsets.UTF_8), problems)
                .map(new Interpolation(Map.of("X", "x"), problems)::apply);

        boolean read = root.map(node -> Optional.ofNullable(SCHEMA.read(new Cursor(node, "", problems))))
                .map(Optional::isPresent)
                .orElse(true);

        assertThat(read || !problems.found().isEmpty()).isTrue();
    }
}
