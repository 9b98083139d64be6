package dev.probation.agent.web.webhook;

import dev.probation.agent.store.AlertGroup;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Where what other systems tell is kept. */
public interface EventSource {

    /** Whether one of these events was acted on before. */
    Future<Boolean> isSeen(String source, List<String> ids);

    /** Remembers that these were acted on. */
    Future<Void> see(String source, List<String> ids);

    /**
     * Takes what was said of a group of alerts.
     *
     * @param ended when those ended that are over, by fingerprint
     */
    Future<Void> hear(AlertGroup group, Map<String, Instant> ended);
}
