package dev.probation.agent.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;

/** All kinds of probes and receivers on the class path, by name, in the order registered. */
record Registry(Map<String, ProbeFields> probes, Map<String, ReceiverFields> receivers) {

    static Registry load() {
        ClassLoader loader = Registry.class.getClassLoader();
        Map<String, ProbeFields> probes = new LinkedHashMap<>();
        ServiceLoader.load(ProbeFields.class, loader).forEach(kind -> probes.put(kind.kind(), kind));
        Map<String, ReceiverFields> receivers = new LinkedHashMap<>();
        ServiceLoader.load(ReceiverFields.class, loader).forEach(kind -> receivers.put(kind.kind(), kind));
        return new Registry(probes, receivers);
    }

    ProbeFields probe(String kind) {
        ProbeFields fields = probes.get(kind);
        if (fields == null) {
            throw new IllegalArgumentException("unknown kind of probe " + kind + "; known are " + probes.keySet());
        }
        return fields;
    }
}
