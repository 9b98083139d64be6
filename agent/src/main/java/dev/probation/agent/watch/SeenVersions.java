package dev.probation.agent.watch;

import dev.probation.agent.store.Store;
import java.util.Optional;

/** The version of each service that was announced or read last, as the store keeps it. Blocks as the store does. */
record SeenVersions(Store store) {

    Optional<String> last(String service) {
        return store.memory().read(key(service));
    }

    void see(String service, String version) {
        store.memory().write(key(service), version);
    }

    private static String key(String service) {
        return "version:" + service;
    }
}
