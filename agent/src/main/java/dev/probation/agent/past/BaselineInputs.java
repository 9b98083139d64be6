package dev.probation.agent.past;

import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Sample;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the time before a deployment without asking its targets.
 *
 * @param given by whoever announced it; a check that is in it is read nowhere else
 * @param earlier measured in the deployment before, for checks whose targets do not remember
 * @param bad when releases were live that were to be rolled back
 */
public record BaselineInputs(List<Sample> given, List<Sample> earlier, List<BadRelease> bad) {

    private static final Logger log = LoggerFactory.getLogger(BaselineInputs.class);

    /** All that is read of the past is newer. */
    private static final Duration LONGEST = Duration.ofDays(8);

    /** What is counted is read of so long before each moment. */
    private static final Duration COUNTED = Duration.ofMinutes(5);

    /** When a release was live of which a rollback was decided. */
    record BadRelease(Instant from, Instant until) {

        boolean isLive(Instant at) {
            return !at.isBefore(from) && !at.isAfter(until.plus(COUNTED));
        }
    }

    public BaselineInputs {
        given = List.copyOf(given);
        earlier = List.copyOf(earlier);
        bad = List.copyOf(bad);
    }

    /** With what the store has of the deployments before; what cannot be read keeps no deployment from being watched. */
    public static Future<BaselineInputs> of(StoreExecutor store, Deployment deployment, List<Sample> given) {
        return store.submit(open ->
                        new BaselineInputs(given, EarlierSamples.read(open, deployment), badReleases(open, deployment)))
                .otherwise(cause -> {
                    log.warn(
                            "earlier deployments not read deployment={} cause={}", deployment.id(), cause.getMessage());
                    return new BaselineInputs(given, List.of(), List.of());
                });
    }

    private static List<BadRelease> badReleases(Store store, Deployment deployment) {
        Instant live = deployment.deployedAt();
        return store.deployments().decidedSince(live.minus(LONGEST)).stream()
                .filter(stored -> stored.deployment().service().equals(deployment.service()))
                .map(stored -> new BadRelease(
                        stored.deployment().deployedAt(), stored.endedAt().orElse(live)))
                .toList();
    }

    /** Whether a release was live that was to be rolled back, so that what was measured is nothing to hold another against. */
    boolean isOfBadRelease(Instant at) {
        return bad.stream().anyMatch(release -> release.isLive(at));
    }

    /** The checks that need not be read. */
    Set<CheckId> givenChecks() {
        return given.stream().map(Sample::check).collect(Collectors.toSet());
    }

    List<Sample> earlierOf(CheckId check) {
        return earlier.stream().filter(sample -> sample.check().equals(check)).toList();
    }
}
