package dev.probation.agent.cli;

import dev.probation.agent.config.AgentConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.probe.ProbeKinds;
import dev.probation.agent.probe.http.VersionReader;
import dev.probation.agent.report.ReportJson;
import dev.probation.agent.report.ReportMarkdown;
import dev.probation.agent.signal.Heartbeat;
import dev.probation.agent.signal.Outbox;
import dev.probation.agent.store.Journal;
import dev.probation.agent.store.StoreThread;
import dev.probation.agent.store.Stores;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import dev.probation.agent.watch.Clients;
import dev.probation.agent.watch.DeploymentView;
import dev.probation.agent.watch.Deployments;
import dev.probation.agent.watch.WatchLoop;
import dev.probation.agent.web.ReportSource.Format;
import dev.probation.agent.web.WebServer;
import dev.probation.agent.web.WebSettings;
import dev.probation.agent.web.WebSources;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running agent: the parts put together, and taken apart again in the opposite order. */
public final class Agent {

    private final Vertx vertx;
    private final Config config;
    private final Time time;
    private final Metrics metrics;
    private final StoreThread store;
    private final LiveEvents events;
    private final Clients clients;
    private final WatchLoop watch;
    private final AtomicBoolean ready = new AtomicBoolean();
    private final WebServer web;
    private final Heartbeat heartbeat;
    private volatile Optional<Outbox> outbox = Optional.empty();
    private volatile int port;

    private Agent(Vertx vertx, Context loop, Config config, StoreThread store) {
        this.vertx = vertx;
        this.config = config;
        this.store = store;
        this.time = new VertxTime(vertx, loop);
        this.metrics = new Metrics(Version.text(), "unknown");
        metrics.configured(
                config.fingerprint(),
                config.services().stream().map(ServiceConfig::name).toList(),
                time.now());
        this.events = new LiveEvents(store, time);
        this.clients = new Clients(ProbeKinds.all(events), vertx, time);
        this.watch = new WatchLoop(
                config,
                loop,
                time,
                store,
                clients,
                metrics,
                source -> VersionReader.of(source, vertx, time)::read,
                () -> outbox.ifPresent(Outbox::wake));
        this.heartbeat = new Heartbeat(config.agent().heartbeat(), vertx, time, metrics, this::works);
        this.web = new WebServer(vertx, time, settings(config), sources());
    }

    /** Opens the store, goes on where the last agent stopped, and listens; fails with what keeps it from that. */
    public static Future<Agent> start(Vertx vertx, Config config) {
        Context loop = vertx.getOrCreateContext();
        AgentConfig settings = config.agent();
        return StoreThread.open(vertx, () -> Stores.open(settings.store(), settings.storePassword()))
                .compose(store -> {
                    Agent agent = new Agent(vertx, loop, config, store);
                    return agent.begin().recover(cause -> agent.stop().transform(done -> Future.failedFuture(cause)));
                });
    }

    private Future<Agent> begin() {
        return web.start()
                .onSuccess(listening -> port = listening)
                .compose(listening -> events.load())
                .compose(loaded -> watch.start())
                .compose(watching -> Outbox.start(
                        vertx,
                        watch.time(),
                        store,
                        config.receivers(),
                        config.rollback(),
                        metrics.outbox(),
                        watch::signalled))
                .map(started -> {
                    outbox = Optional.of(started);
                    ready.set(true);
                    heartbeat.start();
                    return this;
                });
    }

    private static WebSettings settings(Config config) {
        AgentConfig agent = config.agent();
        return new WebSettings(
                agent.host(),
                agent.port(),
                agent.token(),
                agent.gateToken(),
                config.events(),
                Version.text(),
                WebSettings.Limits.DEFAULT);
    }

    private WebSources sources() {
        return new WebSources(
                watch.deployments(),
                config.services(),
                this::report,
                new LiveRecordings(watch.deployments(), store),
                metrics,
                new LiveSilences(store, watch.time(), () -> outbox.ifPresent(Outbox::wake)),
                events,
                most -> store.submit(open -> open.outgoing().deadLetters(most)),
                this::healthProblem,
                this::readyProblem);
    }

    private Future<Optional<String>> report(String deployment, Format format, Optional<String> window) {
        return watch.deployments()
                .find(deployment)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.<String>empty())
                        : store.submit(open -> open.journal(deployment))
                                .map(journal -> report(found.orElseThrow(), journal, format, window)));
    }

    private static Optional<String> report(
            DeploymentView view, List<Journal> journal, Format format, Optional<String> window) {
        return switch (format) {
            case JSON ->
                window.map(name -> ReportJson.window(view, journal, name))
                        .orElseGet(() -> Optional.of(ReportJson.deployment(view, journal)))
                        .map(json -> json.encodePrettily());
            case MARKDOWN ->
                window.map(name -> ReportMarkdown.window(view, journal, name))
                        .orElseGet(() -> Optional.of(ReportMarkdown.deployment(view, journal)));
        };
    }

    private Future<Optional<String>> healthProblem() {
        return store.submit(open ->
                        open.isWritable() ? Optional.<String>empty() : Optional.of("the store cannot be written"))
                .otherwise(cause -> Optional.of("the store cannot be used"));
    }

    private Future<Boolean> works() {
        return healthProblem().map(Optional::isEmpty);
    }

    private Future<Optional<String>> readyProblem() {
        return Future.succeededFuture(ready.get() ? Optional.empty() : Optional.of("the agent is starting"));
    }

    /** The port it listens on, which matters where the configured one is 0. */
    public int port() {
        return port;
    }

    public Deployments deployments() {
        return watch.deployments();
    }

    /** Stops taking, asking and sending, and closes the store; what is unfinished goes on at the next start. */
    public Future<Void> stop() {
        ready.set(false);
        return web.stop()
                .eventually(heartbeat::stop)
                .eventually(watch::stop)
                .eventually(() -> outbox.map(Outbox::close).orElseGet(Future::succeededFuture))
                .eventually(clients::close)
                .eventually(store::close);
    }
}
