package dev.probation.agent.probe;

import dev.probation.agent.config.CheckConfig;
import io.vertx.core.Future;

/** A target's connections, shared by the probes that ask it. */
public interface TargetClient {

    /** A probe for one check of this target. Opens no connection yet. */
    Probe probe(CheckConfig check);

    /** Frees connections and threads; completes always. */
    Future<Void> close();
}
