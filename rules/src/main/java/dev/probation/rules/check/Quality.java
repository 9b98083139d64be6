package dev.probation.rules.check;

import dev.probation.rules.check.Check.WhenUnmeasured;
import dev.probation.rules.sample.Outcome;

/** What one sample says of a check. */
public enum Quality {
    GOOD,
    /** Good, but beyond the softer expectation. */
    SOFT,
    BAD,
    /** Neither good nor bad: the target had nothing to say. */
    NO_DATA,
    /** Neither good nor bad: the target could not be measured. */
    ERROR,
    /** Measured, but a part of a series of which it tells nothing by itself. */
    UNTOLD;

    /** Holds an outcome against the check's expectations and its say on what is unmeasured. */
    public static Quality of(Check check, Outcome outcome) {
        if (outcome instanceof Outcome.Measured measured) {
            return ofValue(check, measured.value());
        }
        if (outcome instanceof Outcome.NoData) {
            return ofUnmeasured(check.noData(), NO_DATA);
        }
        return ofUnmeasured(check.onError(), ERROR);
    }

    private static Quality ofValue(Check check, double value) {
        if (check.expect().isPresent() && !check.expect().orElseThrow().holds(value)) {
            return BAD;
        }
        boolean beyondSofter =
                check.warn().isPresent() && !check.warn().orElseThrow().holds(value);
        return beyondSofter ? SOFT : GOOD;
    }

    private static Quality ofUnmeasured(WhenUnmeasured policy, Quality neither) {
        return switch (policy) {
            case FAIL -> BAD;
            case PASS -> GOOD;
            case INCONCLUSIVE -> neither;
        };
    }

    /** Whether the sample counts towards coverage. */
    public boolean isEvidence() {
        return this == GOOD || this == SOFT || this == BAD;
    }
}
