package dev.probation.agent.probe;

import dev.probation.agent.config.CheckConfig;
import io.vertx.core.Future;
import java.util.List;

/** A target's connections, shared by the probes that ask it. */
public interface TargetClient {

    /** A probe for one check of this target. Opens no connection yet. */
    Probe probe(CheckConfig check);

    /**
     * Looks at the question of one check as a person would who knows this kind of target. Completes within a few times
     * the check's timeout, and never fails.
     */
    default Future<List<LintFinding>> lint(CheckConfig check) {
        return Future.succeededFuture(List.of());
    }

    /** Frees connections and threads; completes always. */
    Future<Void> close();
}
