package dev.probation.agent.rollback;

import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.expectation.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the agent from rolling one service back and forth: for a while after a rollback the next is left to a person. It is no part
 * of the judging, which knows of one deployment only, so that a replay gives the same. Confined to the watch's event loop.
 */
public final class CoolDown {

    /** No decision that was only advised is carried out later than this after it. */
    private static final Duration LONGEST_ADVICE = Duration.ofDays(14);

    private record Last(String deployment, Instant at) {}

    private final RollbackConfig config;
    private final Map<String, Last> rollbacks = new HashMap<>();

    public CoolDown(RollbackConfig config) {
        this.config = config;
    }

    /** Learns what was rolled back before the agent started. */
    public static Map<Deployment, Instant> read(Store store, RollbackConfig config, Instant now) {
        Map<Deployment, Instant> found = new HashMap<>();
        if (config.coolDown().isZero()) {
            return found;
        }
        for (StoredDeployment stored :
                store.deployments().decidedSince(now.minus(config.coolDown()).minus(LONGEST_ADVICE))) {
            Deployment deployment = stored.deployment();
            store.deployments()
                    .decision(deployment.id())
                    .map(made -> RollbackState.of(made, store.journal().of(deployment.id()), config))
                    .filter(state -> state.reached().containsKey(Stage.DECIDED))
                    .ifPresent(state -> found.put(deployment, state.begun()));
        }
        return found;
    }

    /** A rollback was begun. */
    public void rolledBack(Deployment deployment, Instant at) {
        Last last = new Last(deployment.id(), at);
        Last unusedNewer = rollbacks.merge(
                deployment.service(), last, (before, now) -> now.at().isBefore(before.at()) ? before : now);
    }

    /** Why the rollback of a deployment is left to a person; empty where it is not. */
    Optional<String> holds(Deployment deployment, Instant at) {
        String service = deployment.service();
        return Optional.ofNullable(rollbacks.get(service))
                .filter(last -> !last.deployment().equals(deployment.id()))
                .filter(last -> at.isBefore(last.at().plus(config.coolDown())))
                .map(last -> "a rollback of " + service + " was begun "
                        + Durations.write(Duration.between(last.at(), at)) + " before (deployment " + last.deployment()
                        + "); within the rollback.cool-down of " + Durations.write(config.coolDown())
                        + " a person must decide about the next rollback");
    }
}
