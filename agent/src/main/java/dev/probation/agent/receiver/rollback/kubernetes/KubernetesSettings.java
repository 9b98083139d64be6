package dev.probation.agent.receiver.rollback.kubernetes;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.ReceiverSettings;
import java.util.List;

/** A Deployment that is put back to its revision before. */
record KubernetesSettings(Workload workload) implements ReceiverSettings {

    @Override
    public List<Endpoint> endpoints() {
        return Endpoint.of(workload.api());
    }
}
