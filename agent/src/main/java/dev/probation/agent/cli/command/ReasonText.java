package dev.probation.agent.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;

/** A reason that a person gives: it stands in the report, so there has to be one. */
public final class ReasonText implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        if (text.isBlank()) {
            throw new CommandLine.TypeConversionException(
                    "expected the reason, but found nothing; it stands in the report");
        }
        return text;
    }
}
