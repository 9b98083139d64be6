package dev.probation.agent.cli.command;

import dev.probation.agent.text.FileFault;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.time.AllowForbiddenApi;
import java.io.IOException;

/** Says what a command has not done, where a signal ends it before its end. */
@AllowForbiddenApi("waits for the signal that ends the process")
public final class Interruption implements AutoCloseable {

    private final Thread atEnd;

    private Interruption(Thread atEnd) {
        this.atEnd = atEnd;
    }

    /** A command that writes all to a file at its end, or nothing: of the file nothing is left then. */
    public static Interruption of(AtomicFile file, String name, CommandContext context) {
        return begin(() -> {
            tell(nothingIn(name), context);
            remove(file, name, context);
        });
    }

    /** The same to standard output. */
    public static Interruption ofStandardOutput(CommandContext context) {
        return telling(nothingIn("standard output"), context);
    }

    /** @param what a sentence without its end, such as {@code ended before the verdict} */
    public static Interruption telling(String what, CommandContext context) {
        return begin(() -> tell(what, context));
    }

    private static String nothingIn(String name) {
        return "ended before " + name + " was complete, so nothing was written to it";
    }

    private static Interruption begin(Runnable last) {
        Interruption interruption = new Interruption(new Thread(last, "interrupted"));
        if (!EndOfProcess.add(interruption.atEnd)) {
            throw new CommandFailure(ExitCode.INCONCLUSIVE, "interrupted");
        }
        return interruption;
    }

    private static void tell(String what, CommandContext context) {
        if (context.terminal()) {
            // below what shows how far it had come
            context.err().println();
        }
        context.err().println(Sanitizer.TERMINAL.line("probation: " + what));
    }

    private static void remove(AtomicFile file, String name, CommandContext context) {
        try {
            file.close();
        } catch (IOException left) {
            context.err()
                    .println(Sanitizer.TERMINAL.line(
                            "probation: what was begun of " + name + " is still there (" + FileFault.why(left) + ')'));
        }
    }

    /** All is done. */
    public void done() {
        boolean unusedRemoved = EndOfProcess.remove(atEnd);
    }

    /** Where it failed, that is told as a failure. */
    @Override
    public void close() {
        done();
    }
}
