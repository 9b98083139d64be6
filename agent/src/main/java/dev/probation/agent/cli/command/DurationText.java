package dev.probation.agent.cli.command;

import dev.probation.rules.expectation.Durations;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;

/** Durations of options, as in the configuration: {@code 90s}, {@code 10m}, {@code 1h30m}. */
public final class DurationText implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        Optional<Duration> read = Durations.parse(text);
        String expected = read.isPresent() ? "a duration above zero" : "a duration such as 90s, 10m or 1h30m";
        return read.filter(duration -> !duration.isZero())
                .orElseThrow(() -> new CommandLine.TypeConversionException(
                        "expected " + expected + ", but found \"" + text + '"' + Durations.hint(text)));
    }
}
