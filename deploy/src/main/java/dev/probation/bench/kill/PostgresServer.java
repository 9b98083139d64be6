package dev.probation.bench.kill;

import dev.probation.agent.time.AllowForbiddenApi;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;

/** A real PostgreSQL on a free port, which it prints; it ends with whoever started it. */
@AllowForbiddenApi("a program that prints its port")
final class PostgresServer {
    private PostgresServer() {}

    public static void main(String[] arguments) throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "300")
                .start()) {
            System.out.println(postgres.getPort());
            while (System.in.read() >= 0) {
                // until the other end is closed
            }
        }
    }
}
