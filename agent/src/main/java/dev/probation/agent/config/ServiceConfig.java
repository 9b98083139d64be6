package dev.probation.agent.config;

import java.util.List;
import java.util.Optional;

/** What is deployed, with its checklist in the user's own order. */
public record ServiceConfig(
        String name, Optional<VersionSource> version, List<CheckConfig> checks, List<SignOffConfig> signOffs) {

    public ServiceConfig {
        checks = List.copyOf(checks);
        signOffs = List.copyOf(signOffs);
    }
}
