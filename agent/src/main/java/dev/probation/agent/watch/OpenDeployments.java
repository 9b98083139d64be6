package dev.probation.agent.watch;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The deployments that are watched, until all of each is on disk and it is known what became of its signals. Confined to the
 * watch's event loop.
 */
final class OpenDeployments {

    private final Map<String, DeploymentWatch> watches = new LinkedHashMap<>();

    void add(DeploymentWatch watch) {
        watches.put(watch.deployment().id(), watch);
    }

    /** The one with this id; it may have ended. */
    Optional<DeploymentWatch> find(String id) {
        return Optional.ofNullable(watches.get(id));
    }

    /** All of them, also those that have ended. */
    List<DeploymentWatch> all() {
        return List.copyOf(watches.values());
    }

    /** Those of a service that have not ended. */
    Stream<DeploymentWatch> of(String service) {
        return all().stream()
                .filter(watch -> watch.isOpen() && watch.deployment().service().equals(service));
    }

    /** The one of a service that went live last. */
    Optional<DeploymentWatch> newest(String service) {
        return of(service).max(Comparator.comparing(watch -> watch.deployment().deployedAt()));
    }

    /** Tells a version that was restored, where its rollback is followed no more. */
    void endRollbackOf(DeploymentWatch watch) {
        if (of(watch.deployment().service()).noneMatch(DeploymentWatch::isRollingBack)) {
            watch.endRollback();
        }
    }

    /** Forgets those of which nothing more is to be told. */
    void removeOver() {
        watches.values().removeIf(DeploymentWatch::isOver);
    }
}
