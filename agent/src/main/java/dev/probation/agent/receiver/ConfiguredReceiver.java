package dev.probation.agent.receiver;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.notice.Notice;
import java.time.Duration;

/**
 * A receiver, with how it was configured.
 *
 * @param traits what all of its kind have in common
 * @param patience how long after it was written a message is still tried
 * @param needsApproval whether it carries out rollbacks that a person has approved, and no others
 */
public record ConfiguredReceiver(
        ReceiverConfig config, ReceiverKind traits, Receiver receiver, Duration patience, boolean needsApproval) {

    /** One that needs nobody's approval. */
    public ConfiguredReceiver(ReceiverConfig config, ReceiverKind traits, Receiver receiver, Duration patience) {
        this(config, traits, receiver, patience, false);
    }

    public String name() {
        return config.name();
    }

    public String kind() {
        return config.kind();
    }

    /** Whether it carries out rollbacks, rather than being told of them. */
    public boolean isDeployer() {
        return config.isDeployer();
    }

    public boolean hears(Notice notice) {
        return !isDeployer() && traits.hears(config, notice);
    }

    public boolean holdsIncidents() {
        return config.settings().holdsIncidents();
    }

    public boolean showsIncidents() {
        return config.settings().showsIncidents();
    }
}
