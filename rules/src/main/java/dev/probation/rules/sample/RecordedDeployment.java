package dev.probation.rules.sample;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The deployment that a recording's first line names.
 *
 * @param announcedAt when its agent was told of it, {@code deployedAt} where the line does not say
 * @param endedAt until when it was watched, whether anything was measured or not; null where the line does not say, as while
 *     it is watched
 */
public record RecordedDeployment(
        String service,
        String version,
        Instant deployedAt,
        Instant announcedAt,
        boolean rollback,
        @Nullable Instant endedAt) {}
