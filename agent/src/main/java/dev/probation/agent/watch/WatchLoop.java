package dev.probation.agent.watch;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.VersionSource;
import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.probe.TargetClients;
import dev.probation.agent.rollback.CoolDown;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.SteadyTime;
import dev.probation.agent.time.Time;
import dev.probation.agent.watch.commit.CommitListener;
import dev.probation.agent.watch.commit.CommitStream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's heart: watches deployments, and the versions of services, once a second and as probes answer. */
public final class WatchLoop {

    private static final Logger log = LoggerFactory.getLogger(WatchLoop.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int TICKS_PER_PRUNING = 60;

    /** As long as the agent may be held up, by a busy machine, without a line in the reports. */
    private static final Duration FROZEN = Duration.ofSeconds(10);

    private final Config config;
    private final WatchContext context;
    private final Watches watches;
    private final VersionObserver observer;
    private final Function<VersionSource, Supplier<Future<String>>> readers;
    private final List<VersionWatch> versions = new ArrayList<>();
    private final Guard ticking = new Guard("watch-loop");
    private Time.@Nullable Cancellable timer;
    private long ticks;
    private boolean stopped;

    /**
     * @param loop the event loop that all of it is confined to
     * @param time stamps all that it writes, with timers on that loop
     * @param readers how a version is read
     * @param unwritten where messages go that the store does not take
     * @param listeners are told what the store has taken, in this order
     */
    public WatchLoop(
            Config config,
            Context loop,
            SteadyTime time,
            StoreExecutor store,
            TargetClients clients,
            Metrics metrics,
            Function<VersionSource, Supplier<Future<String>>> readers,
            UnwrittenMessages unwritten,
            List<CommitListener> listeners) {
        this.context = new WatchContext(
                time, store, clients, metrics, new CoolDown(config.rollback()), unwritten, new CommitStream(listeners));
        OpenDeployments open = new OpenDeployments();
        EarlierVersions earlier = new EarlierVersions(store, open);
        this.config = config;
        this.watches = new Watches(loop, config, context, open, earlier);
        this.observer = new VersionObserver(store, open, earlier, watches);
        this.readers = readers;
    }

    /** What can be asked of it and told to it. */
    public Deployments deployments() {
        return watches;
    }

    /** Makes every check's probe once, so that one that cannot be fails the start rather than a deployment. */
    public void requireProbes() {
        config.services().stream()
                .flatMap(service -> service.checks().stream())
                .forEach(check -> Objects.requireNonNull(context.clients().probe(check)));
    }

    /**
     * Goes on where the agent last stopped; completes when all deployments are watched again. May be tried again where the
     * store fails.
     */
    public Future<Void> start() {
        requireProbes();
        return watches.resume()
                .compose(resumed -> startVersions())
                .onSuccess(started -> schedule(context.time().nanos()));
    }

    private Future<Void> startVersions() {
        List<ServiceConfig> seen = config.services().stream()
                .filter(service -> service.version().isPresent())
                .toList();
        return context.store()
                .submit(store -> seen.stream()
                        .map(service -> known(new SeenVersions(store), service.name()))
                        .toList())
                .map(known -> {
                    for (int i = 0; i < seen.size(); i++) {
                        startVersion(seen.get(i).name(), seen.get(i).version().orElseThrow(), known.get(i));
                    }
                    return null;
                });
    }

    /** What is known of the versions of a service from before the agent started. */
    private record Known(Optional<String> last, boolean wasAnyRead) {}

    private static Known known(SeenVersions versions, String service) {
        Optional<String> read = versions.lastRead(service);
        return new Known(read.or(() -> versions.last(service)), read.isPresent());
    }

    private void startVersion(String service, VersionSource source, Known known) {
        VersionWatch watch = new VersionWatch(
                service,
                source.every(),
                readers.apply(source),
                observer,
                context.time(),
                known.last().orElse(null),
                known.wasAnyRead());
        versions.add(watch);
        watch.start();
    }

    private void schedule(long from) {
        timer = context.time().after(TICK, () -> tick(from + TICK.toNanos()));
    }

    private void tick(long planned) {
        if (stopped) {
            return;
        }
        ticking.run(() -> look(planned));
        schedule(context.time().nanos());
    }

    private void look(long planned) {
        Duration late = Duration.ofNanos(context.time().nanos() - planned);
        context.metrics().eventLoopLag(late.toNanos() / 1e9);
        if (late.compareTo(FROZEN) > 0) {
            watches.frozen(late);
        }
        ticks++;
        if (ticks % TICKS_PER_PRUNING == 0) {
            prune();
        }
        watches.tick();
    }

    private void prune() {
        Instant before = context.time().now().minus(config.agent().keepSamples());
        context.store()
                .run(store -> store.samples().prune(before))
                .onFailure(cause -> log.error("old samples not deleted cause={}", cause.getMessage()));
        deleteEnded(context.time().now().minus(config.agent().keepDeployments()));
    }

    /** A part at a time, so that what is decided meanwhile comes between. */
    private void deleteEnded(Instant before) {
        context.store()
                .submit(store -> store.deployments().deleteEnded(before))
                .onSuccess(more -> {
                    if (more && !stopped) {
                        deleteEnded(before);
                    }
                })
                .onFailure(cause -> log.error("old deployments not deleted cause={}", cause.getMessage()));
    }

    /** Why the store does not take what is watched; empty where it does. On the loop. */
    public Optional<String> storeProblem() {
        return watches.storeProblem();
    }

    /** Whether something that was judged could not be told, because of a mistake of the agent's own; on the loop. */
    public boolean isBehind() {
        return watches.isBehind();
    }

    /** The outbox has written what became of a rollback signal, or why it is delayed; callable from any thread. */
    public void signalled(String deployment) {
        watches.signalled(deployment);
    }

    /** Whether a deployment that was watched has ended, on disk or not; callable from any thread. */
    public Future<Boolean> hasEnded(String deployment) {
        return watches.hasEnded(deployment);
    }

    /** Stops asking and writes what is not yet written; the deployments go on when the agent is back. */
    public Future<Void> stop() {
        stopAsking();
        return watches.suspend();
    }

    /** Stops asking, and writes nothing: another agent goes on with the deployments. */
    public Future<Void> abandon() {
        stopAsking();
        return watches.abandon();
    }

    private void stopAsking() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
        }
        versions.forEach(VersionWatch::stop);
    }
}
