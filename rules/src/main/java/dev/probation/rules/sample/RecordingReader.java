package dev.probation.rules.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recording sample by sample, as JSON Lines or as CSV with the header {@code at,check,value,bad,total,error};
 * memory does not grow with its length.
 */
public final class RecordingReader implements Iterator<Sample>, AutoCloseable {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final BufferedReader text;
    private final RecordingForm form;
    private final @Nullable RecordedDeployment deployment;
    private final String name;
    private @Nullable Sample next;
    private @Nullable Sample previous;
    private long line;

    /**
     * Opens a recording and reads what comes before its first sample.
     *
     * @param name for messages, such as the file's name
     * @throws RecordingException where it is no recording
     */
    public RecordingReader(String name, Reader reader) throws IOException {
        this.name = name;
        this.text = new BufferedReader(new LineLimit(reader), 1 << 16);
        this.form = isJson(text) ? new JsonLines(name, text) : new CsvForm(name, text);
        this.deployment = form.deployment().orElse(null);
        this.next = form.read();
    }

    private static boolean isJson(BufferedReader text) throws IOException {
        text.mark(1);
        int first = text.read();
        if (first == BYTE_ORDER_MARK) {
            return isJson(text);
        }
        if (first >= 0) {
            text.reset();
        }
        return first < 0 || first == '{' || Character.isWhitespace(first);
    }

    /** The deployment that the first line names, where it does. */
    public Optional<RecordedDeployment> deployment() {
        return Optional.ofNullable(deployment);
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    /** @throws RecordingException where the next line is no sample, or older than this one */
    @Override
    public Sample next() {
        if (next == null) {
            throw new NoSuchElementException("the recording " + name + " has ended");
        }
        Sample current = next;
        if (previous != null && current.at().isBefore(previous.at())) {
            throw new RecordingException(
                    name,
                    form.line(),
                    "samples must be sorted by time, but one at " + current.at() + " follows one at " + previous.at());
        }
        previous = current;
        line = form.line();
        next = form.read();
        return current;
    }

    /** The line of the newest sample that was handed out; 0 before the first. */
    public long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
