package dev.probation.agent.signal.kubernetes;

import dev.probation.agent.config.ReceiverSettings;

/** A Deployment that is put back to its revision before. */
public record KubernetesSettings(Workload workload) implements ReceiverSettings {}
