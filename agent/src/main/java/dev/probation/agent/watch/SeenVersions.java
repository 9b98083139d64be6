package dev.probation.agent.watch;

import dev.probation.agent.store.Store;
import dev.probation.rules.deployment.VersionName;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The versions of each service, as the store keeps them: the one that was announced or read last, and all that were ever read.
 * Blocks as the store does.
 */
record SeenVersions(Store store) {

    /** So many of a service are remembered, those that were read last. */
    static final int MOST = 1000;

    private static final String LAST = "version:";
    private static final String READ = "versions:";

    Optional<String> last(String service) {
        return store.memory().read(LAST + service);
    }

    /** One that was announced. */
    void announced(String service, String version) {
        if (!last(service).equals(Optional.of(version))) {
            store.memory().write(LAST + service, version);
        }
    }

    /** One that runs. */
    void read(String service, String version) {
        announced(service, version);
        List<String> known = everRead(service);
        if (known.isEmpty() || !VersionName.areSame(known.get(0), version)) {
            List<String> others = known.stream()
                    .filter(other -> !VersionName.areSame(other, version))
                    .toList();
            List<String> all = Stream.concat(Stream.of(version), others.stream())
                    .limit(MOST)
                    .toList();
            store.memory().write(READ + service, new JsonArray(all).encode());
        }
    }

    Optional<String> lastRead(String service) {
        return everRead(service).stream().findFirst();
    }

    boolean wasRead(String service, String version) {
        return everRead(service).stream().anyMatch(known -> VersionName.areSame(known, version));
    }

    private List<String> everRead(String service) {
        return store.memory().read(READ + service).map(JsonArray::new).orElseGet(JsonArray::new).stream()
                .map(String.class::cast)
                .toList();
    }
}
