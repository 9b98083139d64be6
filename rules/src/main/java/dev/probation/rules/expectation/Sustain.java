package dev.probation.rules.expectation;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a breach must last before the check is failing, and how it recovers. Where both are given, whichever is met
 * first counts.
 *
 * @param failures bad samples in a row, or among the newest
 * @param lasting time between the first and the last bad sample with no good one between
 * @param recover good samples in a row that end it
 */
public record Sustain(Optional<Failures> failures, Optional<Duration> lasting, int recover) {

    /** Three bad samples in a row fail, two good ones recover. */
    public static final Sustain DEFAULT = new Sustain(Optional.of(Failures.inRow(3)), Optional.empty(), 2);

    public Sustain {
        if (failures.isEmpty() && lasting.isEmpty()) {
            throw new IllegalArgumentException(
                    "a breach is sustained by failures in a row or by time, but neither was given");
        }
        if (recover < 1) {
            throw new IllegalArgumentException("recover must be at least 1, but was " + recover);
        }
        if (lasting.isPresent() && lasting.orElseThrow().isNegative()) {
            throw new IllegalArgumentException("a breach lasts at least 0s, but was " + lasting.orElseThrow());
        }
    }

    /** How many samples a breach takes that is sustained by their number; 1 where time alone counts. */
    public int samples() {
        return failures.map(Failures::of).orElse(1);
    }

    /** The failures among which good samples may lie; empty where those in a row count, or time alone does. */
    public Optional<Failures> amongNewest() {
        return failures.filter(asked -> !asked.isInRow());
    }
}
