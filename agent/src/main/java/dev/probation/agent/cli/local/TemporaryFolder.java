package dev.probation.agent.cli.local;

import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.EndOfProcess;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.text.FileFault;
import dev.probation.agent.time.AllowForbiddenApi;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that goes when the command ends, or when a signal ends the process. */
@AllowForbiddenApi("waits for the signal that ends the process")
final class TemporaryFolder implements AutoCloseable {

    /** A store that is still open may write while its folder is being removed. */
    private static final int TRIES = 3;

    private final Path path;
    private final Thread atEnd;

    private TemporaryFolder(Path path) {
        this.path = path;
        this.atEnd = new Thread(() -> remove(path), "remove " + path.getFileName());
    }

    static TemporaryFolder make(String prefix) {
        try {
            TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory(prefix));
            if (!EndOfProcess.add(folder.atEnd)) {
                remove(folder.path);
                throw new CommandFailure(ExitCode.INCONCLUSIVE, "interrupted");
            }
            return folder;
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "cannot create a temporary folder in " + System.getProperty("java.io.tmpdir") + " ("
                            + FileFault.why(e) + "); make it writable, or name another folder with"
                            + " PROBATION_JAVA_OPTS=-Djava.io.tmpdir=PATH");
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        remove(path);
        // where a signal came in the meantime, its hook finds nothing to remove
        boolean unusedRemoved = EndOfProcess.remove(atEnd);
    }

    private static void remove(Path folder) {
        for (int i = 0; i < TRIES && Files.exists(folder); i++) {
            try {
                files(folder).forEach(TemporaryFolder::delete);
            } catch (UncheckedIOException | IOException busy) {
                // tried again
            }
        }
    }

    /** What is in a folder before the folder. */
    private static List<File> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).map(Path::toFile).toList();
        }
    }

    private static void delete(File file) {
        boolean deleted = file.delete();
        assert deleted || !file.exists() || file.isDirectory();
    }
}
