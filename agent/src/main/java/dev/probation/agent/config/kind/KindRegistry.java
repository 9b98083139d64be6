package dev.probation.agent.config.kind;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** All kinds of probes, by name, and of receivers, by name within their use, in the order registered. */
public record KindRegistry(Map<String, ProbeFields> probes, List<ReceiverFields> receivers) {

    public KindRegistry {
        receivers = List.copyOf(receivers);
    }

    public static KindRegistry of(
            Collection<? extends ProbeFields> probes, Collection<? extends ReceiverFields> receivers) {
        for (ReceiverFields.Use use : ReceiverFields.Use.values()) {
            Map<String, ReceiverFields> unusedDistinct =
                    byName(receivers.stream().filter(kind -> kind.use() == use).toList(), ReceiverFields::name);
        }
        return new KindRegistry(byName(probes, ProbeFields::name), List.copyOf(receivers));
    }

    /**
     * Kinds by their names, in the order registered.
     *
     * @throws IllegalStateException where two have one name, of which only one could be meant
     */
    public static <T> Map<String, T> byName(Collection<? extends T> kinds, Function<T, String> name) {
        Map<String, T> byName = new LinkedHashMap<>();
        for (T kind : kinds) {
            T other = byName.put(name.apply(kind), kind);
            if (other != null) {
                throw new IllegalStateException("expected one kind named \"" + name.apply(kind)
                        + "\", but two classes are registered in META-INF/services: "
                        + other.getClass().getName() + " and " + kind.getClass().getName()
                        + "; remove one of them, or the jar that brings it");
            }
        }
        return byName;
    }

    public Stream<ReceiverFields> receivers(ReceiverFields.Use use) {
        return receivers.stream().filter(receiver -> receiver.use() == use);
    }

    public ProbeFields probe(String kind) {
        ProbeFields fields = probes.get(kind);
        if (fields == null) {
            throw new IllegalArgumentException("unknown kind of probe " + kind + "; known are " + probes.keySet());
        }
        return fields;
    }
}
