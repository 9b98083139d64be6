package dev.probation.agent.probe.postgres;

import dev.probation.agent.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many connections roles usually have, as far as this agent has seen them: so a pool that is as large as its role's limit is
 * told from a leak that grows up to it. A release that starts the application anew makes no difference, since a leak may be as
 * quick as a pool. Safe for several threads.
 */
final class UsualConnections {

    /** What a role opens so soon after it was first seen is its pool, which fills. */
    static final Duration FILLING = Duration.ofMinutes(1);

    /** What a role has had for so long is usual. */
    static final Duration LONG = Duration.ofDays(1);

    private final Time time;
    // guarded by this
    private final Map<String, Level> levels = new HashMap<>();

    /**
     * Of one role; times are in nanoseconds.
     *
     * @param usual how many it usually has at most
     * @param first when it was first seen
     * @param more since when it has had more than usual, where it has
     * @param least the fewest since then; 0 where it has no more
     */
    private record Level(long usual, long first, long more, long least) {

        Level with(long used, long now) {
            boolean fills = now - first < FILLING.toNanos();
            if (used <= usual || fills) {
                return new Level(Math.max(used, usual), first, 0, 0);
            }
            long since = least == 0 ? now : more;
            long fewest = least == 0 ? used : Math.min(least, used);
            return now - since < LONG.toNanos()
                    ? new Level(usual, first, since, fewest)
                    : new Level(fewest, first, 0, 0);
        }
    }

    UsualConnections(Time time) {
        this.time = time;
    }

    /** The limits, of which those of roles say whether the role has no more than usual. */
    synchronized List<ConnectionLimit> next(List<ConnectionLimit> limits) {
        long now = time.nanos();
        return limits.stream()
                .map(limit -> limit.of() == ConnectionLimit.Of.ROLE ? next(limit, now) : limit)
                .toList();
    }

    private ConnectionLimit next(ConnectionLimit limit, long now) {
        Level level =
                levels.getOrDefault(limit.owner(), new Level(0, now, 0, 0)).with(limit.used(), now);
        levels.put(limit.owner(), level);
        return limit.with(limit.used() <= level.usual());
    }
}
