package dev.probation.rules.check.series;

import java.util.Optional;

/** What a check's series has come to; immutable. */
public sealed interface SeriesProgress permits ComparisonProgress, TrendCheckProgress {

    /** The newest look at it, where there was one. */
    Optional<SeriesFinding> newest();
}
