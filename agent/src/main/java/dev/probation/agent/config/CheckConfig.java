package dev.probation.agent.config;

import dev.probation.rules.check.Check;
import java.time.Duration;

/**
 * One line of the checklist: the rule that judges it, and how it is asked.
 *
 * @param timeout the deadline of one probe, over everything that it does; never longer than the interval
 */
public record CheckConfig(Check rule, Target target, Duration timeout, ProbeSettings probe) {}
