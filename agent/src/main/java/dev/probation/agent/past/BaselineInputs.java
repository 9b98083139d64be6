package dev.probation.agent.past;

import dev.probation.agent.store.StoreExecutor;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Sample;
import io.vertx.core.Future;
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
 */
public record BaselineInputs(List<Sample> given, List<Sample> earlier) {

    private static final Logger log = LoggerFactory.getLogger(BaselineInputs.class);

    public BaselineInputs {
        given = List.copyOf(given);
        earlier = List.copyOf(earlier);
    }

    /** With what the store has of the deployment before; one that cannot be read keeps no deployment from being watched. */
    public static Future<BaselineInputs> of(StoreExecutor store, Deployment deployment, List<Sample> given) {
        return store.submit(open -> EarlierSamples.read(open, deployment))
                .otherwise(cause -> {
                    log.warn("earlier samples not read deployment={} cause={}", deployment.id(), cause.getMessage());
                    return List.of();
                })
                .map(earlier -> new BaselineInputs(given, earlier));
    }

    /** The checks that need not be read. */
    Set<CheckId> givenChecks() {
        return given.stream().map(Sample::check).collect(Collectors.toSet());
    }

    List<Sample> earlierOf(CheckId check) {
        return earlier.stream().filter(sample -> sample.check().equals(check)).toList();
    }
}
