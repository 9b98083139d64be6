package dev.probation.agent.config;

import java.util.Set;

/**
 * A checklist item that a person confirms.
 *
 * @param windows the windows whose verdict it is part of; empty for all
 */
public record SignOffConfig(String name, String title, Set<String> windows) {

    public SignOffConfig {
        windows = Set.copyOf(windows);
    }
}
