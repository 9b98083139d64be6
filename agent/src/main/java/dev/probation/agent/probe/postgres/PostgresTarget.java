package dev.probation.agent.probe.postgres;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.TargetSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL server.
 *
 * @param sslMode as libpq knows them: disable, prefer, require, verify-ca, verify-full
 * @param caFile PEM file of the authority that the server's certificate must be from
 */
public record PostgresTarget(
        String host,
        int port,
        String database,
        String user,
        Optional<Secret> password,
        String sslMode,
        Optional<Path> caFile)
        implements TargetSettings {

    /** Whether the server's certificate must be trusted. */
    boolean verifies() {
        return sslMode.startsWith("verify-");
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(new Endpoint(host, verifies()));
    }
}
