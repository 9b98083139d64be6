package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Config;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.FaultProxy.Fault;
import dev.probation.agent.servers.OpenedStores;
import dev.probation.agent.servers.RealPostgres;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.Store;
import dev.probation.agent.time.AllowForbiddenApi;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole agent, whose store fails while it watches: nobody is left in the dark, nothing is signalled that is not on disk,
 * and what was decided is signalled once when the store is back. {@code -Dprobation.gone=PT5M} has PostgreSQL gone for five
 * minutes.
 */
@Tag("long")
@AllowForbiddenApi("waits for real time to pass")
class AgentStoreFaultsIT extends StoreFaults {

    private static final Duration GONE = Duration.parse(System.getProperty("probation.gone", "PT5S"));

    @Test
    void aFullDisk() throws Exception {
        Path disk = smallDisk();
        failWhileWatching("sqlite:" + disk.resolve("probation.db"), Duration.ofSeconds(5), "disk is full", full(disk));
    }

    @Test
    void aPostgresThatIsGone() throws Exception {
        withPostgres((proxy, url) -> failWhileWatching(url, GONE, "cannot be reached", behind(proxy, Fault.RESET)));
    }

    @Test
    void aPostgresThatHangs() throws Exception {
        withPostgres((proxy, url) -> failWhileWatching(url, GONE, "", behind(proxy, Fault.HANG)));
    }

    @Test
    void aPostgresThatIsRestarted() throws Exception {
        try (RealPostgres postgres = RealPostgres.start()) {
            postgres.execute("CREATE ROLE probation LOGIN", "CREATE DATABASE probation OWNER probation");
            String url = "postgresql://probation@127.0.0.1:" + postgres.port() + "/probation";
            String id = watch(config(url));
            postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'probation'");
            health = 500;

            until(
                    "a rollback signal",
                    Duration.ofSeconds(30),
                    () -> !people.signals().isEmpty());

            assertThat(people.signalIds()).hasSize(1);
            assertThat(said("store cannot be used")).isZero();
            endAndCompare(url, id);
        }
    }

    private String watch(Config config) {
        agent = Optional.of(Await.result(Agent.start(vertx, config)));
        DeploymentView view = Await.result(agent.orElseThrow().deployments().announce("shop", "1.4.2", null, false));
        until("people read of the start", Duration.ofSeconds(20), () -> said("is being watched") == 1);
        return view.stored().deployment().id();
    }

    private void failWhileWatching(String url, Duration gone, String why, Trouble trouble) throws Exception {
        String id = watch(config(url));
        trouble.begin();
        health = 500;
        Instant began = Instant.now();

        until(
                "a page without the store",
                Duration.ofSeconds(40),
                () -> people.pages("trigger").stream().anyMatch(page -> page.endsWith("/health")));
        Duration told = Duration.between(began, Instant.now());
        until("the alarm about the store", Duration.ofSeconds(40), () -> said("store cannot be used") == 1);
        assertThat(people.signals()).isEmpty();
        Answer healthy = get("/-/healthy");
        assertThat(healthy.status()).isEqualTo(503);
        assertThat(healthy.body()).contains(why);
        Answer refused = ask(
                HttpMethod.POST,
                "/api/v1/deployments",
                new JsonObject().put("service", "shop").put("version", "1.5.0").toBuffer());
        assertThat(refused.status()).as(refused.body()).isEqualTo(503);
        assertThat(get("/metrics").status()).isEqualTo(200);
        wait(gone);
        assertThat(people.signals()).isEmpty();
        assertThat(said("store cannot be used")).isEqualTo(1);

        trouble.end();
        Instant back = Instant.now();
        until(
                "a rollback signal",
                Duration.ofSeconds(60),
                () -> !people.signals().isEmpty());
        Duration signalled = Duration.between(back, Instant.now());
        until("the alarm's end", Duration.ofSeconds(40), () -> said("store can be used again") == 1);
        assertThat(people.signalIds()).hasSize(1);
        assertThat(get("/-/healthy").status()).isEqualTo(200);
        System.out.println(url.replaceAll(":.*", "") + ": people told after " + told + ", signalled " + signalled
                + " after the store was back, messages " + people.messages());
        endAndCompare(url, id);
    }

    /** What the store has in the end is what happened, without a gap. */
    private void endAndCompare(String url, String id) {
        until(
                "the signal is in the journal",
                Duration.ofSeconds(20),
                () -> get("/api/v1/deployments/" + id).body().contains("signalled"));
        Await.done(agent.orElseThrow().stop());
        agent = Optional.empty();
        try (Store store = OpenedStores.open(url, null)) {
            List<JournalEntry> journal = store.journal().of(id);
            assertThat(journal).extracting(JournalEntry::kind).doesNotContain(Kind.GAP, Kind.UNDELIVERED);
            assertThat(journal.stream().filter(entry -> entry.kind() == Kind.ROLLBACK_DECIDED))
                    .hasSize(1);
            assertThat(store.deployments().decision(id)).isPresent();
        }
    }
}
