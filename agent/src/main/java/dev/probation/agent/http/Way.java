package dev.probation.agent.http;

import dev.probation.agent.names.FoundHost;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/**
 * A request to one of the addresses of its host.
 *
 * @param index of the address
 */
record Way(Hop hop, FoundHost found, int index) {

    RequestOptions options(Duration connect) {
        return hop.options(server(), connect);
    }

    /** The address. */
    String server() {
        return found.addresses().get(index);
    }

    boolean hasNext() {
        return index + 1 < found.addresses().size();
    }

    Way next() {
        return new Way(hop, found, index + 1);
    }
}
