package dev.probation.rules.sample;

import java.time.Instant;

/** One outcome of one check, stamped when it was known. */
public record Sample(Instant at, CheckId check, Outcome outcome) {}
