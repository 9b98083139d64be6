package dev.probation.agent.cli;

import dev.probation.agent.cli.command.CommandClock;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.time.AllowForbiddenApi;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The program: the one place that reads the environment and ends the process. */
@AllowForbiddenApi("the process's environment, streams and exit code")
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        boolean terminal = Boolean.getBoolean("probation.terminal");
        CommandContext context = new CommandContext(
                System.getenv(),
                terminal,
                new CommandClock.Real(),
                new LiveCommandServices(),
                writer(FileDescriptor.out),
                writer(FileDescriptor.err));
        System.exit(Commands.run(context, args));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
