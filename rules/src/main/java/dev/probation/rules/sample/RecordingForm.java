package dev.probation.rules.sample;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One written form of a recording. */
interface RecordingForm {

    /** The deployment named before the first sample. */
    Optional<RecordedDeployment> deployment();

    /** The next sample, or null at the end. */
    @Nullable
    Sample read();

    /** The line that was read last, from 1. */
    long line();

    /** What was found, so short that a message stays readable. */
    static String shortened(String found) {
        return found.length() <= 80 ? found : found.substring(0, 80) + "...";
    }

    static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "expected an instant such as 2026-01-31T10:00:15Z, but found \"" + shortened(text) + '"', e);
        }
    }

    static Outcome.Cause cause(String label) {
        try {
            return Outcome.Cause.valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("unknown cause \"" + shortened(label) + '"', e);
        }
    }
}
