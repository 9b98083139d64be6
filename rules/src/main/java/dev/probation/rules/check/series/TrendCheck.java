package dev.probation.rules.check.series;

import dev.probation.rules.evidence.comparison.ComparisonRule;
import dev.probation.rules.evidence.trend.Trend;
import dev.probation.rules.evidence.trend.TrendProgress;
import dev.probation.rules.evidence.trend.TrendResult;
import dev.probation.rules.evidence.trend.TrendRule;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Failures;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.expectation.TrendExpectation;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Watches a check's values for a leak ({@link Trend}): one look that finds it is enough, since all looks share one chance of a false
 * finding.
 *
 * @param expectation how fast the values may rise
 * @param dimension of the values
 * @param ceiling what they must not reach in the end, where that is known
 * @param before the windows that are over before the first look, whose values it looks at
 */
public record TrendCheck(
        TrendExpectation expectation, Dimension dimension, Optional<Quantity> ceiling, Set<String> before)
        implements SeriesRule {

    /** A trend is looked at first once it has values of so long a time. */
    public static final Duration FIRST_LOOK = Duration.ofHours(6);

    public TrendCheck {
        before = Set.copyOf(before);
    }

    @Override
    public SeriesProgress begin() {
        return TrendCheckProgress.NONE;
    }

    @Override
    public SeriesProgress next(SeriesProgress before, Sample sample, Outcome.Measured measured, Baseline baseline) {
        TrendCheckProgress known = before instanceof TrendCheckProgress trended ? trended : TrendCheckProgress.NONE;
        TrendRule rule = new TrendRule(expectation.perHour(), ComparisonRule.USUAL_CONFIDENCE, this::write);
        Instant deployedAt = baseline.deployedAt();
        TrendProgress progress = known.progress().next(rule, baseline.day(), deployedAt, sample.at(), measured.value());
        Optional<Trend> newest = progress.newest();
        if (newest.equals(known.progress().newest())) {
            return new TrendCheckProgress(progress, known.newest());
        }
        return new TrendCheckProgress(progress, newest.map(trend -> look(trend, sample.at(), deployedAt)));
    }

    private SeriesFinding look(Trend trend, Instant at, Instant deployedAt) {
        Quality quality = switch (trend.result()) {
            case STEADY -> Quality.GOOD;
            case RISING -> Quality.BAD;
            case UNCLEAR -> Quality.SOFT;
            case NO_DATA -> Quality.NO_DATA;
        };
        String when = trend.result() == TrendResult.RISING ? reached(trend, deployedAt) : "";
        return new SeriesFinding(at, quality, trend.reason() + when);
    }

    private String reached(Trend trend, Instant deployedAt) {
        double limit = ceiling.map(Quantity::base).orElse(2 * trend.start());
        String words = ceiling.map(quantity -> "reaches " + quantity).orElse("doubles");
        return trend.reaches(deployedAt, limit)
                .map(at -> "; at this rate it " + words + " at " + at)
                .orElse("");
    }

    @Override
    public Sustain sustain(Sustain asked, Baseline baseline) {
        return new Sustain(Optional.of(Failures.inRow(1)), Optional.empty(), 1);
    }

    @Override
    public boolean gathersIn(String window) {
        return before.contains(window);
    }

    @Override
    public Duration firstLook() {
        return FIRST_LOOK;
    }

    @Override
    public Duration betweenLooks(Baseline baseline, Duration every) {
        return FIRST_LOOK;
    }

    @Override
    public String toString() {
        return expectation.toString();
    }
}
