package dev.probation.agent.receiver.rollback.kubernetes;

import dev.probation.agent.config.ReceiverSettings;

/** A Deployment that is put back to its revision before. */
record KubernetesSettings(Workload workload) implements ReceiverSettings {}
