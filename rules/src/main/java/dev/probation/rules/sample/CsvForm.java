package dev.probation.rules.sample;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** A recording as CSV with the header {@code at,check,value,bad,total,error}; a line without a value and an error is no data. */
final class CsvForm implements RecordingForm {

    private static final List<String> HEADER = List.of("at", "check", "value", "bad", "total", "error");

    private final String name;
    private final CheckIds ids = new CheckIds();
    private final Instants instants = new Instants();
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private long line = 1;

    CsvForm(String name, Reader text) throws IOException {
        this.name = name;
        this.parser =
                CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get().parse(text);
        this.records = parser.iterator();
        CSVRecord header = record();
        if (header == null || !header.toList().equals(HEADER)) {
            throw problem("expected JSON Lines, or CSV with the header " + String.join(",", HEADER) + ", but found "
                    + (header == null ? "nothing" : RecordingForm.shortened(String.join(",", header.toList()))));
        }
    }

    @Override
    public Optional<RecordedDeployment> deployment() {
        return Optional.empty();
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public @Nullable Sample read() {
        CSVRecord written = record();
        try {
            return written == null ? null : sample(written);
        } catch (IllegalArgumentException e) {
            throw problem(String.valueOf(e.getMessage()));
        }
    }

    /** The parser counts a line once its end is read, which the last need not have. */
    private @Nullable CSVRecord record() {
        long linesBefore = parser.getCurrentLineNumber();
        try {
            CSVRecord next = records.hasNext() ? records.next() : null;
            line = Math.max(linesBefore + 1, parser.getCurrentLineNumber());
            return next;
        } catch (UncheckedIOException e) {
            line = linesBefore + 1;
            throw problem("cannot be read as CSV: "
                    + Objects.requireNonNull(e.getCause()).getMessage());
        } catch (IllegalStateException e) {
            line = linesBefore + 1;
            throw problem("cannot be read as CSV: " + e.getMessage());
        }
    }

    private RecordingException problem(String what) {
        return new RecordingException(name, line, what);
    }

    private Sample sample(CSVRecord written) {
        if (written.size() != HEADER.size()) {
            throw new IllegalArgumentException("expected " + HEADER.size() + " columns, but found " + written.size());
        }
        SampleLine fields = new SampleLine();
        fields.at = instants.read(written.get(0));
        fields.check = ids.of(written.get(1));
        fields.value = written.get(2).isEmpty() ? null : number(written.get(2));
        fields.bad = count(written.get(3));
        fields.total = count(written.get(4));
        fields.error = written.get(5).isEmpty() ? null : written.get(5);
        fields.noData = fields.value == null && fields.error == null;
        return fields.sample();
    }

    private static @Nullable Long count(String text) {
        try {
            return text.isEmpty() ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "expected a whole number, but found \"" + RecordingForm.shortened(text) + '"', e);
        }
    }

    /** Stricter than the JDK's own reading, which takes {@code NaN}, {@code 0x1p3} and {@code 1d}. */
    private static double number(String text) {
        try {
            return new BigDecimal(text).doubleValue();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "expected a number, but found \"" + RecordingForm.shortened(text) + '"', e);
        }
    }
}
