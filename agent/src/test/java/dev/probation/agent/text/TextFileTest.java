package dev.probation.agent.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFileTest {

    @TempDir
    private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("secret"), bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sécret",
                "sécret\n",
                "sécret\r\n",
                "sécret\n\n",
                "sécret\r\n\r\n",
                "\uFEFFsécret",
                "\uFEFFsécret\n\n"
            })
    void readsATextAsEditorsLeaveIt(String written) throws IOException {
        assertThat(TextFile.read(file(written.getBytes(StandardCharsets.UTF_8)), 100))
                .isEqualTo("sécret");
    }

    @ParameterizedTest
    @ValueSource(strings = {" secret ", "se\ncret", "\nsecret", "s", ""})
    void leavesTheRestAsItIs(String written) throws IOException {
        assertThat(TextFile.read(file(written.getBytes(StandardCharsets.UTF_8)), 100))
                .isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM"})
    void refusesUtf16(String charset) throws IOException {
        Path file = file("secret\r\n".getBytes(Charset.forName(charset)));

        IOException refused = catchThrowableOfType(IOException.class, () -> TextFile.read(file, 100));

        assertThat(FileFault.why(refused)).isEqualTo("it is a text in UTF-16; save it in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "windows-1252"})
    void refusesOtherBytes(String charset) throws IOException {
        Path file = file("sécret".getBytes(Charset.forName(charset)));

        IOException refused = catchThrowableOfType(IOException.class, () -> TextFile.read(file, 100));

        assertThat(FileFault.why(refused)).isEqualTo("it is no text in UTF-8");
    }
}
