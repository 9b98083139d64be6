package dev.probation.agent.config.section;

import dev.probation.agent.config.Target;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.text.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The targets that checks may name.
 *
 * @param written the names of all targets, those that could not be read included
 */
public record TargetNames(Map<String, Target> valid, Set<String> written) {

    /** Who named a target. */
    enum Origin {
        /** The service itself. */
        OWN,
        /** A check for all services, perhaps from a pack. */
        INHERITED
    }

    /** The target of that name and kind; otherwise that is reported. */
    Optional<Target> find(String name, String kind, Cursor cursor, String check, Origin origin) {
        Optional<Target> target = Optional.ofNullable(valid.get(name));
        if (target.isPresent() && !target.orElseThrow().kind().equals(kind)) {
            cursor.report("expected a target of the kind " + kind + ", found \"" + name + "\", which is of the kind "
                    + target.orElseThrow().kind() + fitting(kind));
            return Optional.empty();
        }
        if (target.isEmpty() && !written.contains(name)) {
            cursor.report(
                    origin == Origin.INHERITED
                            ? "expected a target named \"" + name + "\", found none; define it (targets: { " + name
                                    + ": { "
                                    + kind + ": ... } }), or turn the check off in the service (checks: { " + check
                                    + ": off })"
                            : "expected a target's name, found \"" + name + '"'
                                    + Nearest.hint(
                                            name, written.stream().sorted().toList()));
        }
        return target;
    }

    private String fitting(String kind) {
        List<String> names = valid.values().stream()
                .filter(target -> target.kind().equals(kind))
                .map(Target::name)
                .sorted()
                .toList();
        return names.isEmpty() ? "" : "; of the kind " + kind + ": " + String.join(", ", names);
    }
}
