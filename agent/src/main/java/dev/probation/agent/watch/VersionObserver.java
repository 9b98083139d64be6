package dev.probation.agent.watch;

import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.rollback.RollbackCommands;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.rules.deployment.VersionName;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the version that runs tells: that a deployment was made, or rolled back. A version that ran before is a rollback's end;
 * one that never did is a new release, rollback or not. Confined to the watch's event loop.
 */
final class VersionObserver implements VersionWatch.Listener {

    private final StoreExecutor store;
    private final OpenDeployments open;
    private final EarlierVersions earlier;
    private final Deployments deployments;

    /** @param deployments to which a new release is announced */
    VersionObserver(StoreExecutor store, OpenDeployments open, EarlierVersions earlier, Deployments deployments) {
        this.store = store;
        this.open = open;
        this.earlier = earlier;
        this.deployments = deployments;
    }

    @Override
    public void read(String service, String version) {
        open.of(service).forEach(watch -> watch.sees(version));
    }

    @Override
    public void unreadable(String service, String cause) {
        open.of(service).forEach(watch -> watch.seesNone(cause));
    }

    @Override
    public Future<String> record(String service, String version, @Nullable String before) {
        if (before != null
                && open.newest(service)
                        .filter(watch -> watch.isRolledOutOver(version))
                        .isPresent()) {
            return Future.succeededFuture(before);
        }
        return take(service, version, before).map(version);
    }

    private Future<Void> take(String service, String version, @Nullable String before) {
        boolean changed = before != null && !VersionName.areSame(before, version);
        boolean isNew = changed && !isWatched(service, version);
        List<RollbackCommands> gone = open.of(service)
                .map(DeploymentWatch::commands)
                .filter(rollback -> rollback.wouldBeConfirmedBy(version) && (isNew || !rollback.isConfirmed()))
                .toList();
        return earlier.isRollback(service, version, false).compose(ranBefore -> {
            if (ranBefore) {
                gone.forEach(rollback -> rollback.confirm("reading version " + version));
            }
            return isNew
                    ? deployments
                            .announce(service, version, null, ranBefore)
                            .<Void>mapEmpty()
                            .recover(cause ->
                                    isWatched(service, version) ? Future.succeededFuture() : Future.failedFuture(cause))
                            .onSuccess(announced -> read(service, version))
                    : store.run(open -> new SeenVersions(open).read(service, version));
        });
    }

    private boolean isWatched(String service, String version) {
        return open.of(service).anyMatch(watch -> watch.isOf(version));
    }
}
