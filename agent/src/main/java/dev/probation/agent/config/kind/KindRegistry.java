package dev.probation.agent.config.kind;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All kinds of probes, by name, and of receivers, by name within their use, in the order registered. */
public record KindRegistry(Map<String, ProbeFields> probes, List<ReceiverFields> receivers) {

    public KindRegistry {
        receivers = List.copyOf(receivers);
    }

    public static KindRegistry of(
            Collection<? extends ProbeFields> probes, Collection<? extends ReceiverFields> receivers) {
        Map<String, ProbeFields> byName = new LinkedHashMap<>();
        probes.forEach(kind -> byName.put(kind.name(), kind));
        return new KindRegistry(byName, List.copyOf(receivers));
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
