package dev.probation.agent.config;

import dev.probation.rules.window.WindowSpec;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What one deployment is watched by, from its beginning to its end: what is configured for others does not concern it.
 *
 * @param receivers of notifications, told about their occasions
 * @param announcements what is said to everybody at the turns of the deployment
 * @param externalUrl how people reach the agent, for links
 * @param fingerprint of the whole configuration that this is from
 */
public record DeploymentConfig(
        ServiceConfig service,
        List<WindowSpec> windows,
        RollbackConfig rollback,
        List<ReceiverConfig> receivers,
        Announcements announcements,
        Optional<URI> externalUrl,
        String fingerprint) {

    public DeploymentConfig {
        windows = List.copyOf(windows);
        receivers = List.copyOf(receivers);
    }

    /** For a deployment of a service that is configured. */
    public static DeploymentConfig of(Config config, ServiceConfig service) {
        return new DeploymentConfig(
                service,
                config.windows(),
                config.rollback(),
                config.receivers(),
                config.announcements(),
                config.agent().externalUrl(),
                config.fingerprint());
    }
}
