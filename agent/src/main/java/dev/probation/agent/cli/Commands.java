package dev.probation.agent.cli;

import dev.probation.agent.cli.check.CheckCommand;
import dev.probation.agent.cli.check.NotifyCommand;
import dev.probation.agent.cli.check.ProbeCommand;
import dev.probation.agent.cli.check.SchemaCommand;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.ErrorHandlers;
import dev.probation.agent.cli.local.BaselineCommand;
import dev.probation.agent.cli.local.VerifyCommand;
import dev.probation.agent.cli.remote.ApproveCommand;
import dev.probation.agent.cli.remote.CancelCommand;
import dev.probation.agent.cli.remote.DeployCommand;
import dev.probation.agent.cli.remote.RecordCommand;
import dev.probation.agent.cli.remote.ReportCommand;
import dev.probation.agent.cli.remote.RollbackCommand;
import dev.probation.agent.cli.remote.SignCommand;
import dev.probation.agent.cli.remote.SilenceCommand;
import dev.probation.agent.cli.remote.StatusCommand;
import dev.probation.agent.cli.remote.WaitCommand;
import dev.probation.agent.cli.replay.BacktestCommand;
import dev.probation.agent.cli.replay.CompareCommand;
import dev.probation.agent.cli.replay.ReplayChecklists;
import dev.probation.agent.cli.replay.ReplayCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Puts the command line together. Only the command that is called is made, since starting fast matters. */
public final class Commands {

    private Commands() {}

    public static int run(CommandContext context, String... args) {
        int exitCode = execute(context, args);
        context.out().flush();
        context.err().flush();
        return exitCode;
    }

    private static int execute(CommandContext context, String... args) {
        try {
            return line(context, args).execute(args);
        } catch (Error thrown) {
            // the library lets it through, and other threads would keep the process
            return ErrorHandlers.mistake(thrown, context.err());
        }
    }

    /** The command line that {@code args} need: one command where they begin with its name, else all of them. */
    static CommandLine line(CommandContext context, String... args) {
        CommandLine line = new CommandLine(new Probation());
        Map<String, Supplier<Object>> commands = commands(context);
        Supplier<Object> called = args.length == 0 ? null : commands.get(args[0]);
        if (called == null) {
            commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
        } else {
            line.addSubcommand(args[0], called.get());
        }
        return HelpPage.layOut(line)
                .setOut(context.out())
                .setErr(context.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(ErrorHandlers::usage)
                .setExecutionExceptionHandler(ErrorHandlers::failure);
    }

    private static Map<String, Supplier<Object>> commands(CommandContext context) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("serve", () -> new ServeCommand(context));
        commands.put("check", () -> new CheckCommand(context));
        commands.put("probe", () -> new ProbeCommand(context));
        commands.put("notify", () -> new NotifyCommand(context));
        commands.put("deploy", () -> new DeployCommand(context));
        commands.put("wait", () -> new WaitCommand(context));
        commands.put("verify", () -> new VerifyCommand(context));
        commands.put("status", () -> new StatusCommand(context));
        commands.put("report", () -> new ReportCommand(context));
        commands.put("sign", () -> new SignCommand(context));
        commands.put("silence", () -> SilenceCommand.with(context));
        commands.put("rollback", () -> new RollbackCommand(context));
        commands.put("approve", () -> new ApproveCommand(context));
        commands.put("cancel", () -> new CancelCommand(context));
        commands.put("baseline", () -> new BaselineCommand(context));
        commands.put("record", () -> new RecordCommand(context));
        commands.put(
                "replay",
                () -> new ReplayCommand(context, config -> ReplayChecklists.read(config, context), System.in));
        commands.put("backtest", () -> new BacktestCommand(context));
        commands.put("compare", () -> new CompareCommand(context, System.in));
        commands.put("schema", () -> new SchemaCommand(context));
        commands.put("generate-completion", () -> new CompletionCommand(context, () -> line(context)));
        return commands;
    }
}
