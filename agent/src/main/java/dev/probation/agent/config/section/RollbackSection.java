package dev.probation.agent.config.section;

import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Node;
import java.util.Map;

/**
 * The section {@code rollback} as it was read.
 *
 * @param places where each of its receivers is written, by name
 */
public record RollbackSection(RollbackConfig config, Map<String, Cursor> places) {

    public RollbackSection {
        places = Map.copyOf(places);
    }

    /** Reports the receivers whose name {@code notify} has as well: messages and commands know them by name alone. */
    public void refuseNamesOf(Cursor notify) {
        if (notify.node() instanceof Node.Mapping mapping) {
            mapping.entries().forEach((name, entry) -> {
                Cursor place = places.get(name);
                if (place != null) {
                    place.report("expected a name that no other receiver has, found \"" + name + "\", which is at "
                            + notify.path() + '.' + name + " (" + entry.location()
                            + ") too; give this one a \"name\" of its own");
                }
            });
        }
    }
}
