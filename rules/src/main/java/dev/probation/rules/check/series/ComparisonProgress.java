package dev.probation.rules.check.series;

import dev.probation.rules.expectation.Quality;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a comparison with the baseline has come.
 *
 * @param values that were taken since the newest look
 * @param from the instant of the first of them
 * @param taken the instant of the last value that was taken
 * @param looks how many there were
 */
public record ComparisonProgress(
        List<Double> values, Optional<Instant> from, Optional<Instant> taken, int looks, Optional<SeriesFinding> newest)
        implements SeriesProgress {

    /** Before the first value. */
    public static final ComparisonProgress NONE =
            new ComparisonProgress(List.of(), Optional.empty(), Optional.empty(), 0, Optional.empty());

    public ComparisonProgress {
        values = List.copyOf(values);
    }

    /** Whether the newest look found a change for the worse. */
    public boolean isWorse() {
        return newest.filter(look -> look.quality() == Quality.BAD).isPresent();
    }
}
