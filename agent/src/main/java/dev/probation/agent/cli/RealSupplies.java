package dev.probation.agent.cli;

import dev.probation.agent.config.Config;
import dev.probation.agent.probe.ProbeKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Configuration, schema and probes as the agent has them. */
final class RealSupplies implements Supplies {

    @Override
    public Config config(List<Path> files, Map<String, String> environment) {
        throw new CommandFailure(ExitCode.USAGE, "the configuration cannot be read yet: " + files);
    }

    @Override
    public String schema() {
        throw new CommandFailure(ExitCode.USAGE, "there is no schema yet");
    }

    @Override
    public List<ProbeKind> probeKinds() {
        return List.of();
    }
}
