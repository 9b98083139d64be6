package dev.probation.agent.config;

import java.util.Set;

/**
 * Someone who is told: a person's channel, or a deployer that rolls back.
 *
 * @param kind the key it was configured with: {@code slack}, {@code pagerduty}, {@code webhook}, {@code command}
 * @param on empty for receivers of the rollback signal
 */
public record ReceiverConfig(String name, String kind, ReceiverSettings settings, Set<Occasion> on) {

    public ReceiverConfig {
        on = Set.copyOf(on);
    }

    /** Whether it is told of such things. */
    public boolean hears(Occasion occasion) {
        boolean alarmed = on.contains(Occasion.FAILING) || on.contains(Occasion.ROLLBACK);
        return on.contains(occasion) || (occasion == Occasion.UNDELIVERED && alarmed);
    }
}
