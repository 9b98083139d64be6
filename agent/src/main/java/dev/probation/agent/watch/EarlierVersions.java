package dev.probation.agent.watch;

import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.VersionName;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells a rollback from a new release: while a deployment is being rolled back, a version that ran before it is the rollback,
 * and one that never did is a release. Confined to the watch's event loop.
 */
final class EarlierVersions {

    /** Of how many deployments it is known that their version ran before. */
    private static final int MOST_LOOKED_AT = 100;

    private final StoreExecutor store;
    private final OpenDeployments open;

    EarlierVersions(StoreExecutor store, OpenDeployments open) {
        this.store = store;
        this.open = open;
    }

    /** Whether a deployment is a rollback: as it was announced, or because one is under way and this version ran before. */
    Future<Boolean> isRollback(String service, String version, boolean announced) {
        Optional<DeploymentWatch> gone = open.of(service)
                .filter(watch -> watch.commands().wouldBeConfirmedBy(version))
                .findFirst();
        return announced || gone.isEmpty()
                ? Future.succeededFuture(announced)
                : ranBefore(
                        gone.orElseThrow().deployment(),
                        gone.orElseThrow().commands().earlierVersion().orElse(null),
                        version);
    }

    /**
     * Whether a version is from before a deployment: one that was read then, or announced. One that is read for the first time
     * is not remembered yet. Of a first deployment, any may be.
     */
    private Future<Boolean> ranBefore(Deployment deployment, @Nullable String earlier, String version) {
        return earlier != null && VersionName.areSame(version, earlier)
                ? Future.succeededFuture(true)
                : store.submit(read -> {
                    List<String> older = older(read, deployment);
                    boolean wasRead = new SeenVersions(read).wasRead(deployment.service(), version);
                    return wasRead
                            || older.stream().anyMatch(other -> VersionName.areSame(version, other))
                            || (earlier == null && older.isEmpty());
                });
    }

    private static List<String> older(Store store, Deployment deployment) {
        return store.deployments().newest(deployment.service(), MOST_LOOKED_AT).stream()
                .map(StoredDeployment::deployment)
                .filter(other -> other.deployedAt().isBefore(deployment.deployedAt()))
                .map(Deployment::version)
                .toList();
    }
}
