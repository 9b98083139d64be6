package dev.probation.agent.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;

/** The version of a deployment, which has one, of the form that an agent takes. */
public final class VersionText implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        if (text.isBlank()) {
            throw new CommandLine.TypeConversionException("expected a version, but found nothing");
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw new CommandLine.TypeConversionException(
                    "expected a version without control characters, but found \"" + text + '"');
        }
        return text;
    }
}
