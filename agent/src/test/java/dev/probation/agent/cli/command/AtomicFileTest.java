package dev.probation.agent.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    private Path folder;

    private static void write(Path file) throws IOException {
        try (AtomicFile whole = AtomicFile.begin(file)) {
            try (Writer to = whole.writer()) {
                to.write("whole\n");
            }
            whole.finish();
        }
    }

    @Test
    void isNotThereBeforeItIsWhole() throws IOException {
        Path file = folder.resolve("a.jsonl");
        try (AtomicFile half = AtomicFile.begin(file)) {
            try (Writer to = half.writer()) {
                to.write("half");
            }
        }
        assertThat(folder).isEmptyDirectory();

        write(file);

        assertThat(file).hasContent("whole");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void leavesALinkAndWritesWhatItLeadsTo() throws IOException {
        Path file = Files.writeString(folder.resolve("there"), "before");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("there"));

        write(link);

        assertThat(link).isSymbolicLink();
        assertThat(file).isRegularFile().hasContent("whole");
    }

    /** As {@code /dev/stdout} is one, where a command is at the head of a pipe. */
    @Test
    void writesToAPipeAsItIs() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> line(pipe));

        write(pipe);

        assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo("whole");
        assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther())
                .isTrue();
    }

    private static String line(Path pipe) {
        try (BufferedReader lines = Files.newBufferedReader(pipe)) {
            return String.valueOf(lines.readLine());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
