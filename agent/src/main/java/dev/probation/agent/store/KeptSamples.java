package dev.probation.agent.store;

import dev.probation.rules.sample.Sample;
import java.util.List;

/**
 * A piece of a deployment's raw samples, which are numbered from 1 in the order they were written.
 *
 * @param written how many were ever written of the deployment
 * @param first the number of the piece's first; one more than {@code written} where it is empty
 * @param samples without a gap in their numbers
 * @param droppedAfter how many that follow the piece are no longer kept
 */
public record KeptSamples(long written, long first, List<Sample> samples, long droppedAfter) {

    public KeptSamples {
        samples = List.copyOf(samples);
    }

    /** The number of the piece's last sample, or of the last written where it is empty. */
    public long last() {
        return first + samples.size() - 1;
    }
}
