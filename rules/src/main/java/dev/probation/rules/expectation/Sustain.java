package dev.probation.rules.expectation;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How long a breach must last before the check is failing, and how it recovers. Where both are given, whichever is met
 * first counts.
 *
 * @param failures bad samples in a row
 * @param lasting time between the first and the last bad sample with no good one between
 * @param recover good samples in a row that end it
 */
public record Sustain(OptionalInt failures, Optional<Duration> lasting, int recover) {

    /** Three bad samples in a row fail, two good ones recover. */
    public static final Sustain DEFAULT = new Sustain(OptionalInt.of(3), Optional.empty(), 2);

    public Sustain {
        if (failures.isEmpty() && lasting.isEmpty()) {
            throw new IllegalArgumentException(
                    "a breach is sustained by failures in a row or by time, but neither was given");
        }
        if (failures.orElse(1) < 1 || recover < 1) {
            throw new IllegalArgumentException(
                    "failures and recover must be at least 1, but were " + failures + " and " + recover);
        }
        if (lasting.isPresent() && lasting.orElseThrow().isNegative()) {
            throw new IllegalArgumentException("a breach lasts at least 0s, but was " + lasting.orElseThrow());
        }
    }
}
