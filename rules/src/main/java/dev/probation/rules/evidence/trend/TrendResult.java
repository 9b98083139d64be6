package dev.probation.rules.evidence.trend;

/** What looking for a trend came to. */
public enum TrendResult {
    /** It does not rise as fast as the limit, or what rises is as well a daily rhythm or something that fills up. */
    STEADY,
    /** It rises at least as fast as the limit, and goes on. */
    RISING,
    /** It rises as fast as the limit, and may be harmless all the same. */
    UNCLEAR,
    /** Too short a time since it began or was started anew. */
    NO_DATA
}
