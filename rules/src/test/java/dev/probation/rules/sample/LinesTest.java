package dev.probation.rules.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a\n",
                "\n",
                "\n\n",
                "a\r\nb\r\n",
                "a\rb",
                "\r\r\n\n",
                "a\n\rb",
                "longer than it\nb",
                "a\n\n"
            })
    void areThoseOfTheLibrary(String text) throws IOException {
        assertThat(lines(text, 3))
                .isEqualTo(new BufferedReader(new StringReader(text)).lines().toList());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void areTheSameWhereverTheBufferEnds(long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        random.ints(2000, 0, 12).forEach(i -> text.append("abcdefgh \n\n\r".charAt(i)));

        for (int size = 1; size < 12; size++) {
            assertThat(lines(text.toString(), size))
                    .as("a buffer of %d", size)
                    .isEqualTo(text.toString().lines().toList());
        }
    }

    private static List<String> lines(String text, int size) throws IOException {
        Lines lines = new Lines(new StringReader(text), size);
        List<String> found = new ArrayList<>();
        while (lines.next()) {
            assertThat(lines.isBlank()).isEqualTo(lines.toString().isBlank());
            found.add(lines.toString());
        }
        return found;
    }
}
