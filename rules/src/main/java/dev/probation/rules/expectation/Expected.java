package dev.probation.rules.expectation;

import java.util.Optional;

/** What a check expects: a limit of each value, or a limit to what values become; exactly one of the three. */
public record Expected(
        Optional<Expectation> limit, Optional<BaselineExpectation> baseline, Optional<TrendExpectation> trend) {

    public Expected {
        if (limit.stream().count() + baseline.stream().count() + trend.stream().count() != 1) {
            throw new IllegalArgumentException("expected one of a limit, a baseline and a trend, but found " + limit
                    + ", " + baseline + " and " + trend);
        }
    }

    /** Whether it is missed by values that rise rather than by those that fall; empty where by both. */
    public Optional<Boolean> isUpper() {
        return trend.map(rising -> true)
                .or(() -> baseline.map(BaselineExpectation::isUpper))
                .or(() -> limit.flatMap(Expectation::isUpper));
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with what was expected and found
     */
    public static Expected parse(String text) {
        if (TrendExpectation.isMeant(text)) {
            return new Expected(Optional.empty(), Optional.empty(), Optional.of(TrendExpectation.parse(text)));
        }
        if (BaselineExpectation.isMeant(text)) {
            return new Expected(Optional.empty(), Optional.of(BaselineExpectation.parse(text)), Optional.empty());
        }
        return new Expected(Optional.of(Expectation.parse(text)), Optional.empty(), Optional.empty());
    }
}
