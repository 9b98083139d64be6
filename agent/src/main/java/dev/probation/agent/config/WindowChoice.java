package dev.probation.agent.config;

import dev.probation.agent.settings.Cursor;
import dev.probation.agent.text.Nearest;
import dev.probation.rules.window.WindowSpec;
import java.util.List;

/**
 * The windows that something may belong to.
 *
 * @param names of all windows, those that could not be read included
 */
public record WindowChoice(List<WindowSpec> valid, List<String> names) {

    public WindowChoice {
        valid = List.copyOf(valid);
        names = List.copyOf(names);
    }

    public static WindowChoice of(List<WindowSpec> windows) {
        return new WindowChoice(windows, windows.stream().map(WindowSpec::name).toList());
    }

    /** Whether all {@code wanted} are windows' names; others are reported. */
    public boolean areKnown(List<String> wanted, Cursor cursor) {
        List<String> unknown =
                wanted.stream().filter(name -> !names.contains(name)).toList();
        unknown.forEach(
                name -> cursor.report("expected a window's name, found \"" + name + '"' + Nearest.hint(name, names)));
        return unknown.isEmpty();
    }
}
