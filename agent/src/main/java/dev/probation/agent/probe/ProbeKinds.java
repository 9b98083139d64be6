package dev.probation.agent.probe;

import dev.probation.agent.config.Target;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Kinds of targets by their names, in the order registered. */
public final class ProbeKinds {

    private final Map<String, ProbeKind> kinds = new LinkedHashMap<>();

    public ProbeKinds(Collection<? extends ProbeKind> kinds) {
        kinds.forEach(kind -> this.kinds.put(kind.name(), kind));
    }

    /** All that are registered. */
    public static ProbeKinds load() {
        return new ProbeKinds(ServiceLoader.load(ProbeKind.class, ProbeKind.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** In the order registered. */
    public List<ProbeKind> all() {
        return List.copyOf(kinds.values());
    }

    /** The kind that a target was configured as. */
    public ProbeKind of(Target target) {
        ProbeKind kind = kinds.get(target.kind());
        if (kind == null) {
            throw new IllegalArgumentException(
                    "no probe is registered for target " + target.name() + " of kind " + target.kind());
        }
        return kind;
    }
}
