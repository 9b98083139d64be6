package dev.probation.agent.watch;

import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.rollback.RollbackCommands;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.rules.deployment.Deployment;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the version that runs tells: that a deployment was made, or rolled back. A version that ran before is a rollback's end;
 * one that never did is a new release, rollback or not. Confined to the watch's event loop.
 */
final class VersionObserver {

    /** Of how many deployments it is known that their version ran before. */
    private static final int MOST_LOOKED_AT = 100;

    private final WatchContext context;
    private final Deployments deployments;
    private final Function<String, Stream<DeploymentWatch>> open;

    /** @param open those that are watched of a service */
    VersionObserver(WatchContext context, Deployments deployments, Function<String, Stream<DeploymentWatch>> open) {
        this.context = context;
        this.deployments = deployments;
        this.open = open;
    }

    /**
     * A version was read.
     *
     * @param before the one that was read before it
     */
    Future<Void> seen(String service, String version, Optional<String> before) {
        open.apply(service).forEach(watch -> watch.commands().sees(version));
        boolean changed = before.filter(last -> !last.equals(version)).isPresent();
        boolean isNew = changed && open.apply(service).noneMatch(watch -> watch.isOf(version));
        List<RollbackCommands> gone = open.apply(service)
                .map(DeploymentWatch::commands)
                .filter(commands -> commands.wouldBeConfirmedBy(version) && (isNew || !commands.isConfirmed()))
                .toList();
        return isRollback(service, version, false).compose(ranBefore -> {
            if (ranBefore) {
                gone.forEach(commands -> commands.confirm("version " + version + " is back"));
            }
            return isNew
                    ? deployments
                            .announce(service, version, Optional.empty(), ranBefore)
                            .mapEmpty()
                    : context.store().run(store -> store.remember(VersionWatch.key(service), version));
        });
    }

    /** Whether a deployment is a rollback: as it was announced, or because one is under way and this version ran before. */
    Future<Boolean> isRollback(String service, String version, boolean announced) {
        Optional<DeploymentWatch> gone = open.apply(service)
                .filter(watch -> watch.commands().wouldBeConfirmedBy(version))
                .findFirst();
        return announced || gone.isEmpty()
                ? Future.succeededFuture(announced)
                : ranBefore(
                        gone.orElseThrow().deployment(),
                        gone.orElseThrow().commands().earlierVersion(),
                        version);
    }

    /** Whether a version is from before a deployment; of a first deployment, any may be. */
    private Future<Boolean> ranBefore(Deployment deployment, Optional<String> earlier, String version) {
        return earlier.equals(Optional.of(version))
                ? Future.succeededFuture(true)
                : context.store().submit(store -> {
                    List<String> older = older(store, deployment);
                    return older.contains(version) || (earlier.isEmpty() && older.isEmpty());
                });
    }

    private static List<String> older(Store store, Deployment deployment) {
        return store.newest(Optional.of(deployment.service()), MOST_LOOKED_AT).stream()
                .map(StoredDeployment::deployment)
                .filter(other -> other.deployedAt().isBefore(deployment.deployedAt()))
                .map(Deployment::version)
                .toList();
    }
}
