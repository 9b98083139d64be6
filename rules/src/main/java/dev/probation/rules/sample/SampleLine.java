package dev.probation.rules.sample;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of one line of a recording, before they are known to make a sample. */
final class SampleLine {

    @Nullable
    Instant at;

    @Nullable
    CheckId check;

    @Nullable
    Double value;

    @Nullable
    Long bad;

    @Nullable
    Long total;

    @Nullable
    String error;

    @Nullable
    String detail;

    Outcome.Cause cause = Outcome.Cause.UNKNOWN;
    boolean noData;
    boolean idle;

    boolean isEmpty() {
        return at == null
                && check == null
                && value == null
                && bad == null
                && total == null
                && error == null
                && detail == null
                && !noData;
    }

    /** @throws IllegalArgumentException with what is missing or contradictory */
    Sample sample() {
        if (at == null || check == null) {
            throw new IllegalArgumentException(
                    "a sample needs \"at\" and \"check\", but " + (at == null ? "at" : "check") + " is missing");
        }
        return new Sample(at, check, outcome());
    }

    private Outcome outcome() {
        int kinds = (value == null ? 0 : 1) + (noData ? 1 : 0) + (error == null ? 0 : 1);
        if (kinds != 1) {
            throw new IllegalArgumentException(
                    "a sample has exactly one of \"value\", \"noData\" and \"error\", but this has " + kinds);
        }
        if (error != null) {
            return new Outcome.Failed(cause, error);
        }
        String words = detail == null ? "" : detail;
        return value == null ? new Outcome.NoData(words, idle) : new Outcome.Measured(value, counts(), words);
    }

    private Optional<Counts> counts() {
        if (bad == null && total == null) {
            return Optional.empty();
        }
        if (bad == null || total == null) {
            throw new IllegalArgumentException("\"bad\" and \"total\" come together, but one is missing");
        }
        return Optional.of(new Counts(bad, total));
    }
}
