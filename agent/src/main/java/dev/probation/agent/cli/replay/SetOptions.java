package dev.probation.agent.cli.replay;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.ConfigOptions;
import dev.probation.agent.config.Config;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The configuration, or what if it were another: {@code --set}. */
public final class SetOptions {

    @Mixin
    private ConfigOptions files = new ConfigOptions();

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "What if: judge by this value in place of the configuration's. May be repeated. PATH is"
                    + " such as windows.immediate.until, checks.error-rate.expect or services.api.checks.p95.for.")
    private List<String> settings = List.of();

    Config load(CommandContext context) {
        return files.load(context, settings);
    }

    /** Whether anything is asked that the configuration does not say. */
    boolean asks() {
        return !settings.isEmpty();
    }

    /** The configuration as it is, for commands that ask no target. */
    Config asWritten(CommandContext context) {
        return files.loadWithoutSecrets(context, List.of());
    }

    /** For commands that ask no target, where the files that hold secrets need not be. */
    Config loadWithoutSecrets(CommandContext context) {
        return files.loadWithoutSecrets(context, settings);
    }
}
