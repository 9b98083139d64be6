package dev.probation.rules.evidence.comparison;

/**
 * Shares one chance of a false finding among all looks at growing samples, so that looking again and again does not find by chance what
 * is not there.
 *
 * <p>The samples are looked at when they have doubled, and the i-th look spends {@code 6 / (pi i)^2} of the chance; these parts add up
 * to one (Basel series), so by Boole's inequality the bound holds for any number of looks, whatever the dependence between them. Such a
 * spending function is fixed beforehand, as in Lan and DeMets, "Discrete sequential boundaries for clinical trials" (1983).
 *
 * @param first how many samples the first look needs
 * @param confidence of all looks together
 */
public record ComparisonLooks(long first, double confidence) {

    public ComparisonLooks {
        if (first < 1) {
            throw new IllegalArgumentException("the first look needs at least 1 sample, but was given " + first);
        }
        if (!(confidence > 0.5 && confidence < 1)) {
            throw new IllegalArgumentException("the confidence must be over 0.5 and below 1, but was " + confidence);
        }
    }

    /** How many looks so many samples have allowed so far. */
    int due(long samples) {
        return samples < first ? 0 : 64 - Long.numberOfLeadingZeros(samples / first);
    }

    /** How many samples the look needs; the first is number 1. */
    long samples(int look) {
        return first << (look - 1);
    }

    /** The confidence that the look is taken with. */
    public double confidence(int look) {
        if (look < 1) {
            throw new IllegalArgumentException("the first look is number 1, but asked was number " + look);
        }
        return 1 - (1 - confidence) * 6 / (Math.PI * Math.PI * look * look);
    }
}
