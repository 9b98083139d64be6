package dev.probation.agent.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the agent itself runs.
 *
 * @param store {@code sqlite:PATH} or {@code postgresql://USER@HOST:PORT/DATABASE}
 * @param storePassword of a PostgreSQL store
 * @param externalUrl how people reach the agent, for links
 * @param host the address it listens on; only loopback without a token
 * @param port 0 for any free one
 * @param token the bearer token that the API demands
 * @param gateToken opens Flagger's gates and nothing else
 * @param trustedProxies from where many clients come; no limit holds for those of them that have no valid token
 * @param heartbeat whom the agent tells that it works
 * @param keepSamples how long raw samples are kept; roll-ups by the minute are kept with the deployment
 * @param keepDeployments how long a deployment is kept after its end, with all that belongs to it; the newest of a service for ever
 */
public record AgentConfig(
        String store,
        Optional<Secret> storePassword,
        Optional<URI> externalUrl,
        String host,
        int port,
        Optional<Secret> token,
        Optional<Secret> gateToken,
        List<Network> trustedProxies,
        Optional<HeartbeatConfig> heartbeat,
        Duration keepSamples,
        Duration keepDeployments) {

    public AgentConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }
}
