package dev.probation.agent.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Symbolic links where a file is to be written. They stay, since whoever made one reads what it leads to. */
public final class SymbolicLinks {

    /** As many as Linux follows. */
    private static final int MOST = 40;

    private SymbolicLinks() {}

    /** What {@code path} leads to, which need not be there yet. */
    public static Path followed(Path path) {
        Path file = path;
        for (int links = 0; links < MOST && Files.isSymbolicLink(file); links++) {
            try {
                file = file.resolveSibling(Files.readSymbolicLink(file));
            } catch (IOException e) {
                return file;
            }
        }
        return file;
    }
}
