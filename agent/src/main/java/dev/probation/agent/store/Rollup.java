package dev.probation.agent.store;

import java.time.Instant;

/**
 * The samples of one check in one minute. Minimum, maximum, sum and last are over measured samples, and NaN without any.
 *
 * @param minute when it begins
 * @param count all samples
 * @param measured samples with a value
 * @param failed samples that could not be measured; the rest of {@code count} is no data
 * @param bad bad events of counted ratios
 * @param total events of counted ratios
 */
public record Rollup(
        Instant minute,
        long count,
        long measured,
        long failed,
        long bad,
        long total,
        double min,
        double max,
        double sum,
        double last) {}
