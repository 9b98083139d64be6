package dev.probation.rules.evidence.comparison;

/** Which way a value may not go. */
public enum ComparisonDirection {
    INCREASE(true, false),
    DECREASE(false, true),
    EITHER(true, true);

    private final boolean increase;
    private final boolean decrease;

    ComparisonDirection(boolean increase, boolean decrease) {
        this.increase = increase;
        this.decrease = decrease;
    }

    boolean asksForIncrease() {
        return increase;
    }

    boolean asksForDecrease() {
        return decrease;
    }
}
