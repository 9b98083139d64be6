package dev.probation.agent.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What is printed and logged, from whatever thread: whole in a file for each class, and the end of it in memory. */
final class KeptOutput extends OutputStream {

    /** The end of what a test logs tells why it failed. */
    private static final int MOST_BYTES = 256 << 10;

    private final Path folder;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private Path file;

    KeptOutput(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("before-the-first-class-output.txt");
    }

    /** What comes now belongs to this class; what it printed in an earlier run goes. */
    synchronized void begin(String className) throws IOException {
        file = folder.resolve(className + "-output.txt");
        Files.createDirectories(folder);
        Files.deleteIfExists(file);
        kept.reset();
    }

    synchronized Path file() {
        return file;
    }

    /** What was written since it was last forgotten, or the end of it. */
    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }

    synchronized void forget() {
        kept.reset();
    }

    @Override
    public void write(int part) throws IOException {
        write(new byte[] {(byte) part}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        try (OutputStream whole = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            whole.write(bytes, from, length);
        }
        if (kept.size() + length > 2 * MOST_BYTES) {
            byte[] all = kept.toByteArray();
            kept.reset();
            kept.writeBytes(Arrays.copyOfRange(all, Math.max(0, all.length - MOST_BYTES), all.length));
        }
        kept.write(bytes, from, length);
    }
}
