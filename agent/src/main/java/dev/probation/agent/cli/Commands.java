package dev.probation.agent.cli;

import dev.probation.agent.cli.check.CheckCommand;
import dev.probation.agent.cli.check.NotifyCommand;
import dev.probation.agent.cli.check.ProbeCommand;
import dev.probation.agent.cli.check.SchemaCommand;
import dev.probation.agent.cli.command.Complaints;
import dev.probation.agent.cli.command.Surroundings;
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
import picocli.AutoComplete;
import picocli.CommandLine;

/** Puts the command line together. Only the command that is called is made, since starting fast matters. */
public final class Commands {

    private Commands() {}

    public static int run(Surroundings surroundings, String... args) {
        int exitCode = line(surroundings, args).execute(args);
        surroundings.out().flush();
        surroundings.err().flush();
        return exitCode;
    }

    /** The command line that {@code args} need: one command where they begin with its name, else all of them. */
    static CommandLine line(Surroundings surroundings, String... args) {
        CommandLine line = new CommandLine(new Probation());
        Map<String, Supplier<Object>> commands = commands(surroundings);
        Supplier<Object> called = args.length == 0 ? null : commands.get(args[0]);
        if (called == null) {
            commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
            line.addSubcommand(new AutoComplete.GenerateCompletion());
        } else {
            line.addSubcommand(args[0], called.get());
        }
        return line.setOut(surroundings.out())
                .setErr(surroundings.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Complaints::usage)
                .setExecutionExceptionHandler(Complaints::failure);
    }

    private static Map<String, Supplier<Object>> commands(Surroundings surroundings) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("serve", () -> new ServeCommand(surroundings));
        commands.put("check", () -> new CheckCommand(surroundings));
        commands.put("probe", () -> new ProbeCommand(surroundings));
        commands.put("notify", () -> new NotifyCommand(surroundings));
        commands.put("baseline", () -> new BaselineCommand(surroundings));
        commands.put("deploy", () -> new DeployCommand(surroundings));
        commands.put("wait", () -> new WaitCommand(surroundings));
        commands.put("verify", () -> new VerifyCommand(surroundings));
        commands.put("status", () -> new StatusCommand(surroundings));
        commands.put("report", () -> new ReportCommand(surroundings));
        commands.put("sign", () -> new SignCommand(surroundings));
        commands.put("silence", () -> SilenceCommand.with(surroundings));
        commands.put("rollback", () -> new RollbackCommand(surroundings));
        commands.put("approve", () -> new ApproveCommand(surroundings));
        commands.put("cancel", () -> new CancelCommand(surroundings));
        commands.put("record", () -> new RecordCommand(surroundings));
        commands.put(
                "replay",
                () -> new ReplayCommand(
                        surroundings, config -> ReplayChecklists.read(config, surroundings), System.in));
        commands.put("compare", () -> new CompareCommand(surroundings, System.in));
        commands.put("backtest", () -> new BacktestCommand(surroundings));
        commands.put("schema", () -> new SchemaCommand(surroundings));
        return commands;
    }
}
