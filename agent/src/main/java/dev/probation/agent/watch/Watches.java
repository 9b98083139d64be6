package dev.probation.agent.watch;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.deployments.Checklists;
import dev.probation.agent.deployments.DeploymentId;
import dev.probation.agent.deployments.DeploymentJson;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Signature;
import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.notification.DeploymentNotices;
import dev.probation.agent.past.BaselineInputs;
import dev.probation.agent.past.GivenBaseline;
import dev.probation.agent.rollback.CoolDown;
import dev.probation.agent.store.Change;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.Sample;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All deployments that an agent watches. Confined to the agent's event loop, onto which every call is brought. */
final class Watches implements Deployments {

    private static final Logger log = LoggerFactory.getLogger(Watches.class);

    /** Clocks of two machines may differ by this much before a deployment is taken to be in the future. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    /** A silence shorter than this, as between two samples, is not worth a line in the report. */
    private static final Duration LEAST_GAP = Duration.ofSeconds(2);

    private final Context loop;
    private final WatchContext context;
    private final EndedDeployments ended;
    private final VersionObserver observer;
    private final Map<String, DeploymentWatch> open = new LinkedHashMap<>();
    private boolean resumed;

    Watches(Context loop, WatchContext context) {
        this.loop = loop;
        this.context = context;
        this.ended = new EndedDeployments(context);
        this.observer = new VersionObserver(context, this, this::openOf);
    }

    /** Nothing is taken before it is known what is watched already. */
    private <T> Future<T> onceResumed(Supplier<Future<T>> work) {
        return onLoop(() -> resumed
                ? work.get()
                : context.store()
                        .submit(store -> store)
                        .compose(store -> Future.failedFuture(new StoreException(
                                "the agent is starting, and knows in a moment what it watches; try again"))));
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> result = Promise.promise();
        loop.runOnContext(ignored -> {
            try {
                work.get().onComplete(result);
            } catch (RefusedException e) {
                result.fail(e);
            }
        });
        return result.future();
    }

    /** Goes on with the deployments that were open when the agent last stopped. */
    Future<Void> resume() {
        Instant now = context.time().now();
        RollbackConfig config = context.config().rollback();
        return onLoop(() -> context.store()
                .submit(store -> CoolDown.read(store, config, now))
                .onSuccess(rolledBack -> rolledBack.forEach(context.coolDown()::rolledBack))
                .compose(inputs -> context.store().submit(this::readOpen))
                .map(left -> {
                    left.ended().forEach(context.commits()::publish);
                    left.states().forEach(this::resume);
                    resumed = true;
                    return null;
                }));
    }

    /** What was left open: states to go on with, and what had to be ended. */
    private record Left(List<RestoredState> states, List<Committed> ended) {}

    private Left readOpen(Store store) {
        List<RestoredState> states = new ArrayList<>();
        List<Committed> cancelled = new ArrayList<>();
        for (StoredDeployment stored : store.open()) {
            service(stored.deployment().service())
                    .ifPresentOrElse(
                            service -> states.add(RestoredState.read(store, stored, context.config(), service)),
                            () -> cancelled.add(ended.cancelUnconfigured(store, stored)));
        }
        return new Left(states, cancelled);
    }

    private void resume(RestoredState state) {
        Deployment deployment = state.stored().deployment();
        ServiceConfig service = service(deployment.service()).orElseThrow();
        context.time().notBefore(state.lastSeen());
        DeploymentWatch watch = new DeploymentWatch(context, service, state);
        open.put(deployment.id(), watch);
        Instant now = context.time().now();
        if (Duration.between(state.lastSeen(), now).compareTo(LEAST_GAP) > 0) {
            watch.note(JournalEntries.gap(state.lastSeen(), now, "the agent was away"));
        }
        log.info("deployment resumed deployment={} lastSample={}", deployment.id(), state.lastSeen());
        watch.goOn();
    }

    /** To be called about once a second. */
    void tick() {
        Optional<Duration> jump = context.time().compare();
        jump.ifPresent(by -> log.warn("wall clock jumped seconds={}", by.toMillis() / 1000.0));
        for (DeploymentWatch watch : List.copyOf(open.values())) {
            jump.ifPresent(
                    by -> watch.note(JournalEntries.clockJumped(context.time().now(), by)));
            watch.tick();
        }
        open.values().removeIf(DeploymentWatch::isOver);
    }

    @Override
    public Future<DeploymentView> announce(
            String service, String version, Optional<Instant> deployedAt, boolean rollback, List<Sample> baseline) {
        return onceResumed(() -> {
            ServiceConfig configured = service(service).orElseThrow(() -> unknownService(service));
            Instant now = context.time().now();
            Instant at = deployedAt.orElse(now);
            if (at.isAfter(now.plus(CLOCK_DIFFERENCE))) {
                throw new RefusedException("deployedAt must not be in the future, but was " + at + " at " + now, false);
            }
            Optional<DeploymentWatch> newest = newestOpen(service);
            if (deployedAt.isEmpty()
                    && newest.filter(watch -> watch.isOf(version)).isPresent()) {
                return newest.orElseThrow().settledView();
            }
            String id = DeploymentId.of(service, version, at);
            if (open.containsKey(id)) {
                return find(id).map(Optional::orElseThrow);
            }
            newest.filter(watch -> watch.deployment().deployedAt().isAfter(at)).ifPresent(watch -> {
                throw new RefusedException(
                        "a newer deployment of " + service + " is watched already: "
                                + watch.deployment().id(),
                        false);
            });
            GivenBaseline.problem(baseline, configured, at).ifPresent(problem -> {
                throw new RefusedException(problem, false);
            });
            return observer.isRollback(service, version, rollback)
                    .compose(marked -> add(
                            configured,
                            new Deployment(id, service, version, at.isAfter(now) ? now : at, now, marked),
                            baseline));
        });
    }

    private Future<DeploymentView> add(ServiceConfig service, Deployment deployment, List<Sample> baseline) {
        Config config = context.config();
        StoredDeployment stored =
                new StoredDeployment(deployment, Phase.WATCHING, Optional.empty(), config.fingerprint());
        return context.store()
                .submit(store -> {
                    String key = VersionWatch.key(deployment.service());
                    Change first = first(
                            deployment, store.remembered(key).filter(version -> !version.equals(deployment.version())));
                    boolean added = store.add(deployment, config.fingerprint(), first);
                    store.remember(key, deployment.version());
                    return added ? Optional.of(first) : Optional.<Change>empty();
                })
                .compose(added -> added.isPresent()
                        ? BaselineInputs.of(context.store(), deployment, baseline)
                                .compose(inputs -> begin(
                                        RestoredState.begin(
                                                stored,
                                                Checklists.of(config, service),
                                                added.orElseThrow().journal()),
                                        service,
                                        added.orElseThrow(),
                                        inputs))
                        : find(deployment.id()).map(Optional::orElseThrow));
    }

    private Change first(Deployment deployment, Optional<String> previous) {
        return new Change(
                deployment.id(),
                List.of(),
                List.of(JournalEntries.started(deployment, previous)),
                new DeploymentNotices(context.config(), deployment, previous).started(deployment.announcedAt()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Future<DeploymentView> begin(
            RestoredState state, ServiceConfig service, Change first, BaselineInputs inputs) {
        Deployment deployment = state.stored().deployment();
        DeploymentWatch watch = new DeploymentWatch(context, service, state);
        context.commits().publish(new Committed(watch.view(), first.journal(), first.messages()));
        openOf(deployment.service())
                .filter(older -> !(deployment.rollback() && older.isRollingBack()))
                .forEach(older -> older.supersede(deployment.version()));
        openOf(deployment.service())
                .forEach(older -> older.commands().claim("the announcement of version " + deployment.version()));
        open.put(deployment.id(), watch);
        watch.begin(inputs);
        return watch.settledView();
    }

    @Override
    public Future<Optional<DeploymentView>> find(String id) {
        return onceResumed(() -> {
            DeploymentWatch watch = open.get(id);
            return watch == null ? ended.find(id) : Future.succeededFuture(Optional.of(watch.view()));
        });
    }

    @Override
    public Future<List<DeploymentView>> newest(Optional<String> service, int limit) {
        return onceResumed(() -> ended.newest(service, limit)
                .map(stored -> stored.stream()
                        .map(view -> {
                            DeploymentWatch watch =
                                    open.get(view.stored().deployment().id());
                            return watch == null ? view : watch.view();
                        })
                        .toList()));
    }

    @Override
    public Future<DeploymentView> cancel(String id, String by, String reason) {
        return tell(id, watch -> watch.cancel(reason + " (" + by + ")"));
    }

    @Override
    public Future<DeploymentView> rollback(String id, String by, String reason) {
        return tell(id, watch -> watch.commands().rollBack(by, reason));
    }

    @Override
    public Future<DeploymentView> approve(String id, Optional<String> receiver, String by) {
        return tell(id, watch -> watch.commands().approve(receiver, by));
    }

    @Override
    public Future<DeploymentView> confirmRollback(String id, String by) {
        return tell(id, watch -> {
            if (!watch.isRollingBack()) {
                throw new RefusedException("deployment " + id + " is not being rolled back", false);
            }
            watch.commands().claim(by);
        });
    }

    @Override
    public Future<DeploymentView> signOff(String id, String name, String by, String note) {
        return tell(id, watch -> {
            if (!watch.sign(name, new Signature(by, context.time().now(), note))) {
                throw new RefusedException(
                        "the checklist of " + id + " has no sign-off \"" + name + '"' + watch.signOffHint(name), true);
            }
        });
    }

    private Future<DeploymentView> tell(String id, Consumer<DeploymentWatch> what) {
        return onceResumed(() -> {
            DeploymentWatch watch = open.get(id);
            if (watch != null && watch.isOpen()) {
                what.accept(watch);
                return watch.settledView();
            }
            return ended.find(id)
                    .compose(found -> Future.failedFuture(
                            found.isPresent()
                                    ? new RefusedException(
                                            "deployment " + id + " has ended as "
                                                    + DeploymentJson.label(found.orElseThrow()
                                                            .stored()
                                                            .phase()),
                                            false)
                                    : new RefusedException("there is no deployment \"" + id + '"', true)));
        });
    }

    @Override
    public Future<Boolean> isOnDisk(String id) {
        return onLoop(() -> Future.succeededFuture(Optional.ofNullable(open.get(id))
                .filter(DeploymentWatch::holdsDecision)
                .isEmpty()));
    }

    /** Why the store does not take what is written of a deployment; empty where it does. On the loop. */
    Optional<String> storeProblem() {
        return open.values().stream()
                .flatMap(watch -> watch.storeProblem().stream())
                .findFirst();
    }

    /** A version was read off a running service. */
    Future<Void> seen(String service, String version, Optional<String> before) {
        return observer.seen(service, version, before);
    }

    /** The outbox has written what became of a rollback signal; callable from any thread. */
    void signalled(String deployment) {
        loop.runOnContext(ignored -> context.store()
                .submit(store -> store.journal(deployment))
                .onSuccess(journal -> Optional.ofNullable(open.get(deployment))
                        .filter(DeploymentWatch::isOpen)
                        .ifPresent(watch -> watch.settled(journal)))
                .onFailure(cause -> log.error(
                        "rollback signal not followed deployment={} cause={}", deployment, cause.getMessage())));
    }

    /** Stops watching; the deployments go on when the agent is back. */
    Future<Void> suspend() {
        return onLoop(() -> Future.join(
                        open.values().stream().map(DeploymentWatch::suspend).toList())
                .mapEmpty());
    }

    private Stream<DeploymentWatch> openOf(String service) {
        return List.copyOf(open.values()).stream()
                .filter(watch -> watch.isOpen() && watch.deployment().service().equals(service));
    }

    private Optional<DeploymentWatch> newestOpen(String service) {
        return openOf(service)
                .max(Comparator.comparing(watch -> watch.deployment().deployedAt()));
    }

    private Optional<ServiceConfig> service(String name) {
        return context.config().service(name);
    }

    private RefusedException unknownService(String name) {
        return new RefusedException(context.config().unknownService(name), true);
    }
}
