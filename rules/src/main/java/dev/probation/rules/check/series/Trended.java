package dev.probation.rules.check.series;

import dev.probation.rules.evidence.trend.TrendProgress;
import java.util.Optional;

/** How far a series that is watched for a trend has come. */
public record Trended(TrendProgress progress, Optional<Look> newest) implements SeriesProgress {

    /** Before the first value. */
    public static final Trended NONE = new Trended(TrendProgress.begin(), Optional.empty());
}
