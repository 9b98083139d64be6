package dev.probation.agent.cli;

import dev.probation.agent.cli.command.Pace;
import dev.probation.agent.cli.command.Surroundings;
import dev.probation.agent.time.Door;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The program: the one place that reads the environment and ends the process. */
@Door("the process's environment, streams and exit code")
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        boolean terminal = Boolean.getBoolean("probation.terminal");
        Surroundings surroundings = new Surroundings(
                System.getenv(),
                terminal,
                new Pace.Real(),
                new RealSupplies(),
                writer(FileDescriptor.out),
                writer(FileDescriptor.err));
        System.exit(Commands.run(surroundings, args));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
