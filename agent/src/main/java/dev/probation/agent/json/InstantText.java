package dev.probation.agent.json;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Instants as callers write them. */
public final class InstantText {

    private static final int LAST_YEAR = 9_999;

    private InstantText() {}

    /** The instant, or empty where the text is none of the first ten thousand years. */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text))
                    .filter(time -> time.getYear() >= 0 && time.getYear() <= LAST_YEAR)
                    .map(OffsetDateTime::toInstant);
        } catch (DateTimeParseException notAnInstant) {
            return Optional.empty();
        }
    }
}
