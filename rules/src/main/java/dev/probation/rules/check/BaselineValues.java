package dev.probation.rules.check;

import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.check.series.BaselineRule;
import dev.probation.rules.check.series.BaselineWindow;
import dev.probation.rules.check.series.ComparisonProgress;
import dev.probation.rules.expectation.BaselineExpectation;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Expectation.Operator;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Numbers by which a check is held against its own baseline, whatever it expects: its values where they have a limit on one side,
 * else how often it is bad.
 */
final class BaselineValues {

    /** What is this much worse is clearly worse. */
    private static final BigDecimal CLEARLY = BigDecimal.valueOf(25);

    private final Check check;
    private final @Nullable Operator side;
    private final BaselineRule rule;
    private final Baseline baseline;

    BaselineValues(Check check, Baseline baseline) {
        this.check = check;
        this.side = check.expect()
                .map(Expectation::operator)
                .filter(BaselineValues::isOneSided)
                .orElse(null);
        this.rule = new BaselineRule(
                new BaselineExpectation(side == null ? Operator.AT_MOST : side, CLEARLY),
                check.every().compareTo(Attribution.APART) > 0 ? check.every() : Attribution.APART,
                check.expect().map(Expectation::dimension).orElse(Dimension.NUMBER));
        this.baseline = baseline.with(numbers(baseline.samples()));
    }

    private static boolean isOneSided(Operator operator) {
        return switch (operator) {
            case LESS, AT_MOST, GREATER, AT_LEAST -> true;
            case EQUAL, UNEQUAL, BETWEEN -> false;
        };
    }

    private List<Sample> numbers(List<Sample> samples) {
        List<Sample> numbers = new ArrayList<>();
        for (Sample sample : samples) {
            number(sample.outcome(), check.quality(sample.outcome()))
                    .ifPresent(number ->
                            numbers.add(new Sample(sample.at(), sample.check(), Outcome.Measured.of(number))));
        }
        return numbers;
    }

    private Optional<Double> number(Outcome outcome, Quality quality) {
        if (side == null) {
            return quality.isEvidence() ? Optional.of(quality == Quality.BAD ? 1.0 : 0.0) : Optional.empty();
        }
        return outcome instanceof Outcome.Measured measured ? Optional.of(measured.value()) : Optional.empty();
    }

    /** Holds one more sample against the breach that was there before. */
    ComparisonProgress next(ComparisonProgress before, Sample sample, Quality quality, PreExistingBreach breach) {
        return number(sample.outcome(), quality)
                .map(number -> rule.next(before, sample.at(), number, window(breach)))
                .orElse(before);
    }

    private BaselineWindow window(PreExistingBreach breach) {
        String name = breach.until().isPresent() ? "the day before the deployment" : "before the deployment";
        return new BaselineWindow(name, values(breach));
    }

    private double[] values(PreExistingBreach breach) {
        Instant deployedAt = baseline.deployedAt();
        // the last one is of the breach, too
        Instant to = breach.until().map(last -> last.plusNanos(1)).orElse(baseline.rolloutBegan());
        Instant from = breach.until().orElse(deployedAt).minus(breach.lasted());
        return Baseline.values(baseline.atTimesOfDay(from, to));
    }

    /** Whether values of one breach were clearly worse than those of another. */
    boolean isClearlyWorse(PreExistingBreach breach, PreExistingBreach than) {
        return rule.isBeyond(values(breach), values(than));
    }
}
