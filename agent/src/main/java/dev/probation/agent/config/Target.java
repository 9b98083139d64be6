package dev.probation.agent.config;

/**
 * A system that can be asked.
 *
 * @param name as the user calls it
 * @param kind the key it was configured with: {@code http}, {@code prometheus} ...
 */
public record Target(String name, String kind, TargetSettings settings) {}
