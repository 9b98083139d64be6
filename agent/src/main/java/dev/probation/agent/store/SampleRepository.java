package dev.probation.agent.store;

import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Sample;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** What was measured in deployments. Blocks and throws as {@link Store} does. */
public interface SampleRepository {

    /** How many samples of a deployment have been written since it began, those dropped since included. */
    long written(String deployment);

    /** Raw samples written after the snapshot, in the order they were written. */
    List<Sample> sinceSnapshot(String deployment);

    /** Raw samples still kept, in the order they were written; handed over one by one. */
    void each(String deployment, Consumer<Sample> to);

    /**
     * A piece of the raw samples still kept, in the order they were written.
     *
     * @param after the number of the last one that is not wanted, 0 for all
     * @param most how many at once
     */
    KeptSamples piece(String deployment, long after, int most);

    /** The samples from before the deployment went live, in the order they were written, which are kept as long as it is. */
    List<Sample> baseline(String deployment);

    /** Raw samples still kept of {@code from} (inclusive) to {@code to} (exclusive), the newest first. */
    List<Sample> newest(String deployment, Instant from, Instant to);

    /** Roll-ups of one check by the minute, oldest first. What is from before the deployment is in none. */
    List<Rollup> rollups(String deployment, CheckId check);

    /**
     * Drops raw samples older than {@code before}, once they are in a snapshot or their deployment has ended; but for those
     * from before the deployment.
     */
    void prune(Instant before);
}
