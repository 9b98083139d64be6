package dev.probation.rules.expectation;

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
    UNDETERMINED;

    /** Whether the sample counts towards coverage. */
    public boolean isEvidence() {
        return this == GOOD || this == SOFT || this == BAD;
    }
}
