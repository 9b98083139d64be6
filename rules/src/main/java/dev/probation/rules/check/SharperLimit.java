package dev.probation.rules.check;

import dev.probation.rules.expectation.Expectation;
import java.time.Duration;

/**
 * A breach so large that it decides a rollback by itself: {@code > 5% for 30s}.
 *
 * @param breach what the value satisfies when it is that bad
 * @param lasting how long it must be, between the first and the last such sample with none between that is not
 */
public record SharperLimit(Expectation breach, Duration lasting) {}
