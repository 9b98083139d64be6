package dev.probation.agent.store.sql.database;

import dev.probation.agent.text.FileFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where an SQLite file is or is to be made, as far as that can be seen without making it. */
public final class SqlitePlace {

    private final Path file;

    public SqlitePlace(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** What stands in the file's place, or in that of a folder on the way to it, and does not go away by itself. */
    Optional<String> obstacle() {
        return Files.exists(file) ? FileFault.notAFile(file) : FileFault.notAFolder(folder());
    }

    /** Why this process could not use the file now. */
    public Optional<String> missing() {
        return obstacle().or(this::closed);
    }

    private Optional<String> closed() {
        if (Files.exists(file) && !Files.isWritable(file)) {
            return Optional.of("this user may not write to " + file);
        }
        Path folder = folder();
        return Files.isWritable(folder) ? Optional.empty() : Optional.of("this user may not write to " + folder);
    }

    /** The nearest one that is there: those below it are made. */
    private Path folder() {
        Path folder = file;
        for (Path above = file.getParent(); above != null; above = above.getParent()) {
            folder = above;
            if (Files.exists(folder)) {
                return folder;
            }
        }
        return folder;
    }
}
