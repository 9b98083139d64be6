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
        for (int i = offset; i < offset + read; i++) {
            count(into[i]);
        }
        return read;
    }

    private void count(char c) throws IOException {
        line = c == '\n' || c == '\r' ? 0 : line + 1;
        if (line > LONGEST) {
            throw new IOException("a line is longer than 1,048,576 characters");
        }
    }
}
