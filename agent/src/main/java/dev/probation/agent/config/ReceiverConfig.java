package dev.probation.agent.config;

import java.util.Set;

/**
 * Someone who is told: a person's channel, or a deployer that rolls back.
 *
 * @param kind the key it was configured with: {@code slack}, {@code pagerduty}, {@code webhook}, {@code command}
 * @param on empty for receivers of the rollback signal
 */
public record ReceiverConfig(String name, String kind, ReceiverSettings settings, Set<NotificationEvent> on) {

    public ReceiverConfig {
        on = Set.copyOf(on);
    }

    /** Whether it carries out rollbacks, rather than being told of them. */
    public boolean isDeployer() {
        return on.isEmpty();
    }

    /** Whether it is told of such things. */
    public boolean hears(NotificationEvent occasion) {
        return on.contains(occasion)
                || switch (occasion) {
                    case UNDELIVERED ->
                        on.contains(NotificationEvent.FAILING) || on.contains(NotificationEvent.ROLLBACK);
                    case UNMEASURED -> on.contains(NotificationEvent.BLIND);
                    case STARTED, WINDOW, FAILING, RECOVERED, ROLLBACK, WITHHELD, BLIND, VERSION, PASSED -> false;
                };
    }
}
