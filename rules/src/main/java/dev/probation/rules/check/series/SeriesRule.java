package dev.probation.rules.check.series;

import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;

/**
 * What is expected of a check's values as a series, of which a single one says nothing. They are looked at together, at times
 * that do not depend on what they are; between two looks nothing changes.
 */
public sealed interface SeriesRule permits BaselineRule, TrendCheck {

    /** Before the first value. */
    SeriesProgress begin();

    /** With one more value, which may bring about a look. */
    SeriesProgress next(SeriesProgress before, Sample sample, Outcome.Measured measured, Baseline baseline);

    /** How long looks must be bad, given what the configuration says of a breach. */
    Sustain sustain(Sustain asked, Baseline baseline);

    /** Whether values of this window, which has no verdict on them, are looked at in a later one. */
    default boolean gathersIn(String window) {
        return false;
    }

    /** How long after the deployment the series is looked at first, or later. */
    Duration firstLook();

    /**
     * A silence between two bad looks that is not longer than this is none.
     *
     * @param every the interval at which values come, which a window may make longer than the check's own
     */
    Duration betweenLooks(Baseline baseline, Duration every);

    /** Of the values. */
    Dimension dimension();

    /** A value of the check for people, with its unit. */
    default String write(double value) {
        return Quantity.natural(value, dimension());
    }

    /** As it is configured: {@code <= baseline + 10%}. */
    @Override
    String toString();
}
