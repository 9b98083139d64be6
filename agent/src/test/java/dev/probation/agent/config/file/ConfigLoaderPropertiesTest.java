package dev.probation.agent.config.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.probation.agent.config.Config;
import dev.probation.agent.settings.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code -Dprobation.times=5} tries so many times as many seeds, {@code -Dprobation.seed=1} others. */
@Tag("seeds")
class ConfigLoaderPropertiesTest {

    private static final long SEED = Long.getLong("probation.seed", 1);
    private static final int TIMES = Integer.getInteger("probation.times", 1);

    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\n",
            "  ",
            "&a ",
            "*a",
            "<<: ",
            "!!int ",
            "\"",
            "'",
            "#",
            "${",
            "${X}",
            "$$",
            "null",
            "~",
            "0",
            "-1",
            "1e9",
            "99999999999999999999",
            "%",
            "off",
            "true",
            "- ",
            "? ",
            "|\n",
            "\u0000",
            "\ud83d\ude00",
            "between 1 and",
            "http://",
            "@",
            ".inf");

    @TempDir
    private Path folder;

    static LongStream seeds() {
        return LongStream.range(SEED, SEED + 8L * TIMES);
    }

    /** Whatever is cut out of, put into or swapped in a good file, it is read or it is refused with a place in it. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aDamagedFileIsReadOrRefusedButNeverACrash(long seed) throws IOException {
        ConfigFiles files = new ConfigFiles(folder);
        String good = files.example();
        Random random = new Random(seed);

        for (int round = 0; round < 60; round++) {
            String damaged = damage(good, random);
            try {
                Config config = files.load(damaged, Map.of("X", "x"));
                assertThat(config.services()).isNotEmpty();
            } catch (InvalidConfigException e) {
                assertThat(e.problems())
                        .isNotEmpty()
                        .isSorted()
                        .allSatisfy(
                                problem -> assertThat(problem.location().line()).isPositive());
                assertThat(e.getMessage()).doesNotContain("secret of ");
            } catch (RuntimeException e) {
                fail("seed " + seed + ", round " + round + ":\n" + damaged, e);
            }
        }
    }

    private static String damage(String good, Random random) {
        List<String> lines = new ArrayList<>(good.lines().toList());
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            int column = random.nextInt(line.length() + 1);
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            switch (random.nextInt(4)) {
                case 0 -> lines.set(at, line.substring(0, column) + piece + line.substring(column));
                case 1 -> lines.set(at, line.substring(0, column));
                case 2 -> lines.set(at, lines.set(random.nextInt(lines.size()), line));
                default -> lines.set(at, line.substring(0, line.indexOf(':') + 1) + ' ' + piece);
            }
        }
        return String.join("\n", lines) + '\n';
    }
}
