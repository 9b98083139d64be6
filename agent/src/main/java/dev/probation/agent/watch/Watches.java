package dev.probation.agent.watch;

import dev.probation.agent.config.Config;
import dev.probation.agent.deployments.DeploymentJson;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Signature;
import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.deployments.Deployments.RefusedException.Reason;
import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.Sample;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All deployments that an agent watches. Confined to the agent's event loop, onto which every call is brought. */
final class Watches implements Deployments {

    private static final Logger log = LoggerFactory.getLogger(Watches.class);

    private final Context loop;
    private final WatchContext context;
    private final OpenDeployments open;
    private final EndedDeployments ended;
    private final AnnounceDeployment announcing;
    private final ResumeDeployments resuming;
    /** The deployments of which the result of a signal could not be taken in, with the timer of the next attempt. */
    private final Map<String, Time.Cancellable> unheard = new HashMap<>();

    private boolean resumed;
    private boolean suspended;

    Watches(Context loop, Config config, WatchContext context, OpenDeployments open, EarlierVersions earlier) {
        this.loop = loop;
        this.context = context;
        this.open = open;
        this.ended = new EndedDeployments(config, context);
        this.announcing = new AnnounceDeployment(config, context, open, ended, earlier);
        this.resuming = new ResumeDeployments(config, context, open, ended);
    }

    /** Nothing is taken before it is known what is watched already. */
    private <T> Future<T> onceResumed(Supplier<Future<T>> work) {
        return onLoop(() -> resumed
                ? work.get()
                : context.store()
                        .submit(store -> store)
                        .compose(store -> Future.failedFuture(
                                new StoreException("the agent is still starting; retry in a few seconds"))));
    }

    /** Its result is told where it was asked for, so that nobody else's work is done on the loop. */
    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Context caller = Vertx.currentContext();
        Context told = caller == null ? loop : caller;
        Promise<T> result = Promise.promise();
        loop.runOnContext(ignored -> Guard.begin(work)
                .onComplete((done, failure) -> told.runOnContext(there -> result.complete(done, failure))));
        return result.future();
    }

    /** Goes on with the deployments that were open when the agent last stopped. */
    Future<Void> resume() {
        return onLoop(() -> resuming.resume().onSuccess(all -> resumed = true));
    }

    /** To be called about once a second. */
    void tick() {
        Optional<Duration> jump = context.time().compare();
        jump.ifPresent(by -> log.warn("wall clock jumped seconds={}", by.toMillis() / 1000.0));
        for (DeploymentWatch watch : open.all()) {
            jump.filter(by -> watch.isOpen())
                    .ifPresent(by ->
                            watch.note(JournalEntries.clockJumped(context.time().now(), by)));
            open.endRollbackOf(watch);
            watch.tick();
        }
        open.removeOver();
    }

    /** The process did not run until now, for this long. Where its machine slept, the clock jumps instead. */
    void frozen(Duration held) {
        Instant now = context.time().now();
        log.warn("the agent was held up seconds={}", held.toMillis() / 1000.0);
        open.all().stream().filter(DeploymentWatch::isOpen).forEach(watch -> watch.heldUp(held, now));
    }

    @Override
    public Future<DeploymentView> announce(
            String service, String version, @Nullable Instant deployedAt, boolean rollback, List<Sample> baseline) {
        return onceResumed(() -> announcing.announce(service, version, deployedAt, rollback, baseline));
    }

    @Override
    public Future<Optional<DeploymentView>> find(String id) {
        return onceResumed(
                () -> open.find(id).map(watch -> watch.view().map(Optional::of)).orElseGet(() -> ended.find(id)));
    }

    @Override
    public Future<List<DeploymentView>> newest(@Nullable String service, int limit) {
        return onceResumed(() -> ended.newest(service, limit).compose(all -> {
            List<Future<DeploymentView>> views = all.stream().map(this::newer).toList();
            return Future.all(views).map(done -> done.list());
        }));
    }

    private Future<DeploymentView> newer(DeploymentView read) {
        return open.find(read.stored().deployment().id())
                .map(DeploymentWatch::view)
                .orElseGet(() -> Future.succeededFuture(read));
    }

    @Override
    public Future<DeploymentView> cancel(String id, String by, String reason) {
        return tell(id, watch -> watch.cancel(reason + " (" + by + ")"));
    }

    @Override
    public Future<DeploymentView> rollback(String id, String by, String reason) {
        return tell(id, watch -> watch.caughtUp().rollBack(by, reason));
    }

    @Override
    public Future<DeploymentView> approve(String id, @Nullable String receiver, String by) {
        return tell(id, watch -> watch.caughtUp().approve(receiver, by));
    }

    @Override
    public Future<DeploymentView> confirmRollback(String id, String by) {
        return tell(id, watch -> {
            if (!watch.isRollingBack()) {
                throw new RefusedException(
                        "deployment " + id
                                + " is not being rolled back, so there is nothing to confirm; if another version"
                                + " runs now, announce it with \"probation deploy\"",
                        Reason.STATE);
            }
            watch.caughtUp().claim(by);
        });
    }

    @Override
    public Future<DeploymentView> signOff(String id, String name, String by, String note) {
        return tell(id, watch -> {
            if (!watch.sign(name, new Signature(by, context.time().now(), note))) {
                throw new RefusedException(
                        "the checklist of " + id + " has no sign-off \"" + name + '"' + watch.signOffHint(name),
                        Reason.UNKNOWN);
            }
        });
    }

    private Future<DeploymentView> tell(String id, Consumer<DeploymentWatch> what) {
        return onceResumed(() -> {
            Optional<DeploymentWatch> watch = open.find(id);
            if (watch.isEmpty()) {
                return ended.find(id).compose(found -> Future.failedFuture(notOpen(id, found.orElse(null))));
            }
            if (watch.filter(DeploymentWatch::isOpen).isEmpty()) {
                return watch.orElseThrow().endedView().compose(view -> Future.failedFuture(notOpen(id, view)));
            }
            what.accept(watch.orElseThrow());
            return watch.orElseThrow().settledView();
        });
    }

    private static RefusedException notOpen(String id, @Nullable DeploymentView found) {
        return found == null
                ? new RefusedException(Deployments.unknown(id), Reason.UNKNOWN)
                : new RefusedException(
                        "deployment " + id + " has ended as "
                                + DeploymentJson.label(found.stored().phase())
                                + ", and takes no orders or sign-offs anymore",
                        Reason.STATE);
    }

    /** Why the store does not take what is written of a deployment; empty where it does. On the loop. */
    Optional<String> storeProblem() {
        return open.all().stream()
                .flatMap(watch -> watch.storeProblem().stream())
                .findFirst();
    }

    /** Whether what was judged of a deployment could not be told. On the loop. */
    boolean isBehind() {
        return open.all().stream().anyMatch(DeploymentWatch::isBehind);
    }

    /** Whether a deployment that was watched has ended, on disk or not; callable from any thread. */
    Future<Boolean> hasEnded(String deployment) {
        return onLoop(() -> Future.succeededFuture(
                open.find(deployment).filter(watch -> !watch.isOpen()).isPresent()));
    }

    /** The outbox has written what became of a rollback signal, or why it is delayed; callable from any thread. */
    void signalled(String deployment) {
        loop.runOnContext(ignored -> hear(deployment, false));
    }

    /** Reads what became of the signals of a deployment, and tells its watch; until that is done. */
    private void hear(String deployment, boolean again) {
        Future<Void> unusedEnd = context.store()
                .submit(store -> store.journal().of(deployment))
                .<Void>map(journal -> {
                    open.find(deployment).ifPresent(watch -> watch.settled(journal));
                    return null;
                })
                .onSuccess(done -> heard(deployment))
                .onFailure(cause -> unheard(deployment, cause, again));
    }

    private void heard(String deployment) {
        Time.Cancellable next = unheard.remove(deployment);
        if (next != null) {
            next.cancel();
            log.info("result of a rollback signal read deployment={}", deployment);
        }
    }

    /**
     * The outbox says it once, both of a result and of a delay, so that it is read until it is known. One attempt follows
     * another, however many signals there are.
     */
    private void unheard(String deployment, Throwable cause, boolean again) {
        boolean first = !unheard.containsKey(deployment);
        if (suspended || !(first || again)) {
            return;
        }
        if (first) {
            log.error(
                    "result of a rollback signal not read, retrying every second deployment={} cause={}",
                    deployment,
                    Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
        }
        unheard.put(deployment, context.time().after(ChangeWriter.RETRY, () -> hear(deployment, true)));
    }

    /** Stops watching; the deployments go on when the agent is back. */
    Future<Void> suspend() {
        return onLoop(() -> {
            suspended = true;
            return Future.join(open.all().stream().map(DeploymentWatch::suspend).toList())
                    .mapEmpty();
        });
    }

    /** Stops watching, and leaves what is not on disk unwritten and untold. */
    Future<Void> abandon() {
        return onLoop(() -> {
            suspended = true;
            open.all().forEach(DeploymentWatch::stop);
            return Future.succeededFuture();
        });
    }
}
