package dev.probation.agent.http;

import java.io.IOException;
import java.nio.file.Path;

/** No certificate authority can be read from a file: a fault of the agent's own side, of which the server knows nothing. */
public final class CaFileException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String found;

    CaFileException(Path file, String fault) {
        super("the ca-file " + whole(file) + ' ' + fault);
        this.found = whole(file) + ' ' + fault;
    }

    private static String whole(Path file) {
        return file.toAbsolutePath().normalize().toString();
    }

    /** The file and what is wrong with it, for a place after a colon. */
    public String found() {
        return found;
    }
}
