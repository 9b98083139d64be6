package dev.probation.rules.expectation;

/** What a quantity measures. Quantities of different dimensions are never compared. */
public enum Dimension {
    /** A plain number: connections, jobs, a count. */
    NUMBER("a number"),
    /** A share; its base unit is 1, so 0.1 % is 0.001. */
    RATIO("a percentage"),
    /** A duration; its base unit is the second. */
    TIME("a duration"),
    /** An amount of memory or disk; its base unit is the byte. */
    SIZE("a size"),
    /** Events per second. */
    RATE("a rate");

    private final String words;

    Dimension(String words) {
        this.words = words;
    }

    /** The dimension for people, with its article. */
    public String words() {
        return words;
    }
}
