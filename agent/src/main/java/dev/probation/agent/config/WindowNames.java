package dev.probation.agent.config;

import dev.probation.rules.pack.Nearest;
import dev.probation.rules.pack.Spot;
import java.util.List;

/** Names of windows that something belongs to. */
final class WindowNames {

    private WindowNames() {}

    /** Whether all {@code names} are {@code known}; others are reported. */
    static boolean areKnown(List<String> names, List<String> known, Spot spot) {
        List<String> unknown =
                names.stream().filter(name -> !known.contains(name)).toList();
        unknown.forEach(
                name -> spot.report("expected a window's name, found \"" + name + '"' + Nearest.hint(name, known)));
        return unknown.isEmpty();
    }
}
