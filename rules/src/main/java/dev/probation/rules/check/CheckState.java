package dev.probation.rules.check;

import java.util.Locale;

/** What the samples so far say about a check. */
public enum CheckState {
    /** No sample yet. */
    WAITING,
    OK,
    /** Good, but beyond the second, softer expectation. */
    WARN,
    /** Bad, but not for long enough. */
    BREACHING,
    /** Bad for long enough; stays so until recovered. */
    FAILING,
    /** The target had nothing to say. */
    NO_DATA,
    /** The target could not be measured. */
    ERROR;

    /** As written in reports and in the API: {@code no-data}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
