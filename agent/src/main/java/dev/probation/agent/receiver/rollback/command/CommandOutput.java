package dev.probation.agent.receiver.rollback.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The end of what a program says, where it says why it failed. All is read, so that the program never waits. */
final class CommandOutput {

    static final int MOST = 4 << 10;
    private static final String CUT = "... ";

    /** A child left behind may hold the output open for ever. */
    private static final Duration TO_BE_READ = Duration.ofSeconds(1);

    private final InputStream stream;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean cut;
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
                keep(part, read);
            }
        } catch (IOException e) {
            // the program was ended
        }
    }

    private void keep(byte[] part, int length) {
        synchronized (kept) {
            kept.write(part, 0, length);
            if (kept.size() > MOST) {
                byte[] all = kept.toByteArray();
                kept.reset();
                kept.write(all, all.length - MOST, MOST);
                cut = true;
            }
        }
    }

    /** What was said until shortly after the program's end; what came before the last {@link #MOST} bytes is left out. */
    String said() throws InterruptedException {
        reader.join(TO_BE_READ.toMillis());
        synchronized (kept) {
            return (cut ? CUT : "") + kept.toString(StandardCharsets.UTF_8);
        }
    }
}
