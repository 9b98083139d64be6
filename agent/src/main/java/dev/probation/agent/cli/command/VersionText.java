package dev.probation.agent.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;

/** The version of a deployment, which has one. */
public final class VersionText implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        if (text.isBlank()) {
            throw new CommandLine.TypeConversionException("expected a version, but found nothing");
        }
        return text;
    }
}
