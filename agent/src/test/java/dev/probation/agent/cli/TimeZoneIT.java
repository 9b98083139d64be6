package dev.probation.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.servers.RealPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a machine whose time zone PostgreSQL does not know. */
@SuppressWarnings("NullAway.Init") // start, which JUnit calls first
class TimeZoneIT {

    private static RealPostgres postgres;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        postgres = RealPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"IST", "AET", "Asia/Kolkata"})
    void targetAndStoreAreReachedAllTheSame(String zone) throws IOException, InterruptedException {
        Path config = Files.writeString(folder.resolve("probation.yaml"), """
                agent: { store: "postgresql://postgres@127.0.0.1:%1$d/postgres", listen: "127.0.0.1:0" }
                targets: { db: { postgres: "postgresql://postgres@127.0.0.1:%1$d/postgres" } }
                services: { shop: { checks: { connections: { postgres: db, measure: connections, expect: "< 90%%" } } } }
                """.formatted(postgres.port()));
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "check",
                        "--online",
                        "--config.file",
                        config.toString())
                .redirectErrorStream(true);
        String unusedBefore = command.environment().put("TZ", zone);

        Process process = command.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said).doesNotContain("TimeZone").contains("usable");
        assertThat(process.exitValue()).isZero();
    }
}
