package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.ConfigText;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.FaultProxy;
import dev.probation.agent.servers.FaultProxy.Fault;
import dev.probation.agent.servers.OpenedStores;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.web.api.ApiSchema;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One case's own: the people, the ways to the servers, and an agent that can be stopped and started. */
final class Staging implements AutoCloseable {

    static final String WINDOWS = """
            windows:
              immediate: { until: 14s, settle: 3500ms }
              short-term: { until: 18s }
              medium-term: { until: 22s }
              long-term: { until: 26s }
            """;
    private static final String CONFIGURATION = """
            agent: { store: "<store>", listen: "127.0.0.1:0" }
            targets:
              app: { http: "http://127.0.0.1:<app>" }
              metrics: { prometheus: "http://127.0.0.1:<prometheus>" }
              db: { postgres: "postgresql://postgres@127.0.0.1:<postgres>/postgres" }
              cache: { redis: "redis://127.0.0.1:<redis>/0" }
            include: [ pack:post-deployment ]
            services:
              shop:
                checks:
                  health: { http: app, path: /health, status: 200, every: 500ms, failures: 3, on-breach: rollback, min-coverage: 15% }
                  p95-latency: { over: 2s, every: 500ms, for: 2s, min-coverage: 15% }
                  error-rate: { over: 2s, every: 500ms, for: 2s, rollback-when: "> 5% for 1s", min-coverage: 15% }
                  db-connections: { every: 500ms, min-coverage: 15% }
                  redis-memory: { every: 500ms, min-coverage: 15% }
            rollback:
              to: [ { webhook: "http://127.0.0.1:<people>/rollback", secret: "<secret>" } ]
              deadline: 60s
            """;

    final People people = new People();
    final Config config;
    private final Vertx vertx = VertxFactory.create();
    /** Held, since Vert.x closes a client that nobody holds. */
    private final WebClient client = WebClient.create(vertx);

    private final List<FaultProxy> proxies = new ArrayList<>();
    private Optional<Agent> agent = Optional.empty();

    /**
     * Prepares all but the agent.
     *
     * @param folder for the configuration and the store
     * @param changes to the configuration: what stands in it, and what is to stand there instead
     */
    Staging(Path folder, Servers servers, Map<String, String> changes) throws IOException {
        config = new ConfigText(changed(CONFIGURATION + People.NOTIFY + WINDOWS, changes))
                .withStoreIn(folder)
                .with("app", proxied(servers.app.port()))
                .with("prometheus", proxied(servers.prometheus.port()))
                .with("postgres", proxied(servers.postgres.port()))
                .with("redis", proxied(servers.redis.port()))
                .with("people", people.port())
                .with("secret", People.SECRET)
                .load(folder);
    }

    private static String changed(String text, Map<String, String> changes) {
        String changed = text;
        for (Map.Entry<String, String> change : changes.entrySet()) {
            assertThat(changed).contains(change.getKey());
            changed = changed.replace(change.getKey(), change.getValue());
        }
        return changed;
    }

    private int proxied(int port) {
        FaultProxy proxy = FaultProxy.before(vertx, port);
        proxies.add(proxy);
        return proxy.port();
    }

    /** Cuts the agent off from everything that it asks. */
    void loseEverything() {
        proxies.forEach(proxy -> proxy.set(Fault.RESET));
    }

    void startAgent() {
        agent = Optional.of(Await.result(Agent.start(vertx, config)));
    }

    void stopAgent() {
        Await.done(agent.orElseThrow().stop());
        agent = Optional.empty();
    }

    /** Tells the agent that a version went live; its deployment's id. */
    String deploy(String version) {
        return id(Await.result(agent.orElseThrow().deployments().announce("shop", version, null, false)));
    }

    /** Tells the agent late. */
    String deploy(String version, Instant live) {
        return id(Await.result(agent.orElseThrow().deployments().announce("shop", version, live, false)));
    }

    static String id(DeploymentView view) {
        return view.stored().deployment().id();
    }

    DeploymentView view(String deployment) {
        return Await.result(agent.orElseThrow().deployments().find(deployment)).orElseThrow();
    }

    List<DeploymentView> newest() {
        return Await.result(agent.orElseThrow().deployments().newest("shop", 10));
    }

    void confirm(String deployment) {
        Await.done(agent.orElseThrow().deployments().confirmRollback(deployment, "the deployer"));
    }

    void approve(String deployment, String receiver) {
        DeploymentView unusedView =
                Await.result(agent.orElseThrow().deployments().approve(deployment, receiver, "ada"));
    }

    void awaitPhase(String deployment, Phase phase) {
        Await.until(deployment + " is " + phase, () -> view(deployment).stored().phase() == phase);
    }

    void awaitStage(String deployment, Stage stage) {
        Await.until(
                "the rollback of " + deployment + " is " + stage,
                () -> view(deployment)
                        .rollback()
                        .filter(rollback -> rollback.stage() == stage)
                        .isPresent());
    }

    JsonObject report(String deployment) {
        String report = get("/api/v1/deployments/" + deployment + "/report?format=json");
        assertThat(ApiSchema.shipped("Report").violations(report)).isEmpty();
        return new JsonObject(report);
    }

    String get(String path) {
        return Await.result(
                client.get(agent.orElseThrow().port(), "127.0.0.1", path).send().map(HttpResponse::bodyAsString));
    }

    String address() {
        return "http://127.0.0.1:" + agent.orElseThrow().port();
    }

    /** The store, of which the agent has let go. */
    Store store() {
        return OpenedStores.open(
                config.agent().store(), config.agent().storePassword().orElse(null));
    }

    /** What happened to a deployment, as the store that the agent let go of has it. */
    List<JournalEntry> journal(String deployment, JournalEntry.Kind kind) {
        try (Store store = store()) {
            return store.journal().of(deployment).stream()
                    .filter(entry -> entry.kind() == kind)
                    .toList();
        }
    }

    @Override
    public void close() {
        agent.ifPresent(running -> Await.done(running.stop()));
        proxies.forEach(FaultProxy::close);
        Await.done(vertx.close());
        people.close();
    }
}
