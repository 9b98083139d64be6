package dev.probation.agent.receiver.rollback.argo;

import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.receiver.rollback.kubernetes.Workload;

/** A Rollout that is aborted, or undone where it has completed. */
record ArgoSettings(Workload workload) implements ReceiverSettings {}
