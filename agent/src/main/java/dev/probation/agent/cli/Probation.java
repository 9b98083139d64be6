package dev.probation.agent.cli;

import dev.probation.agent.assembly.Version;
import picocli.CommandLine.Command;

/** The command line's root: without a command it shows its help. */
@Command(
        name = "probation",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Watches a release for its first three days, and says on what evidence it is healthy or not.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:pass or warn; done",
            "1:fail; or refused, because it does not fit the present state",
            "2:wrong usage or configuration, also a name or id that the agent does not know",
            "3:check --strict found something, or check --online found what keeps the agent itself from working",
            "4:inconclusive, or no verdict in time; also output that could not be written, or a bug in Probation",
            "5:no agent answers, or it cannot do it now",
            "129, 130, 143:ended by SIGHUP (which the agent ignores), SIGINT or SIGTERM"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  probation check --online",
            "  probation serve --config.file probation.yaml",
            "  probation deploy shop 1.4.2 --wait immediate --timeout 70m"
        })
final class Probation {}
