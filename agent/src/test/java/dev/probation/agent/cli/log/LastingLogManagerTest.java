package dev.probation.agent.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LastingLogManagerTest {

    /** Logs as it ends, once the JDK has closed the log or some time has passed. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) {
            System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
            new LogOptions().apply();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                long until = System.nanoTime() + Duration.ofMillis(300).toNanos();
                while (Logger.getLogger("").getHandlers().length > 0 && System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                LoggerFactory.getLogger("dev.probation.last").info("the last words");
            }));
        }
    }

    @Test
    void whatIsLoggedAtTheEndIsWritten() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said).contains("the last words");
        } finally {
            Process unusedEnded = process.destroyForcibly();
        }
    }
}
