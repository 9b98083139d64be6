package dev.probation.agent.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is deployed, with its checklist in the user's own order.
 *
 * @param rto within what time it is to work again after a breach began, where the team has said so
 */
public record ServiceConfig(
        String name,
        Optional<VersionSource> version,
        List<CheckConfig> checks,
        List<SignOffConfig> signOffs,
        Optional<Duration> rto) {

    public ServiceConfig {
        checks = List.copyOf(checks);
        signOffs = List.copyOf(signOffs);
    }

    /** Of which no such time is known. */
    public ServiceConfig(
            String name, Optional<VersionSource> version, List<CheckConfig> checks, List<SignOffConfig> signOffs) {
        this(name, version, checks, signOffs, Optional.empty());
    }
}
