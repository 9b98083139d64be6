package dev.probation.agent.config;

import java.time.Duration;

/**
 * A dead man's switch that hears from the agent while it works, and alerts when it no longer does.
 *
 * @param url where a POST tells that the agent works; itself a secret
 */
public record HeartbeatConfig(Secret url, Duration every) {}
