package dev.probation.agent.cli.command;

import dev.probation.agent.config.Config;
import dev.probation.agent.probe.ProbeKinds;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What commands that run without an agent need from the other packages. Loaded only when a command asks. */
public interface CommandServices {

    /**
     * The configuration.
     *
     * @param settings that lie over the files
     * @throws CommandFailure with every problem, where it cannot be used
     */
    Config config(List<Path> files, List<String> settings, Map<String, String> environment);

    /** The same without reading the files that hold secrets; nothing can be asked with it. */
    Config configWithoutSecrets(List<Path> files, List<String> settings, Map<String, String> environment);

    /** The JSON Schema of the configuration. */
    String schema();

    /** The kinds of targets that can be asked. */
    ProbeKinds probeKinds();
}
