package dev.probation.agent.watch;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.DeploymentConfig;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.deployments.DeploymentId;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.Deployments.RefusedException;
import dev.probation.agent.deployments.Deployments.RefusedException.Reason;
import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.notification.DeploymentNotices;
import dev.probation.agent.past.BaselineInputs;
import dev.probation.agent.past.GivenBaseline;
import dev.probation.agent.store.Change;
import dev.probation.agent.store.Store;
import dev.probation.agent.time.Guard;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.VersionName;
import dev.probation.rules.sample.Sample;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has a version that went live be watched: refuses what cannot be, writes the deployment, ends those that it takes the place
 * of, and begins to watch. Confined to the watch's event loop.
 */
final class AnnounceDeployment {

    /** Clocks of two machines may differ by this much before a deployment is taken to be in the future. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    private static final List<Function<Announced, Optional<RefusedException>>> REFUSALS =
            List.of(Announced::isInTheFuture, Announced::isOlderThanAnother, Announced::isGivenNoBaseline);

    private final Config config;
    private final WatchContext context;
    private final OpenDeployments open;
    private final EndedDeployments ended;
    private final EarlierVersions earlier;
    /** The last announcement of each service, under way or not. */
    private final Map<String, Future<Void>> latest = new HashMap<>();

    AnnounceDeployment(
            Config config,
            WatchContext context,
            OpenDeployments open,
            EndedDeployments ended,
            EarlierVersions earlier) {
        this.config = config;
        this.context = context;
        this.open = open;
        this.ended = ended;
        this.earlier = earlier;
    }

    /**
     * What was announced.
     *
     * @param newest the deployment of the service that went live last, of those that are watched
     */
    private record Announced(
            ServiceConfig service,
            String version,
            Instant at,
            Instant now,
            Optional<Deployment> newest,
            List<Sample> baseline) {

        String id() {
            return DeploymentId.of(service.name(), version, at);
        }

        /** Whether it was announced before, by this name of its version or another. */
        boolean isAlready(DeploymentWatch other) {
            return other.isOf(version) && other.deployment().deployedAt().equals(at);
        }

        /** @param rollback whether it is itself a rollback */
        Deployment deployment(boolean rollback) {
            return new Deployment(id(), service.name(), version, at.isAfter(now) ? now : at, now, rollback);
        }

        Optional<RefusedException> isInTheFuture() {
            return at.isAfter(now.plus(CLOCK_DIFFERENCE))
                    ? Optional.of(new RefusedException(
                            "expected a deployment that is live, but deployedAt " + at + " is in the future; it is "
                                    + now,
                            Reason.INVALID))
                    : Optional.empty();
        }

        Optional<RefusedException> isOlderThanAnother() {
            return newest.filter(other -> other.deployedAt().isAfter(at))
                    .map(other -> new RefusedException(
                            "a newer deployment of " + service.name() + " is already being watched: " + other.id(),
                            Reason.STATE));
        }

        Optional<RefusedException> isGivenNoBaseline() {
            return GivenBaseline.problem(baseline, service, at).map(why -> new RefusedException(why, Reason.INVALID));
        }
    }

    /**
     * The deployment, once it is watched. Those of one service are announced one after another, so that the next knows of the
     * one before.
     *
     * @param deployedAt now where absent
     * @throws RefusedException where it cannot be watched
     */
    Future<DeploymentView> announce(
            String service, String version, @Nullable Instant deployedAt, boolean rollback, List<Sample> baseline) {
        ServiceConfig configured = config.service(service)
                .orElseThrow(() -> new RefusedException(config.unknownService(service), Reason.UNKNOWN));
        // targets count by the clock that others see: with one that is behind, what was before the deployment would
        // count as its own
        context.time().catchUp();
        Instant now = context.time().now();
        Future<Supplier<Future<DeploymentView>>> next = latest.getOrDefault(service, Future.succeededFuture())
                .transform(before ->
                        Guard.begin(() -> announce(configured, version, deployedAt, now, rollback, baseline)));
        Future<Void> unusedBefore = latest.put(service, next.transform(done -> Future.succeededFuture()));
        return next.compose(Supplier::get);
    }

    /** How the deployment is shown, once it is watched. */
    private Future<Supplier<Future<DeploymentView>>> announce(
            ServiceConfig configured,
            String version,
            @Nullable Instant deployedAt,
            Instant now,
            boolean rollback,
            List<Sample> baseline) {
        String service = configured.name();
        Optional<DeploymentWatch> newest = open.newest(service);
        if (deployedAt == null && newest.filter(watch -> watch.isOf(version)).isPresent()) {
            return Future.succeededFuture(newest.orElseThrow()::settledView);
        }
        Announced announced = new Announced(
                configured,
                version,
                deployedAt == null ? now : deployedAt,
                now,
                newest.map(DeploymentWatch::deployment),
                baseline);
        Optional<DeploymentWatch> known = open.find(announced.id()).or(() -> newest.filter(announced::isAlready));
        if (known.isPresent()) {
            return Future.succeededFuture(known.orElseThrow()::settledView);
        }
        refuse(announced);
        return earlier.isRollback(service, version, rollback).compose(marked -> watch(announced, marked));
    }

    private static void refuse(Announced announced) {
        REFUSALS.stream()
                .flatMap(rule -> rule.apply(announced).stream())
                .findFirst()
                .ifPresent(refused -> {
                    throw refused;
                });
    }

    private Future<Supplier<Future<DeploymentView>>> watch(Announced announced, boolean rollback) {
        Deployment deployment = announced.deployment(rollback);
        DeploymentConfig judgedBy = DeploymentConfig.of(config, announced.service());
        return context.store()
                .submit(store -> write(store, deployment, judgedBy))
                .compose(written -> written.isPresent()
                        ? BaselineInputs.of(context.store(), deployment, announced.baseline())
                                .map(inputs -> begin(judgedBy, deployment, written.orElseThrow(), inputs))
                        : Future.succeededFuture(
                                () -> ended.find(deployment.id()).map(Optional::orElseThrow)));
    }

    /** The first change of the deployment; empty where it was written before. */
    private static Optional<Change> write(Store store, Deployment deployment, DeploymentConfig config) {
        SeenVersions versions = new SeenVersions(store);
        Optional<String> previous = versions.last(deployment.service())
                .filter(version -> !VersionName.areSame(version, deployment.version()));
        Change first = new Change(
                deployment.id(),
                List.of(),
                List.of(JournalEntries.started(deployment, previous.orElse(null))),
                new DeploymentNotices(config, deployment, previous.orElse(null)).started(deployment.announcedAt()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        boolean added = store.add(deployment, config.fingerprint(), first);
        versions.announced(deployment.service(), deployment.version());
        return added ? Optional.of(first) : Optional.empty();
    }

    private Supplier<Future<DeploymentView>> begin(
            DeploymentConfig config, Deployment deployment, Change first, BaselineInputs inputs) {
        DeploymentWatch watch =
                new DeploymentWatch(context, config, RestoredState.begin(deployment, config, first.journal()));
        context.commits().publish(watch.standing().with(first.journal(), first.messages()));
        takeThePlaceOfOthers(deployment);
        open.add(watch);
        open.endRollbackOf(watch);
        watch.begin(inputs);
        return watch::settledView;
    }

    /** An older deployment ends; but one that is being rolled back goes on, since this is said to be its rollback. */
    private void takeThePlaceOfOthers(Deployment deployment) {
        String service = deployment.service();
        open.of(service)
                .filter(older -> !(deployment.rollback() && older.isRollingBack()))
                .forEach(older -> older.supersede(deployment.version()));
        open.of(service)
                .forEach(older -> older.commands().claim("the announcement of version " + deployment.version()));
    }
}
