package dev.probation.agent.cli;

import dev.probation.agent.assembly.InstalledKinds;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.CommandServices;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.file.ConfigLoader;
import dev.probation.agent.config.file.ConfigSchema;
import dev.probation.agent.probe.ProbeKinds;
import dev.probation.agent.settings.InvalidConfigException;
import dev.probation.agent.settings.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Configuration, schema and probes as the agent has them. */
public final class LiveCommandServices implements CommandServices {

    @Override
    public Config config(List<Path> files, List<String> settings, Map<String, String> environment) {
        return valid(files, () -> ConfigLoader.load(InstalledKinds.load(), files, settings, environment));
    }

    @Override
    public Config configWithoutSecrets(List<Path> files, List<String> settings, Map<String, String> environment) {
        return valid(files, () -> ConfigLoader.loadWithoutSecrets(InstalledKinds.load(), files, settings, environment));
    }

    private static Config valid(List<Path> files, Supplier<Config> loading) {
        files.stream().filter(Files::notExists).findFirst().ifPresent(absent -> {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "expected the configuration at " + absent + ", but found no such file or folder; give its path with"
                            + " --config.file PATH or PROBATION_CONFIG");
        });
        try {
            return loading.get();
        } catch (InvalidConfigException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, e.problems().stream().map(Problem::toString).toList());
        }
    }

    @Override
    public String schema() {
        return ConfigSchema.json(InstalledKinds.load());
    }

    @Override
    public ProbeKinds probeKinds() {
        return ProbeKinds.load();
    }
}
