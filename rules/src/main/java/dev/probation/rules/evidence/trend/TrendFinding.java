package dev.probation.rules.evidence.trend;

/**
 * What one look found.
 *
 * @param slope per hour, in units of the value
 * @param low what the true slope is below with the look's chance
 * @param start the level at the beginning
 * @param chance of such a trend where there is none
 * @param isBeside whether the rhythm of the day before was taken out first
 */
record TrendFinding(
        double slope, double low, double high, double start, double chance, boolean isRising, boolean isBeside) {

    TrendFinding(double slope, double low, double high, double start, double chance) {
        this(slope, low, high, start, chance, false, false);
    }

    TrendFinding rising() {
        return new TrendFinding(slope, low, high, start, chance, true, isBeside);
    }

    TrendFinding beside() {
        return new TrendFinding(slope, low, high, start, chance, isRising, true);
    }
}
