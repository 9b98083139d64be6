package dev.probation.agent.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The silences that people asked for. Blocks and throws as {@link Store} does. */
public interface SilenceRepository {

    void add(Silence silence);

    /** Those that end after {@code since}, the next to end first; also those that have not begun. */
    List<Silence> since(Instant since);

    /**
     * Ends a silence before its time, and lets out what it kept back; one that has not begun is gone.
     *
     * @return as it was; empty where there is none of this id, or it has ended
     */
    Optional<Silence> end(String id, Instant at);
}
