package dev.probation.rules.window;

import java.util.Locale;

/** The judgement of a check, a window or a deployment; declared from best to worst. */
public enum Verdict {
    /** Not yet at its end. */
    RUNNING,
    PASS,
    WARN,
    INCONCLUSIVE,
    FAIL;

    /** The worse of the two; anything is worse than {@code running}. */
    public Verdict worse(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
