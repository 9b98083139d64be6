package dev.probation.agent.probe;

import dev.probation.agent.config.Target;
import dev.probation.agent.config.kind.KindRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Kinds of targets by their names, in the order registered. */
public final class ProbeKinds {

    private final Map<String, ProbeKind> kinds;

    /** @throws IllegalStateException where two have one name */
    public ProbeKinds(Collection<? extends ProbeKind> kinds) {
        this.kinds = KindRegistry.byName(kinds, ProbeKind::name);
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
