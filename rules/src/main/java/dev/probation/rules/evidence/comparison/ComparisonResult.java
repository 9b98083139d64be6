package dev.probation.rules.evidence.comparison;

import java.util.Locale;

/** What holding two samples against each other came to. */
public enum ComparisonResult {
    /** No difference that counts in the direction asked about, from samples that could have shown one. */
    PASS,
    HIGH,
    LOW,
    /** The samples could not have shown a difference. */
    NO_DATA;

    /** As it is printed. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
