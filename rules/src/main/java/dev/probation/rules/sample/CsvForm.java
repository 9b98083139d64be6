package dev.probation.rules.sample;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** A recording as CSV with the header {@code at,check,value,bad,total,error}; a line without a value and an error is no data. */
final class CsvForm implements RecordingForm {

    private static final List<String> HEADER = List.of("at", "check", "value", "bad", "total", "error");

    private final String name;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    CsvForm(String name, Reader text) throws IOException {
        this.name = name;
        this.parser = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .get()
                .parse(text);
        this.records = parser.iterator();
        if (!parser.getHeaderNames().equals(HEADER)) {
            throw new RecordingException(
                    name,
                    1,
                    "expected JSON Lines, or CSV with the header " + String.join(",", HEADER) + ", but found "
                            + String.join(",", parser.getHeaderNames()));
        }
    }

    @Override
    public Optional<RecordedDeployment> deployment() {
        return Optional.empty();
    }

    @Override
    public long line() {
        return parser.getCurrentLineNumber();
    }

    @Override
    public @Nullable Sample read() {
        try {
            return records.hasNext() ? sample(records.next()) : null;
        } catch (IllegalArgumentException e) {
            throw new RecordingException(name, line(), String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw new RecordingException(name, line(), "cannot be read as CSV: " + e.getMessage());
        }
    }

    private static Sample sample(CSVRecord written) {
        if (!written.isConsistent()) {
            throw new IllegalArgumentException("expected " + HEADER.size() + " columns, but found " + written.size());
        }
        SampleLine fields = new SampleLine();
        fields.at = RecordingForm.instant(written.get("at"));
        fields.check = written.get("check");
        fields.value = written.get("value").isEmpty() ? null : number(written.get("value"));
        fields.bad = count(written.get("bad"));
        fields.total = count(written.get("total"));
        fields.error = written.get("error").isEmpty() ? null : written.get("error");
        fields.noData = fields.value == null && fields.error == null;
        return fields.sample();
    }

    private static @Nullable Long count(String text) {
        try {
            return text.isEmpty() ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a whole number, but found \"" + text + '"', e);
        }
    }

    private static double number(String text) {
        try {
            return new java.math.BigDecimal(text).doubleValue();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a number, but found \"" + text + '"', e);
        }
    }
}
