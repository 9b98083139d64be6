package dev.probation.rules.check.series;

import dev.probation.rules.expectation.Quality;
import java.time.Instant;

/**
 * What many samples of a check said together.
 *
 * @param at the instant of the newest of them
 * @param quality good or bad, soft where they may be either, or no data where they cannot tell
 * @param reason with the numbers in it
 */
public record SeriesFinding(Instant at, Quality quality, String reason) {}
