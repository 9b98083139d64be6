package dev.probation.agent.config;

import dev.probation.agent.text.Nearest;
import dev.probation.rules.window.WindowSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration, valid and resolved: no name in it is unknown.
 *
 * @param receivers of notifications ({@code notify:}), told about their occasions
 * @param fingerprint SHA-256 of what was read, secrets left out, in hexadecimal
 * @param announcements what is said to everybody at the turns of a deployment
 * @param events whose events come in
 * @param warnings what is valid, and yet probably wrong, of the files that it names; each with its place
 */
public record Config(
        AgentConfig agent,
        Map<String, Target> targets,
        List<ServiceConfig> services,
        List<WindowSpec> windows,
        RollbackConfig rollback,
        List<ReceiverConfig> receivers,
        String fingerprint,
        Announcements announcements,
        EventsConfig events,
        List<String> warnings) {

    public Config {
        targets = Map.copyOf(targets);
        services = List.copyOf(services);
        windows = List.copyOf(windows);
        receivers = List.copyOf(receivers);
        warnings = List.copyOf(warnings);
    }

    public Optional<ServiceConfig> service(String name) {
        return services.stream().filter(service -> service.name().equals(name)).findFirst();
    }

    /** What to say where there is no such service. */
    public String unknownService(String name) {
        List<String> known = services.stream().map(ServiceConfig::name).toList();
        return "the configuration has no service \"" + name + '"' + Nearest.hint(name, known);
    }
}
