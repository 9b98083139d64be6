package dev.probation.rules.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainLineTest {

    private static final String LINE =
            "{\"at\":\"2026-01-31T10:00:15Z\",\"check\":\"p95\",\"value\":%s,\"bad\":%s,\"total\":150,\"detail\":\"%s\"}";

    /** So close to what it is made of that many of them are right. */
    private static final String LETTERS = "0123456789-+.eE,:\"\\{} \té";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"at\":\"2026-01-31T10:00:15Z\",\"check\":\"p95\",\"value\":0.02}",
                "{\"at\":\"2026-01-31T10:00:15.5Z\",\"check\":\"p95\",\"value\":-1.5E-300,\"bad\":0,\"total\":999999999999999}",
                "{\"at\":\"2026-01-31T10:00:15Z\",\"check\":\"p95\",\"value\":1.0E10,\"detail\":\"142 of 200, é\"}",
                "{\"at\":\"2026-01-31T10:00:15Z\",\"check\":\"p95\",\"value\":0.0,\"bad\":3,\"total\":150,\"detail\":\"x\"}"
            })
    void isWhatWasMeasuredAsItIsWritten(String line) throws IOException {
        assertThat(plain(line)).isNotNull();
        assertThat(read(line)).isEqualTo(read(disguised(line)));
    }

    @ParameterizedTest(name = "value {0}, bad {1}, detail {2}")
    @CsvSource(
            quoteCharacter = '\'',
            nullValues = "-",
            value = {
                "1,     3, x",
                "-0,    3, x",
                "01.5,  3, x",
                "1.,    3, x",
                ".5,    3, x",
                "1.5E,  3, x",
                "1.5e3, 3, x",
                "1.5E+3, 3, x",
                "NaN,   3, x",
                "1.5f,  3, x",
                "1.5,   03, x",
                "1.5,   -3, x",
                "1.5,   3.0, x",
                "1.5,   1234567890123456, x",
                "1.5,   3, ''",
                "1.5,   3, a\\n",
                "1.5,   3, '\"'",
            })
    void leavesOthersToTheParser(String value, String bad, String detail) throws IOException {
        String line = String.format(LINE, value, bad, detail);

        assertThat(plain(line)).isNull();
        assertThat(read(line)).isEqualTo(read(disguised(line)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsAsTheParserReads(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            StringBuilder line =
                    new StringBuilder(String.format(LINE, random.nextDouble() * 100, random.nextInt(200), "x"));
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                int at = 1 + random.nextInt(line.length() - 1);
                String letter = String.valueOf(LETTERS.charAt(random.nextInt(LETTERS.length())));
                line.replace(at, Math.min(line.length(), at + random.nextInt(3)), random.nextBoolean() ? letter : "");
            }

            assertThat(read(line.toString())).as("%s", line).isEqualTo(read(disguised(line.toString())));
        }
    }

    /** The same JSON, but not as it is written. */
    private static String disguised(String line) {
        return "{ " + line.substring(1);
    }

    private static @Nullable Sample plain(String line) throws IOException {
        Lines lines = new Lines(new StringReader(line), line.length());
        assertThat(lines.next()).isTrue();
        return new PlainLine(new CheckIds(), new Instants()).read(lines);
    }

    /** The sample, or what is wrong with it. */
    private static String read(String line) throws IOException {
        try (RecordingReader reader = new RecordingReader("r", new StringReader(line))) {
            return reader.next().toString();
        } catch (RecordingException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
