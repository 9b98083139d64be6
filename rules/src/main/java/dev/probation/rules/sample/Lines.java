package dev.probation.rules.sample;

import java.io.IOException;
import java.io.Reader;

/** The lines of a text, one after the other, each where it was read: characters of one buffer, which are not copied. */
final class Lines {

    private final Reader text;
    private char[] buffer;
    /** What was read of the text and not yet gone on from lies before it. */
    private int end;

    private int from;
    private int length;
    private int next;
    private boolean isAfterReturn;

    /** @param size of the buffer at first; a longer line makes it larger */
    Lines(Reader text, int size) {
        this.text = text;
        this.buffer = new char[size];
    }

    /** Goes on to the next line, which ends with {@code \n}, {@code \r}, both, or the text; false where there is none. */
    boolean next() throws IOException {
        from = next;
        length = 0;
        if (isAfterReturn && isThere() && buffer[from] == '\n') {
            from++;
        }
        while (isThere()) {
            length = endOfLine(from + length) - from;
            if (from + length < end) {
                isAfterReturn = buffer[from + length] == '\r';
                next = from + length + 1;
                return true;
            }
        }
        next = end;
        return length > 0;
    }

    private int endOfLine(int begin) {
        char[] characters = buffer;
        int last = end;
        int at = begin;
        while (at < last && characters[at] != '\n' && characters[at] != '\r') {
            at++;
        }
        return at;
    }

    /** Whether anything comes after what is known of the line; reads more of the text where that is not known. */
    private boolean isThere() throws IOException {
        return from + length < end || read();
    }

    private boolean read() throws IOException {
        char[] larger = length == buffer.length ? new char[2 * length] : buffer;
        System.arraycopy(buffer, from, larger, 0, length);
        buffer = larger;
        from = 0;
        end = length;
        int more = text.read(buffer, end, buffer.length - end);
        end += Math.max(0, more);
        return more > 0;
    }

    /** What holds the line until the next one: {@link #length} characters from {@link #from} on. */
    char[] characters() {
        return buffer;
    }

    int from() {
        return from;
    }

    int length() {
        return length;
    }

    boolean isBlank() {
        for (int i = from; i < from + length; i++) {
            if (!Character.isWhitespace(buffer[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return new String(buffer, from, length);
    }
}
