package dev.probation.agent.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The messages on their way out. Blocks and throws as {@link Store} does. */
public interface Outgoing {

    /**
     * A message that has no final answer yet.
     *
     * @param attempts that were made and gave none
     * @param started whether something that may be done only once was begun for it
     */
    record Pending(Message message, int attempts, boolean started) {}

    /**
     * What waits.
     *
     * @param oldest when the oldest was written
     */
    record Backlog(long messages, Optional<Instant> oldest) {}

    /** The oldest pending message of each incident of the receiver that may be tried now, in the order of writing. */
    List<Pending> due(String receiver, Instant now);

    /** When the next message of the receiver may be tried; empty where none is pending. */
    Optional<Instant> nextDue(String receiver);

    /** The receivers that have pending messages. */
    List<String> receivers();

    /** An attempt gave no final answer; the next is not before {@code next}. */
    void postpone(String message, Instant next);

    /**
     * Notes that what may be done only once is about to be done.
     *
     * @return false where that was noted before
     */
    boolean start(String message, Instant at);

    /** The final answer, with the journal entry that tells it and what else has to be told because of it. */
    void settle(String message, Journal entry, List<Message> because);

    Backlog backlog();
}
