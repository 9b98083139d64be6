package dev.probation.agent.past;

import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the deployment before measured in the hour before this one: the only past of targets that remember nothing. */
final class EarlierSamples {

    /** How many deployments back are looked through for samples that are still kept. */
    private static final int LOOKED_THROUGH = 10;

    private static final Duration SPACING = Duration.ofMinutes(1);

    private EarlierSamples() {}

    /** Those of the newest earlier deployment of the same service that has any, the newest first. */
    static List<Sample> read(Store store, Deployment deployment) {
        Instant to = deployment.deployedAt();
        for (StoredDeployment stored : store.deployments().newest(deployment.service(), LOOKED_THROUGH)) {
            Deployment earlier = stored.deployment();
            if (earlier.deployedAt().isBefore(to) && !earlier.id().equals(deployment.id())) {
                List<Sample> kept = store.samples().newest(earlier.id(), BaselineMoments.hourBefore(to), to);
                if (!kept.isEmpty()) {
                    return thinned(kept, to);
                }
            }
        }
        return List.of();
    }

    /** The newest of each minute and check, whatever it says. */
    static List<Sample> thinned(List<Sample> newestFirst, Instant before) {
        Map<CheckId, Long> last = new HashMap<>();
        List<Sample> kept = new ArrayList<>();
        for (Sample sample : newestFirst) {
            // counted back, so that the minute that ends with the deployment is whole
            long minute = Duration.between(sample.at(), before).minusNanos(1).dividedBy(SPACING);
            Long taken = last.put(sample.check(), minute);
            if (taken == null || taken != minute) {
                kept.add(sample);
            }
        }
        return kept;
    }
}
