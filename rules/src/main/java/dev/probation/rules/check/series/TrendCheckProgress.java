package dev.probation.rules.check.series;

import dev.probation.rules.evidence.trend.TrendProgress;
import java.util.Optional;

/** How far a series that is watched for a trend has come. */
public record TrendCheckProgress(TrendProgress progress, Optional<SeriesFinding> newest) implements SeriesProgress {

    /** Before the first value. */
    public static final TrendCheckProgress NONE = new TrendCheckProgress(TrendProgress.begin(), Optional.empty());
}
