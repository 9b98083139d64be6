package dev.probation.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.cli.command.CommandClock;
import dev.probation.agent.cli.command.CommandContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that a signal ends before they have begun. */
class EndedProcessTest {

    @TempDir
    Path folder;

    /** Runs a command in a process that is ending. */
    static final class Ending {

        private Ending() {}

        public static void main(String[] args) {
            CommandContext context = new CommandContext(
                    Map.of(),
                    false,
                    new CommandClock.Real(),
                    new LiveCommandServices(),
                    new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                    new PrintWriter(System.err, true, StandardCharsets.UTF_8));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                int unusedCode = Commands.run(context, args);
                System.out.println("ended");
            }));
        }
    }

    @Test
    void theAgentEndsQuietly() throws Exception {
        assertThat(said("serve")).isEqualTo("ended");
    }

    @Test
    void verifyEndsQuietly() throws Exception {
        assertThat(said("verify", "shop", "1.4.2", "--for", "10s")).isEqualTo("ended");
    }

    @Test
    void whatIsNotWrittenIsSaid() throws Exception {
        Path to = folder.resolve("before.jsonl");

        assertThat(interrupted("baseline", "shop", "--for", "30m", "--to", to.toString()))
                .endsWith("probation: ended before " + to + " was complete, so nothing was written to it");
        assertThat(folder.resolve("before.jsonl.part")).doesNotExist();
        assertThat(interrupted("baseline", "shop", "--for", "30m", "--to", "-"))
                .endsWith("probation: ended before standard output was complete, so nothing was written to it");
    }

    @Test
    void thereIsNoVerdictAndThatIsSaid() throws Exception {
        String report = "md:" + folder.resolve("report.md");

        assertThat(interrupted("verify", "shop", "1.4.2", "--for", "30m", "--log.level", "info", "--report", report))
                .contains("probation: ended before the verdict on shop 1.4.2, so no report was written");
    }

    /** What a command says that a signal ends while it measures. */
    private String interrupted(String... command) throws IOException, InterruptedException {
        Process process = start(Main.class, command);
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            StringBuilder text = new StringBuilder(said.readLine());
            // the process's own way would close what it says, too
            assertThat(process.toHandle().destroy()).isTrue();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                text.append('\n').append(line);
            }
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return text.toString();
        } finally {
            Process unusedEnded = process.destroyForcibly();
        }
    }

    private String said(String... command) throws IOException, InterruptedException {
        Process process = start(Ending.class, command);
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return said.strip();
        } finally {
            Process unusedEnded = process.destroyForcibly();
        }
    }

    private Process start(Class<?> program, String... command) throws IOException {
        Path config = Files.writeString(folder.resolve("probation.yaml"), """
                agent: { store: "sqlite:%s", listen: "127.0.0.1:0" }
                targets: { app: { http: "http://127.0.0.1:1" } }
                services: { shop: { checks: { health: { http: app, every: 1s } } } }
                """.formatted(folder.resolve("p.db")));
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        words.addAll(List.of(command));
        words.addAll(List.of("--config.file", config.toString()));
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }
}
