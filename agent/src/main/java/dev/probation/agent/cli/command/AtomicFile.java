package dev.probation.agent.cli.command;

import dev.probation.agent.text.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that has another name until it is whole, so that nobody takes a part of it for the whole. */
public final class AtomicFile implements AutoCloseable {

    private final Path file;
    private final Path unfinished;

    private AtomicFile(Path file) {
        this.file = file;
        this.unfinished = Path.of(file + ".part");
    }

    /** Begins it; where it cannot be written, that is wrong usage, and is found before anything is made for it. */
    public static AtomicFile begin(Path file) {
        AtomicFile begun = new AtomicFile(file);
        if (Files.isDirectory(file)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "expected a file that can be written, but found the folder " + file);
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

    /** Where it is written to. */
    public Path unfinished() {
        return unfinished;
    }

    /** Gives it its name. */
    public void finish() throws IOException {
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(unfinished);
    }
}
