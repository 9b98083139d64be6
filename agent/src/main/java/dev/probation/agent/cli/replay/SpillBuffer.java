package dev.probation.agent.cli.replay;

import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ExitCode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lines that are kept until it is their turn to be printed: the first in memory, more in a temporary file, so that memory
 * does not grow with them.
 */
public final class SpillBuffer implements AutoCloseable {

    private static final int HELD = 1 << 16;

    private final StringBuilder held = new StringBuilder();
    private @Nullable FileChannel file;
    private @Nullable Writer writer;

    /** One more line, which has no line break in it. */
    void add(String line) {
        try {
            if (writer == null && held.length() + line.length() < HELD) {
                held.append(line).append('\n');
            } else {
                writer().append(line).append('\n');
            }
        } catch (IOException e) {
            throw unkept(e);
        }
    }

    private Writer writer() throws IOException {
        if (writer == null) {
            Path path = Files.createTempFile("probation-replay", ".jsonl");
            // the name goes at once, so nothing is left behind however this process ends
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            writer = new BufferedWriter(Channels.newWriter(file, StandardCharsets.UTF_8));
        }
        return writer;
    }

    /** Hands over all lines in their order. */
    public void forEach(Consumer<String> to) {
        held.toString().lines().forEach(to);
        if (writer == null || file == null) {
            return;
        }
        try {
            writer.flush();
            BufferedReader lines = new BufferedReader(Channels.newReader(file.position(0), StandardCharsets.UTF_8));
            lines.lines().forEach(to);
        } catch (IOException e) {
            throw unkept(e);
        }
    }

    private static CommandFailure unkept(IOException failure) {
        return new CommandFailure(
                ExitCode.USAGE,
                "cannot use a temporary file for a long list of transitions: " + failure.getMessage()
                        + "; name another folder with PROBATION_JAVA_OPTS=-Djava.io.tmpdir=PATH");
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw unkept(e);
        }
    }
}
