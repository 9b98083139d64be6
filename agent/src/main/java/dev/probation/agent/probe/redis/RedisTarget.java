package dev.probation.agent.probe.redis;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.TargetSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A Redis server.
 *
 * @param user the ACL user; the default user where absent
 * @param tls {@code rediss://}
 * @param caFile PEM file of the authority to trust in place of the JDK's
 */
public record RedisTarget(
        String host,
        int port,
        int database,
        Optional<String> user,
        Optional<Secret> password,
        boolean tls,
        Optional<Path> caFile,
        boolean insecureSkipVerify)
        implements TargetSettings {

    @Override
    public List<Endpoint> endpoints() {
        return List.of(new Endpoint(host, tls));
    }
}
