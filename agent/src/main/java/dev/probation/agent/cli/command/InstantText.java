package dev.probation.agent.cli.command;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;

/** Instants of options: {@code 2026-01-31T10:00:00Z}, or with another offset. */
public final class InstantText implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notAnInstant) {
            throw new CommandLine.TypeConversionException(
                    "expected an instant such as 2026-01-31T10:00:00Z, but found \"" + text + '"');
        }
    }
}
