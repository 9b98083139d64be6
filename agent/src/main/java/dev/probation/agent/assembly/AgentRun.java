package dev.probation.agent.assembly;

import dev.probation.agent.alarm.EmergencyNotifier;
import dev.probation.agent.alarm.Heartbeat;
import dev.probation.agent.alarm.StoreAlarm;
import dev.probation.agent.config.AgentConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.outbox.Outbox;
import dev.probation.agent.outbox.RollbackFollower;
import dev.probation.agent.outbox.stage.KnownIncidents;
import dev.probation.agent.probe.FiringAlerts;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.ProbeKinds;
import dev.probation.agent.probe.TargetClients;
import dev.probation.agent.probe.http.VersionReader;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.store.DirectlyTold;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.store.StoreInUseException;
import dev.probation.agent.store.sql.StoreFactory;
import dev.probation.agent.time.EndableTime;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.SteadyTime;
import dev.probation.agent.time.VertxTime;
import dev.probation.agent.watch.UnwrittenMessages;
import dev.probation.agent.watch.WatchLoop;
import dev.probation.agent.watch.commit.Committed;
import dev.probation.agent.watch.commit.DeploymentCounters;
import dev.probation.agent.watch.commit.DeploymentLog;
import dev.probation.agent.web.WebServer;
import dev.probation.agent.web.WebSources;
import dev.probation.agent.web.connection.AcceptLimit;
import dev.probation.agent.web.exchange.WebSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running agent, from waiting for its store until it is stopped or the store is lost: the parts put together, and taken apart
 * again in the opposite order.
 */
final class AgentRun {

    private static final Logger log = LoggerFactory.getLogger(AgentRun.class);

    private static final long SECONDS_TO_LOOK = 5;

    private final Context loop;
    private final Config config;
    /** The clocks of this machine, for talking to others. */
    private final EndableTime time;

    /** Which stamps and times all that the agent writes and tells. */
    private final SteadyTime steady;

    /** Of all that it connects to. */
    private final HostNames names;

    private final ReceiverContext receiverContext;
    private final Metrics metrics;
    private final KnownIncidents incidents = new KnownIncidents();
    private final StoreExecutor store;
    private final LiveEvents events;
    private final TargetClients clients;
    private final WatchLoop watch;
    private final EmergencyNotifier notifier;
    private final StoreAlarm alarm;
    private final AtomicBoolean ready = new AtomicBoolean();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final WebServer web;
    private final Heartbeat heartbeat;
    private volatile @Nullable Outbox outbox;
    private volatile int port;

    /** Who has the store, where another agent has it. */
    private volatile @Nullable StoreInUseException inUse;

    private final Promise<Void> ended = Promise.promise();
    private final AtomicBoolean ending = new AtomicBoolean();

    /**
     * @param port to listen on; 0 for a free one
     * @param lost told once, on any thread, that another agent has taken the store; this is to be given up then
     */
    AgentRun(Vertx vertx, Config config, int port, Consumer<StoreInUseException> lost) {
        this.loop = vertx.getOrCreateContext();
        this.port = port;
        AgentConfig settings = config.agent();
        this.config = config;
        this.time = new EndableTime(new VertxTime(vertx, loop));
        this.names = new HostNames(vertx, time);
        this.store = StoreExecutor.unopened(
                vertx,
                () -> StoreFactory.open(
                        settings.store(), settings.storePassword().orElse(null), names, time, lost));
        this.steady = new SteadyTime(time);
        this.metrics = new Metrics(Version.text(), "unknown");
        metrics.configured(
                config.fingerprint(),
                config.services().stream().map(ServiceConfig::name).toList(),
                time.now());
        this.receiverContext = new ReceiverContext(vertx, time, names);
        this.notifier = new EmergencyNotifier(
                receiverContext, loop, steady, config.receivers(), metrics.outbox(), incidents, store::standing);
        ProbeKinds kinds = ProbeKinds.load();
        this.events = new LiveEvents(store, time, alert -> isAskedFor(kinds, alert));
        ProbeContext probeContext = new ProbeContext(vertx, time, names, events);
        this.clients = new TargetClients(kinds, probeContext);
        this.watch = new WatchLoop(
                config,
                loop,
                steady,
                store,
                clients,
                metrics,
                source -> VersionReader.of(source, probeContext)::read,
                unwritten(),
                List.of(new DeploymentLog(), new DeploymentCounters(metrics), this::messagesCommitted));
        this.alarm = new StoreAlarm(steady, name(config.agent()), this::storeProblem, this::patience, notifier);
        this.heartbeat = new Heartbeat(config.agent().heartbeat().orElse(null), receiverContext, metrics, this::works);
        this.web = new WebServer(vertx, time, settings(config, port), sources());
    }

    private boolean isAskedFor(ProbeKinds kinds, FiringAlerts.Alert alert) {
        return config.services().stream()
                .flatMap(service -> service.checks().stream())
                .anyMatch(check -> kinds.of(check.target()).asksFor(check, alert));
    }

    /**
     * Listens, opens the store, and goes on where the last agent stopped. Where the store cannot be used it waits for it,
     * however long that takes; fails with what no waiting helps against.
     */
    Future<Void> start() {
        return web.start()
                .onSuccess(listening -> port = listening)
                .map(listening -> {
                    watch.requireProbes();
                    alarm.start();
                    return null;
                })
                .compose(listening -> patiently(this::openStore))
                .compose(open -> patiently(events::load))
                .compose(loaded -> patiently(watch::start))
                .compose(watching -> patiently(this::startOutbox))
                .compose(this::begin);
    }

    /** Where it was ended meanwhile, so is what was started last. */
    private Future<Void> begin(Outbox started) {
        outbox = started;
        if (ending.get()) {
            return started.close()
                    .compose(closed -> Future.failedFuture(new StoreException("the agent ended while it started")));
        }
        ready.set(true);
        heartbeat.start();
        Future<Void> unused = new FirstUses(config, names).begin();
        return Future.succeededFuture();
    }

    private Future<Void> openStore() {
        return store.open().onSuccess(opened -> inUse = null).onFailure(this::notOpened);
    }

    private void notOpened(Throwable cause) {
        StoreInUseException before = inUse;
        StoreInUseException now = cause instanceof StoreInUseException held ? held : null;
        if (now != null && (before == null || !Objects.equals(now.getMessage(), before.getMessage()))) {
            log.warn(
                    "waiting for the store address=http://{}:{} cause={}",
                    config.agent().host(),
                    port,
                    now.getMessage());
        }
        inUse = now;
    }

    private Future<Outbox> startOutbox() {
        return Outbox.start(
                receiverContext,
                steady,
                store,
                config.receivers(),
                config.rollback(),
                metrics.outbox(),
                incidents,
                follower());
    }

    private <T> Future<T> patiently(Supplier<Future<T>> step) {
        return StoreWait.until(step, time, stopping::get);
    }

    private RollbackFollower follower() {
        return new RollbackFollower() {
            @Override
            public void signalled(String deployment) {
                watch.signalled(deployment);
            }

            @Override
            public Future<Boolean> hasEnded(String deployment) {
                return watch.hasEnded(deployment);
            }
        };
    }

    private UnwrittenMessages unwritten() {
        return new UnwrittenMessages() {
            @Override
            public void deliver(List<Message> messages) {
                notifier.tell(messages);
            }

            @Override
            public List<DirectlyTold> told(List<Message> messages) {
                return notifier.told(messages);
            }
        };
    }

    /** What the outbox has to send from now on, nobody else does. */
    private void messagesCommitted(Committed committed) {
        if (!committed.messages().isEmpty()) {
            notifier.forget(committed.messages());
            wakeOutbox();
        }
    }

    private void wakeOutbox() {
        Outbox started = outbox;
        if (started != null) {
            started.wake();
        }
    }

    private Future<Void> closeOutbox() {
        Outbox started = outbox;
        return started == null ? Future.succeededFuture() : started.close();
    }

    /** By which people tell one agent's store from another's. */
    private static String name(AgentConfig agent) {
        return agent.externalUrl().map(URI::getAuthority).orElseGet(StoreAlarm::host);
    }

    /** Where others are started at the same time, the store may be a little late. */
    private Duration patience() {
        return ready.get() ? Duration.ofSeconds(10) : Duration.ofSeconds(30);
    }

    private static WebSettings settings(Config config, int port) {
        AgentConfig agent = config.agent();
        return new WebSettings(
                agent.host(),
                port,
                agent.token(),
                agent.gateToken(),
                agent.trustedProxies(),
                config.events(),
                Version.text(),
                WebSettings.Limits.DEFAULT,
                WebSettings.Capacity.ofConnections(AcceptLimit.connections()));
    }

    private WebSources sources() {
        return new WebSources(
                watch.deployments(),
                config.services(),
                config.windows(),
                new LiveReports(watch.deployments(), store),
                new LiveRecordings(watch.deployments(), store),
                metrics,
                new LiveSilences(config, store, steady, this::wakeOutbox),
                events,
                most -> store.submit(open -> open.outgoing().deadLetters(most)),
                new RecentAnswer<>(time, this::healthProblem)::get,
                this::readyProblem);
    }

    /** That another agent has it is none: that one works. */
    private Future<Optional<String>> storeProblem() {
        if (inUse != null) {
            return Future.succeededFuture(Optional.empty());
        }
        return store.submit(Store::writeProblem)
                .map(problem -> problem.or(() -> watch.storeProblem()))
                .otherwise(cause -> Optional.of(String.valueOf(cause.getMessage())));
    }

    /** Known at once while the store is away, so that whoever asks is not kept waiting as well. One that waits for another agent is well. */
    private Future<Optional<String>> healthProblem() {
        if (inUse != null) {
            return Future.succeededFuture(Optional.empty());
        }
        Optional<String> known = alarm.problem();
        return known.isPresent()
                ? Future.succeededFuture(known)
                : store.submit(Store::writeProblem)
                        .timeout(SECONDS_TO_LOOK, TimeUnit.SECONDS)
                        .otherwise(cause -> Optional.of(
                                cause instanceof StoreException
                                        ? String.valueOf(cause.getMessage())
                                        : "the store does not answer"));
    }

    private Future<Boolean> works() {
        return healthProblem().map(problem -> ready.get() && problem.isEmpty() && !watch.isBehind());
    }

    private Future<Optional<String>> readyProblem() {
        if (ready.get()) {
            return Future.succeededFuture(Optional.empty());
        }
        StoreInUseException held = inUse;
        return Future.succeededFuture(Optional.of(
                held != null
                        ? "the agent is waiting: " + held.getMessage()
                        : "the agent is starting"
                                + alarm.problem().map(why -> ": " + why).orElse("")));
    }

    /** The port it listens on. */
    int port() {
        return port;
    }

    Deployments deployments() {
        return watch.deployments();
    }

    /** Stops taking, asking and sending, and closes the store; what is unfinished goes on at the next start. */
    Future<Void> stop() {
        return end(() -> {
            alarm.stop();
            return web.stop()
                    .eventually(heartbeat::stop)
                    .eventually(watch::stop)
                    .eventually(this::closeOutbox)
                    .eventually(notifier::close)
                    .eventually(clients::close)
                    .eventually(store::close)
                    .eventually(names::close);
        });
    }

    /**
     * Gives all up at once, as another agent has the store: nothing is written or sent any more, and what is not on disk is
     * dropped. Until all has ended, it says so on its port.
     */
    Future<Void> abandon(StoreInUseException why) {
        return end(() -> {
            inUse = why;
            Future<Void> closed = store.abandon(why);
            loop.runOnContext(ignored -> alarm.handOver());
            return watch.abandon()
                    .eventually(heartbeat::stop)
                    .eventually(this::closeOutbox)
                    .eventually(notifier::close)
                    .eventually(clients::close)
                    .eventually(() -> closed)
                    .eventually(web::stop)
                    .eventually(names::close);
        });
    }

    /** By whichever comes first; whoever comes later waits for it. */
    private Future<Void> end(Supplier<Future<Void>> way) {
        if (!ending.getAndSet(true)) {
            ready.set(false);
            stopping.set(true);
            Guard.begin(way).onComplete(done -> {
                time.end();
                ended.handle(done);
            });
        }
        return ended.future();
    }

    /** Whether it was stopped or given up. */
    boolean isEnded() {
        return ending.get();
    }
}
