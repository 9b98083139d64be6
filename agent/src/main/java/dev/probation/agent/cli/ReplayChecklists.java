package dev.probation.agent.cli;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.ConfigLoader;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.watch.Checklists;
import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.pack.InvalidConfigException;
import dev.probation.rules.pack.Nearest;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** The checklists that recordings are judged by: those of the configuration. */
final class ReplayChecklists {

    private ReplayChecklists() {}

    /** The checklist of a service by its name, from configuration that is read once. */
    static Function<String, Checklist> read(List<Path> files, Surroundings surroundings) {
        Config config = load(files, surroundings);
        return service -> config.services().stream()
                .filter(configured -> configured.name().equals(service))
                .findFirst()
                .map(configured -> Checklists.of(config, configured))
                .orElseThrow(() -> unknown(service, config));
    }

    private static Config load(List<Path> files, Surroundings surroundings) {
        try {
            return ConfigLoader.load(files, surroundings.environment());
        } catch (InvalidConfigException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private static CommandFailure unknown(String service, Config config) {
        List<String> known = config.services().stream().map(ServiceConfig::name).toList();
        return new CommandFailure(
                ExitCode.USAGE, "the configuration has no service \"" + service + '"' + Nearest.hint(service, known));
    }
}
