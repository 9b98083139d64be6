package dev.probation.agent.config.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad configurations and all that is said about them: cases of {@code config/bad.txt}, each a name after {@code ###}, the
 * lines that differ from a good configuration, and after {@code --->} what is said.
 *
 * <p>A line {@code replace OLD => NEW} changes the good configuration; {@code whole} leaves nothing of it.
 */
class BadConfigTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("EMPTY", "", "SOON", "soon", "PASSWORD_URL", "redis://u:hunter2@cache", "LINES", "hunter2\r\nX: y");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void saysWhatIsWrong(String name, String text, String expected) throws IOException {
        ConfigFiles files = new ConfigFiles(folder);
        files.put("empty-secret", "\n");
        files.put("secret", "hunter2\n");
        files.put("two-lines", "hunter2\nhunter2\n");
        files.put("ca.pem", ConfigFiles.resource("/config/ca.pem"));
        files.put("empty.pem", "");
        files.put("cut.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n");
        files.put("damaged.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        files.put("list.yaml", "- a\n");
        files.put("circle.yaml", "include: probation.yaml\n");

        String problems = files.problems(text, new HashMap<>(ENVIRONMENT));

        assertThat(problems).isEqualTo(expected).doesNotContain("hunter2");
    }

    @Test
    void theGoodConfigurationThatTheCasesChangeIsGood() throws IOException {
        ConfigFiles files = new ConfigFiles(folder);

        assertThat(files.problems(good(), Map.of())).startsWith("valid");
    }

    @Test
    void thereAreAtLeastSixtyCases() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(60);
    }

    static Stream<Arguments> cases() throws IOException {
        String good = good();
        return Arrays.stream(ConfigFiles.resource("/config/bad.txt").split("(?m)^### "))
                .skip(1)
                .map(part -> part.split("\n", 2))
                .map(part -> Arguments.of(part[0], text(good, part[1]), expected(part[1])));
    }

    private static String good() throws IOException {
        return ConfigFiles.resource("/config/good.yaml");
    }

    private static String expected(String part) {
        return part.substring(part.indexOf("--->\n") + 5).strip();
    }

    private static String text(String good, String part) {
        String change = part.substring(0, part.indexOf("--->"));
        if (change.startsWith("whole\n")) {
            return change.substring("whole\n".length());
        }
        String text = good;
        for (String line : change.lines().toList()) {
            String[] sides = line.substring("replace ".length()).split(" => ", -1);
            assertThat(text).contains(sides[0]);
            text = text.replace(sides[0], sides[1].replace("\\n", "\n"));
        }
        return text;
    }
}
