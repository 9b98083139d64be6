package dev.probation.agent.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The messages on their way out. Blocks and throws as {@link Store} does. */
public interface OutboxRepository {

    /**
     * A message that has no final answer yet.
     *
     * @param attempts that were made and gave none
     * @param started whether something that may be done only once was begun for it
     * @param healed when what it tells was over, where the message that says so waits behind it
     * @param leads whether it is the first of a bundle
     * @param silenced whether a silence kept it back
     */
    record Pending(
            Message message,
            int attempts,
            boolean started,
            Optional<Instant> healed,
            boolean leads,
            boolean silenced) {}

    /**
     * What waits.
     *
     * @param oldest when the oldest was written
     */
    record Backlog(long messages, Optional<Instant> oldest) {}

    /**
     * The bundle that an incident was opened with.
     *
     * @param lead the first message of it
     * @param open how many other incidents of it are not resolved
     */
    record Carrier(Message lead, long open) {}

    /**
     * A message that was given up.
     *
     * @param at when it was given up
     * @param reason why
     */
    record DeadLetter(Message message, Instant at, int attempts, String reason) {}

    /**
     * The oldest pending message of each incident of the receiver that may be tried now, in the order of writing; those
     * that another carries are left out. None while the receiver asked to be left alone.
     */
    List<Pending> due(String receiver, Instant now);

    /** When the next message of the receiver may be tried; empty where none is pending. */
    Optional<Instant> nextDue(String receiver);

    /** The receivers that have pending messages. */
    List<String> receivers();

    /**
     * Has pending messages go out as one from now on, carried by the first, under the id {@link #bundleId}; one alone goes
     * out alone, under its own.
     */
    void bundle(List<String> messages);

    /** Lets a message that was to go out alone be joined with others again. */
    void loosen(String message);

    /** The others that a message carries, in the order of writing. */
    List<Pending> carriedBy(String lead);

    /** Under which a bundle is sent: not that of its first message, which may have got through on its own. */
    static String bundleId(String lead) {
        return lead + '+';
    }

    /** The bundle that last opened an incident of a receiver; empty where the incident has a message of its own. */
    Optional<Carrier> carrier(String receiver, String incident);

    /**
     * An attempt gave no final answer; the next is not before {@code next}.
     *
     * @param asked whether the receiver itself asked to be left alone until then, with everything
     */
    void postpone(String message, Instant next, boolean asked);

    /**
     * Keeps a message back until a silence ends.
     *
     * @param entry tells it in the journal
     */
    void hold(String message, Silence silence, JournalEntry entry);

    /**
     * Settles a message that nobody is sent.
     *
     * @param entry tells it in the journal; empty where that was told before
     */
    void mute(String message, Instant at, Optional<JournalEntry> entry);

    /** Whether the message that last opened an incident of a receiver was never sent, because of a silence. */
    boolean wasMuted(String receiver, String incident);

    /** Lets what waits after a failed attempt at one receiver be tried now, unless it asked to be left alone. */
    void retry(String receiver, Instant now);

    /** Lets everything that waits after a failed attempt be tried now, but for receivers that asked to be left alone. */
    void retryAll(Instant now);

    /**
     * Notes that what may be done only once is about to be done.
     *
     * @return false where that was noted before
     */
    boolean start(String message, Instant at);

    /**
     * The final answer to a message and to those that it carries, with the journal entry that tells it and what else has to
     * be told because of it.
     *
     * @param refused why it was given up; empty where it was delivered
     */
    void settle(String message, JournalEntry entry, Optional<String> refused, List<Message> because);

    Backlog backlog();

    /** What the receiver was told since, as far as it took it, in the order of writing. */
    List<Message> told(String receiver, Instant since);

    /** The newest messages that were given up, newest first. */
    List<DeadLetter> deadLetters(int most);
}
