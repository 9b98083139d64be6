package dev.probation.agent.cli.command;

import dev.probation.agent.text.FileFault;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.time.AllowForbiddenApi;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Says that nothing was written, where a signal ends a command that writes all at its end or nothing. */
@AllowForbiddenApi("waits for the signal that ends the process")
public final class Unwritten implements AutoCloseable {

    private final Thread atEnd;

    private Unwritten(Thread atEnd) {
        this.atEnd = atEnd;
    }

    /** Of a file, of which nothing is left then. */
    public static Unwritten of(AtomicFile file, String name, CommandContext context) {
        return begin(name, file, context);
    }

    /** Of standard output. */
    public static Unwritten ofStandardOutput(CommandContext context) {
        return begin("standard output", null, context);
    }

    private static Unwritten begin(String name, @Nullable AtomicFile file, CommandContext context) {
        Unwritten unwritten = new Unwritten(new Thread(() -> tell(name, file, context), "nothing written"));
        if (!EndOfProcess.add(unwritten.atEnd)) {
            throw new CommandFailure(ExitCode.INCONCLUSIVE, "interrupted");
        }
        return unwritten;
    }

    private static void tell(String name, @Nullable AtomicFile file, CommandContext context) {
        if (context.terminal()) {
            // below what shows how far it had come
            context.err().println();
        }
        context.err()
                .println(Sanitizer.TERMINAL.line(
                        "probation: ended before " + name + " was complete, so nothing was written to it"));
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException left) {
            context.err()
                    .println(Sanitizer.TERMINAL.line(
                            "probation: what was begun of " + name + " is still there (" + FileFault.why(left) + ')'));
        }
    }

    /** All is written. */
    public void done() {
        boolean unusedRemoved = EndOfProcess.remove(atEnd);
    }

    /** Where it failed, that is told as a failure. */
    @Override
    public void close() {
        done();
    }
}
