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

    /** As many times fewer, where so many come together and tell no more than one. */
    public Counts dividedBy(double times) {
        long fewerBad = Math.round(bad / times);
        return new Counts(fewerBad, Math.max(fewerBad, Math.round(total / times)));
    }
}
