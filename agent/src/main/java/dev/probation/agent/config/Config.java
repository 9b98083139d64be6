package dev.probation.agent.config;

import dev.probation.rules.window.WindowSpec;
import java.util.List;
import java.util.Map;

/**
 * The whole configuration, valid and resolved: no name in it is unknown.
 *
 * @param receivers of notifications ({@code notify:}), told about their occasions
 * @param fingerprint SHA-256 of what was read, secrets left out, in hexadecimal
 */
public record Config(
        AgentConfig agent,
        Map<String, Target> targets,
        List<ServiceConfig> services,
        List<WindowSpec> windows,
        RollbackConfig rollback,
        List<ReceiverConfig> receivers,
        String fingerprint) {

    public Config {
        targets = Map.copyOf(targets);
        services = List.copyOf(services);
        windows = List.copyOf(windows);
        receivers = List.copyOf(receivers);
    }
}
