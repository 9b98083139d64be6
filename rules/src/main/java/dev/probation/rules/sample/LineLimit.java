package dev.probation.rules.sample;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Text whose lines are not too long to be held in memory; a file of another kind may have no line ends at all. */
public final class LineLimit extends FilterReader {

    private static final int LONGEST = 1 << 20;

    private int line;

    public LineLimit(Reader text) {
        super(text);
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            count((char) read);
        }
        return read;
    }

    @Override
    public int read(char[] into, int offset, int most) throws IOException {
        int read = super.read(into, offset, most);
        if (line + (long) read > LONGEST) {
            for (int i = offset; i < offset + read; i++) {
                count(into[i]);
            }
        } else if (read > 0) {
            // none of its lines can be too long, so that only the last is of interest
            int last = startOfLastLine(into, offset, offset + read);
            line = last == offset ? line + read : offset + read - last;
        }
        return read;
    }

    /** Where it begins; {@code from} where it began before that. */
    private static int startOfLastLine(char[] text, int from, int to) {
        int start = to;
        while (start > from && !isLineEnd(text[start - 1])) {
            start--;
        }
        return start;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private void count(char c) throws IOException {
        line = isLineEnd(c) ? 0 : line + 1;
        if (line > LONGEST) {
            throw new IOException("a line is longer than 1,048,576 characters");
        }
    }
}
