package dev.probation.agent.config;

import java.util.Map;
import java.util.Optional;

/** Whose events come in, each by a secret of its own; what is absent is not answered. */
public record EventsConfig(Optional<CdEvents> cdevents, Optional<GitHub> github, Optional<Alertmanager> alertmanager) {

    /** Nothing comes in. */
    public static final EventsConfig NONE = new EventsConfig(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * CDEvents over CloudEvents; one of token and secret is there.
     *
     * @param token a bearer token
     * @param secret what Standard Webhooks are signed by
     * @param environment the only one whose events count; all where absent
     * @param services subjects' ids or packages' names, and the services they are
     */
    public record CdEvents(
            Optional<Secret> token,
            Optional<Secret> secret,
            Optional<String> environment,
            Map<String, String> services) {

        public CdEvents {
            services = Map.copyOf(services);
        }
    }

    /**
     * GitHub's webhooks.
     *
     * @param secret what they are signed by
     * @param environment the only one whose deployments count
     * @param services repositories ({@code owner/name}), and the services they are
     */
    public record GitHub(Secret secret, String environment, VersionBy version, Map<String, String> services) {

        /** What a deployment's version is. */
        public enum VersionBy {
            /** The commit. */
            SHA,
            /** The branch or tag that was deployed. */
            REF,
            /** The field {@code version} of the deployment's payload. */
            PAYLOAD
        }

        public GitHub {
            services = Map.copyOf(services);
        }
    }

    /** Alertmanager's webhook, which cannot sign: its bearer token, or basic password. */
    public record Alertmanager(Secret token) {}
}
