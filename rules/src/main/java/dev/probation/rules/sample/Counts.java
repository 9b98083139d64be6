package dev.probation.rules.sample;

/** Events of which some were bad, since the last sample of the same check. */
public record Counts(long bad, long total) {

    public Counts {
        if (bad < 0 || bad > total) {
            throw new IllegalArgumentException(
                    "bad events must be between 0 and the total, but were " + bad + " of " + total);
        }
    }

    /** These and those of another time. */
    public Counts plus(Counts more) {
        return new Counts(bad + more.bad, total + more.total);
    }
}
