package dev.probation.agent.receiver.rollback.argo;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.receiver.rollback.kubernetes.Workload;
import java.util.List;

/** A Rollout that is aborted, or undone where it has completed. */
record ArgoSettings(Workload workload) implements ReceiverSettings {

    @Override
    public List<Endpoint> endpoints() {
        return Endpoint.of(workload.api());
    }
}
