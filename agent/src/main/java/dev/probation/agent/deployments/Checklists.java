package dev.probation.agent.deployments;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.DeploymentConfig;
import dev.probation.agent.config.RollbackConfig.Mode;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.deployment.Checklist.SignOff;

/** What a configured service is judged by. */
public final class Checklists {

    private Checklists() {}

    /** The service's whole checklist. */
    public static Checklist of(Config config, ServiceConfig service) {
        return of(DeploymentConfig.of(config, service));
    }

    /** The whole checklist of a deployment. */
    public static Checklist of(DeploymentConfig config) {
        ServiceConfig service = config.service();
        return new Checklist(
                service.checks().stream().map(CheckConfig::rule).toList(),
                config.windows(),
                service.signOffs().stream()
                        .map(item -> new SignOff(item.name(), item.title(), item.windows()))
                        .toList(),
                config.rollback().mode() != Mode.OFF,
                service.unmeasuredAfter());
    }
}
