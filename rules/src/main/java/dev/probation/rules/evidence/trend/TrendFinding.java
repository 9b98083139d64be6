package dev.probation.rules.evidence.trend;

/**
 * What one look found.
 *
 * @param slope per hour, in units of the value
 * @param low what the true slope is below with the look's chance
 * @param start the level at the beginning
 * @param chance of such a trend where there is none
 * @param isBeside whether the rhythm of the day before was taken out first
 * @param doubt what it may be instead of a leak, for people; empty where it is told
 */
record TrendFinding(
        double slope,
        double low,
        double high,
        double start,
        double chance,
        TrendResult result,
        boolean isBeside,
        String doubt) {

    /** What fills up ever more slowly looks like a leak until it is nearly full. */
    static final String FILLS = "rises ever more slowly, so it may be something that fills up: ";

    /** What falls back and rises anew looks like a leak until the next fall. */
    static final String FALLS = "rises since it fell, and nothing tells whether it was started anew then: ";

    /** What was so a week before is no change. */
    static final String WEEKLY = "rises, as it did in the same hours a week before: ";

    TrendFinding(double slope, double low, double high, double start, double chance) {
        this(slope, low, high, start, chance, TrendResult.STEADY, false, "");
    }

    TrendFinding rising() {
        return new TrendFinding(slope, low, high, start, chance, TrendResult.RISING, isBeside, "");
    }

    TrendFinding unclear(String instead) {
        return new TrendFinding(slope, low, high, start, chance, TrendResult.UNCLEAR, isBeside, instead);
    }

    TrendFinding beside() {
        return new TrendFinding(slope, low, high, start, chance, result, true, doubt);
    }
}
