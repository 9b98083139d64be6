package dev.probation.agent.web.api;

import io.vertx.core.Future;
import java.util.Optional;

/** Where recordings come from: piece by piece, so that none is ever whole in memory. */
@FunctionalInterface
public interface RecordingSource {

    /** Where a recording begins. */
    long BEGINNING = -1;

    /**
     * A piece of a recording.
     *
     * @param lines JSON Lines, the deployment's own before the first sample; empty after the last
     * @param missing how many samples right before these the store no longer has
     * @param missingAfter how many of those that follow it no longer has
     * @param last where the next piece goes on
     */
    record Piece(String lines, long missing, long missingAfter, long last) {}

    /**
     * The piece that follows.
     *
     * @param deployment its id
     * @param after {@link #BEGINNING}, or {@link Piece#last()} of the piece before
     * @return empty where there is no such deployment
     */
    Future<Optional<Piece>> piece(String deployment, long after);
}
