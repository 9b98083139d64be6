package dev.probation.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.cli.command.CommandClock;
import dev.probation.agent.cli.command.CommandServices;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own. */
class MainTest {

    @TempDir
    private Path folder;

    /** 1 is the verdict "fail". */
    @Test
    void aDamagedProgramIsNoVerdict() throws Exception {
        // no more than Java needs to begin with it
        for (Class<?> one : List.of(Main.class, StandardOutput.class, CommandServices.class, CommandClock.class)) {
            copy(one);
        }

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        folder.toString(),
                        Main.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("NoClassDefFoundError");
        assertThat(process.exitValue()).isEqualTo(4);
    }

    private void copy(Class<?> one) throws Exception {
        String name = one.getName().replace('.', '/') + ".class";
        Path to = folder.resolve(name);
        assertThat(Files.createDirectories(to.getParent())).exists();
        try (InputStream from = Main.class.getResourceAsStream('/' + name)) {
            assertThat(Files.copy(from, to)).isPositive();
        }
    }
}
