package dev.probation.agent.web.api;

import dev.probation.agent.store.Silence;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Where silences are asked for. */
public interface SilenceService {

    Future<Void> add(Silence silence);

    /** Those that have not ended, the next to end first. */
    Future<List<Silence>> current();

    /** Ends a silence now; empty where there is none of this id that has not ended. */
    Future<Optional<Silence>> end(String id);
}
