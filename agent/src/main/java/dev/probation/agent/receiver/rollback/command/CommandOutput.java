package dev.probation.agent.receiver.rollback.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What a program says: the first of it kept, the rest read and dropped, so that the program never waits. */
final class CommandOutput {

    static final int MOST = 64 << 10;

    /** A child left behind may hold the output open for ever. */
    private static final Duration TO_BE_READ = Duration.ofSeconds(1);

    private final InputStream stream;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread reader = new Thread(this::drain, "rollback-command-output");

    private CommandOutput(InputStream stream) {
        this.stream = stream;
    }

    static CommandOutput read(Process process) {
        CommandOutput output = new CommandOutput(process.getInputStream());
        output.reader.setDaemon(true);
        output.reader.start();
        return output;
    }

    private void drain() {
        byte[] part = new byte[8192];
        try (stream) {
            for (int read = stream.read(part); read >= 0; read = stream.read(part)) {
                synchronized (kept) {
                    kept.write(part, 0, Math.min(read, MOST - kept.size()));
                }
            }
        } catch (IOException e) {
            // the program was ended
        }
    }

    /** What was said until shortly after the program's end. */
    String said() throws InterruptedException {
        reader.join(TO_BE_READ.toMillis());
        synchronized (kept) {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
