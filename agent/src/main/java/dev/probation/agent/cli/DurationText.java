package dev.probation.agent.cli;

import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.expectation.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;

/** Durations of options, as in the configuration: {@code 90s}, {@code 10m}, {@code 1.5h}. */
final class DurationText implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException | ArithmeticException notADuration) {
            throw new CommandLine.TypeConversionException(
                    "expected a duration such as 90s, 10m or 2h, but found \"" + text + '"');
        }
    }

    private static Duration parse(String text) {
        Quantity quantity = Quantity.parse(text);
        BigDecimal seconds = quantity.amount().multiply(quantity.unit().factor());
        if (quantity.dimension() != Dimension.TIME || seconds.signum() <= 0) {
            throw new IllegalArgumentException(text);
        }
        return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
    }

    /** In whole seconds; what has passed already is no time at all. */
    static String write(Duration duration) {
        return Durations.write(duration.isNegative() ? Duration.ZERO : duration.truncatedTo(ChronoUnit.SECONDS));
    }
}
