package dev.probation.agent.cli;

import dev.probation.agent.text.FileFault;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a command prints to. A writer hides that it could not be written to; this one remembers. */
final class StandardOutput extends FilterOutputStream {

    private @Nullable IOException failure;

    StandardOutput(OutputStream stream) {
        super(stream);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Why something was not written; empty also where a reader such as {@code head} had enough. */
    Optional<String> problem() {
        return Optional.ofNullable(failure).map(FileFault::why).filter(why -> !why.contains("roken pipe"));
    }
}
