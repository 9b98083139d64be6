package dev.probation.agent.cli.check;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.ConfigOptions;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.Output;
import dev.probation.agent.cli.command.Table;
import dev.probation.agent.cli.log.LogOptions;
import dev.probation.agent.config.Config;
import io.vertx.core.json.JsonArray;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code probation probe}: asks every check once. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description = {
            "Runs every check once and prints what was measured.",
            "Exits with 0 if all are good, and with 1 if one is bad, has no data or cannot be measured."
        },
        footerHeading = "%nExample:%n",
        footer = "  probation probe")
public final class ProbeCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private ConfigOptions files = new ConfigOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Mixin
    private Output output = new Output();

    public ProbeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        log.apply();
        Config config = files.load(context);
        List<ProbeAnswer> answers = ProbeRound.of(config, context.services().probeKinds());
        output.print(context.out(), json(answers), out -> print(out, answers));
        return answers.stream().allMatch(ProbeAnswer::isGood) ? ExitCode.PASS : ExitCode.FAIL;
    }

    static JsonArray json(List<ProbeAnswer> answers) {
        return new JsonArray(answers.stream().map(ProbeAnswer::json).toList());
    }

    static void print(PrintWriter out, List<ProbeAnswer> answers) {
        Table table = new Table("SERVICE", "CHECK", "TARGET", "STATE", "VALUE", "EXPECTED", "DETAIL");
        for (ProbeAnswer answer : answers) {
            table.row(
                    answer.service(),
                    answer.check().rule().id(),
                    answer.check().target().name(),
                    answer.state(),
                    answer.value(),
                    answer.expected(),
                    answer.detail());
        }
        table.print(out);
    }
}
