package dev.probation.agent.assembly;

import dev.probation.agent.config.kind.KindRegistry;
import dev.probation.agent.probe.ProbeKinds;
import dev.probation.agent.receiver.Receivers;

/** The kinds of probes and receivers that are registered, for reading configurations. */
public final class InstalledKinds {

    private InstalledKinds() {}

    public static KindRegistry load() {
        return KindRegistry.of(ProbeKinds.load().all(), Receivers.kinds());
    }
}
