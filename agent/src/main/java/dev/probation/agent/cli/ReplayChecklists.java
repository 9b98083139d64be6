package dev.probation.agent.cli;

import dev.probation.agent.config.Config;
import dev.probation.agent.watch.Checklists;
import dev.probation.rules.deployment.Checklist;
import java.util.function.Function;

/** The checklists that recordings are judged by: those of the configuration. */
final class ReplayChecklists {

    private ReplayChecklists() {}

    /** The checklist of a service by its name, from configuration that is read once. */
    static Function<String, Checklist> read(WhatIf whatIf, Surroundings surroundings) {
        Config config = whatIf.loadWithoutSecrets(surroundings);
        return service -> config.service(service)
                .map(configured -> Checklists.of(config, configured))
                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, config.unknownService(service)));
    }
}
