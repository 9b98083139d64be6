package dev.probation.agent.cli;

import dev.probation.agent.cli.command.CommandClock;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.log.LastingLogManager;
import dev.probation.agent.names.SystemResolver;
import dev.probation.agent.time.AllowForbiddenApi;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.TimeZone;

/** The program: the one place that reads the environment and ends the process. */
@AllowForbiddenApi("the process's environment, streams and exit code")
public final class Main {

    private Main() {}

    /** Java itself ends with 1 where this throws, which is the verdict "fail". */
    public static void main(String[] args) {
        if (Boolean.getBoolean("probation.begin-only")) {
            // so deploy/probation knows that this Java gets as far as here
            System.out.println("probation begins");
            return;
        }
        try {
            System.exit(run(args));
        } catch (Throwable thrown) {
            try {
                thrown.printStackTrace();
            } finally {
                Runtime.getRuntime().halt(ExitCode.INCONCLUSIVE);
            }
        }
    }

    private static int run(String[] args) {
        System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
        SystemResolver.keepNothing();
        // PostgreSQL's driver tells the server this at each login, which refuses a zone that it does not know, such as
        // IST
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        PrintWriter err = writer(new FileOutputStream(FileDescriptor.err));
        CommandContext context = new CommandContext(
                System.getenv(),
                Boolean.getBoolean("probation.terminal"),
                new CommandClock.Real(),
                new LiveCommandServices(),
                writer(output),
                err);
        int exitCode = Commands.run(context, args);
        if (output.problem().isPresent()) {
            err.println("probation: not all output could be written ("
                    + output.problem().orElseThrow() + ')');
            exitCode = exitCode == ExitCode.PASS ? ExitCode.INCONCLUSIVE : exitCode;
        }
        return exitCode;
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
