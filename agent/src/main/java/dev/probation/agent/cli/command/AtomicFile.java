package dev.probation.agent.cli.command;

import dev.probation.agent.text.FileFault;
import dev.probation.agent.text.SymbolicLinks;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that has another name until it is whole, so that nobody takes a part of it for the whole. What is there and is no
 * ordinary file, such as a device or a pipe, is written as it is.
 */
public final class AtomicFile implements AutoCloseable {

    private final Path file;
    private final Path unfinished;

    private AtomicFile(Path path) {
        // /dev/stdout is a link to a pipe that has no name of its own
        boolean isOther = Files.exists(path) && !Files.isRegularFile(path);
        this.file = isOther ? path : SymbolicLinks.followed(path);
        this.unfinished = isOther ? path : Path.of(file + ".part");
    }

    /** Begins it; where it cannot be written, that is wrong usage, and is found before anything is made for it. */
    public static AtomicFile begin(Path file) {
        if (Files.isDirectory(file)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "expected a file that can be written, but found the folder " + file);
        }
        AtomicFile begun = new AtomicFile(file);
        if (begun.isWrittenAsItIs()) {
            return begun;
        }
        try {
            Files.writeString(begun.unfinished, "");
            return begun;
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "expected a file that can be written in a folder that exists, but found " + file + " ("
                            + FileFault.why(e) + ')');
        }
    }

    private boolean isWrittenAsItIs() {
        return unfinished.equals(file);
    }

    /** Writes its text, in UTF-8. */
    public BufferedWriter writer() throws IOException {
        return isWrittenAsItIs()
                ? Files.newBufferedWriter(file, StandardOpenOption.WRITE)
                : Files.newBufferedWriter(unfinished);
    }

    /** Gives it its name. */
    public void finish() throws IOException {
        if (!isWrittenAsItIs()) {
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        if (!isWrittenAsItIs()) {
            Files.deleteIfExists(unfinished);
        }
    }
}
