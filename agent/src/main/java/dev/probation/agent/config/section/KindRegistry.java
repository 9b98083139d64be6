package dev.probation.agent.config.section;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** All kinds of probes, by name, and of receivers, by name within their use, in the order registered. */
public record KindRegistry(Map<String, ProbeFields> probes, List<ReceiverFields> receivers) {

    public KindRegistry {
        receivers = List.copyOf(receivers);
    }

    public static KindRegistry load() {
        ClassLoader loader = KindRegistry.class.getClassLoader();
        Map<String, ProbeFields> probes = new LinkedHashMap<>();
        ServiceLoader.load(ProbeFields.class, loader).forEach(kind -> probes.put(kind.kind(), kind));
        List<ReceiverFields> receivers = new ArrayList<>();
        ServiceLoader.load(ReceiverFields.class, loader).forEach(receivers::add);
        return new KindRegistry(probes, receivers);
    }

    Stream<ReceiverFields> receivers(ReceiverFields.Use use) {
        return receivers.stream().filter(receiver -> receiver.use() == use);
    }

    ProbeFields probe(String kind) {
        ProbeFields fields = probes.get(kind);
        if (fields == null) {
            throw new IllegalArgumentException("unknown kind of probe " + kind + "; known are " + probes.keySet());
        }
        return fields;
    }
}
