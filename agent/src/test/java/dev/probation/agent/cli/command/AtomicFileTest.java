package dev.probation.agent.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
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

    @Test
    void writesToAPipeAsItIs() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThat(read(pipe, pipe)).isEqualTo("whole");
        assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther())
                .isTrue();
    }

    /** As {@code /dev/stdout} is where a command's output is piped: a link to what cannot be named. */
    @Test
    void writesToAPipeBehindALinkThatNamesNothing() throws Exception {
        Process sleeping = new ProcessBuilder("cat").start();
        Path link = Path.of("/proc", String.valueOf(sleeping.pid()), "fd", "0");
        try {
            assertThat(Files.readSymbolicLink(link).toString()).startsWith("pipe:");
            write(Files.createSymbolicLink(folder.resolve("stdin"), link));
            sleeping.getOutputStream().close();

            assertThat(new String(sleeping.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("whole\n");
        } finally {
            sleeping.destroyForcibly();
        }
    }

    private static String read(Path pipe, Path written) throws Exception {
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> line(pipe));
        write(written);
        return read.get(20, TimeUnit.SECONDS);
    }

    private static String line(Path pipe) {
        try (BufferedReader lines = Files.newBufferedReader(pipe)) {
            return String.valueOf(lines.readLine());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
