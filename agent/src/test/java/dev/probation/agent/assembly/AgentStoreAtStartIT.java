package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.servers.FaultProxy.Fault;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole agent, whose store cannot be used as it starts. */
@Tag("long")
class AgentStoreAtStartIT extends StoreFaults {

    /** The agent waits for its store, listening; then it goes on by itself. */
    private void waitsForItsStore(String url, String why, Trouble trouble) throws Exception {
        trouble.begin();
        Agent waiting = Agent.of(vertx, config(url));
        agent = Optional.of(waiting);
        Future<Void> started = waiting.start();
        until("it listens", Duration.ofSeconds(20), () -> waiting.port() > 0);

        until(
                "it says why",
                Duration.ofSeconds(20),
                () -> get("/-/healthy").body().contains(why));
        assertThat(get("/-/healthy").status()).isEqualTo(503);
        assertThat(get("/-/ready").status()).isEqualTo(503);
        assertThat(get("/metrics").body()).contains("probation_heartbeat_timestamp_seconds NaN");
        assertThat(get("/api/v1/deployments").status()).isEqualTo(503);
        until("people are told", Duration.ofSeconds(60), () -> said("store cannot be used") == 1);
        assertThat(started.isComplete()).isFalse();

        trouble.end();
        until("it is ready", Duration.ofSeconds(30), () -> get("/-/ready").status() == 200);
        until("the alarm's end", Duration.ofSeconds(20), () -> said("store can be used again") == 1);
        assertThat(started.succeeded()).isTrue();
    }

    @Test
    void aFileThatIsDamagedAtTheStart() throws Exception {
        Path file = folder.resolve("probation.db");
        waitsForItsStore("sqlite:" + file, "Restore it from a backup", new Trouble() {
            @Override
            public void begin() throws IOException {
                Files.writeString(file, "no database at all ".repeat(1_000));
            }

            @Override
            public void end() throws IOException {
                assertThat(file).content().startsWith("no database at all");
                Files.delete(file);
            }
        });
    }

    @Test
    void aDiskThatIsFullAtTheStart() throws Exception {
        Path disk = smallDisk();
        waitsForItsStore("sqlite:" + disk.resolve("probation.db"), "disk", full(disk));
    }

    @Test
    void aDiskThatIsReadOnlyAtTheStart() throws Exception {
        Path disk = smallDisk();
        waitsForItsStore("sqlite:" + disk.resolve("probation.db"), "let the agent write to it", new Trouble() {
            @Override
            public void begin() throws Exception {
                assertThat(run("mount", "-o", "remount,ro", disk.toString())).isZero();
            }

            @Override
            public void end() throws Exception {
                assertThat(run("mount", "-o", "remount,rw", disk.toString())).isZero();
            }
        });
    }

    @Test
    void aPostgresThatIsNotThereYet() throws Exception {
        withPostgres((proxy, url) -> waitsForItsStore(url, "cannot be", behind(proxy, Fault.RESET)));
    }
}
