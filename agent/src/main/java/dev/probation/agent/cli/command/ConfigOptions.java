package dev.probation.agent.cli.command;

import dev.probation.agent.config.Config;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --config.file}: where the configuration is read from. */
public final class ConfigOptions {

    private static final String DEFAULT = "probation.yaml";

    @Option(
            names = {"-c", "--config.file"},
            paramLabel = "PATH",
            description =
                    "The configuration: a file, or a folder of files. May be repeated; the files are merged. Default:"
                            + " PROBATION_CONFIG (separate several with commas), otherwise " + DEFAULT + ".")
    private List<Path> files = List.of();

    public Config load(CommandContext context) {
        return load(context, List.of());
    }

    /** With values that lie over those of the files. */
    public Config load(CommandContext context, List<String> settings) {
        return context.services().config(files(context), settings, context.environment());
    }

    /** For commands that ask no target, where the files that hold secrets need not be. */
    public Config loadWithoutSecrets(CommandContext context, List<String> settings) {
        return context.services().configWithoutSecrets(files(context), settings, context.environment());
    }

    private List<Path> files(CommandContext context) {
        if (!files.isEmpty()) {
            return files;
        }
        String configured = context.variable("PROBATION_CONFIG").orElse(DEFAULT);
        return Arrays.stream(configured.split(","))
                .map(String::strip)
                .map(Path::of)
                .toList();
    }
}
