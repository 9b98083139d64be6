package dev.probation.agent.web.api;

import dev.probation.agent.store.Silence;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where silences are asked for. */
public interface SilenceService {

    /** What there is to silence, by a matcher's name; what is not in it, such as a version, may have any value. */
    Map<String, List<String>> known();

    Future<Void> add(Silence silence);

    /** Those that have not ended, the next to end first. */
    Future<List<Silence>> current();

    /** Ends a silence now, and gives it as it is then; empty where there is none of this id that has not ended. */
    Future<Optional<Silence>> end(String id);
}
