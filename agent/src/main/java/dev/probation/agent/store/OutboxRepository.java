package dev.probation.agent.store;

import dev.probation.agent.notice.Notice.Resolution;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The messages on their way out. Blocks and throws as {@link Store} does. */
public interface OutboxRepository {

    /**
     * A message that has no final answer yet.
     *
     * @param attempts that were made and gave none
     * @param started whether an attempt was begun whose answer is not on disk; noted of rollback signals alone
     * @param over how what it tells ended, where the message that says so waits behind it
     * @param isBatchLead whether it is the first message of a batch
     * @param silenced whether a silence kept it back
     * @param unreadable why this version of the agent cannot read it, where another wrote it; its notice stands in for what
     *     it says
     */
    record Pending(
            Message message,
            int attempts,
            boolean started,
            Optional<Resolution> over,
            boolean isBatchLead,
            boolean silenced,
            Optional<String> unreadable) {

        /** One that was just written. */
        public static Pending of(Message message) {
            return new Pending(message, 0, false, Optional.empty(), false, false, Optional.empty());
        }

        /** The same, with how what it tells ended where the store does not say. */
        public Pending over(Function<Message, Optional<Resolution>> how) {
            return over.or(() -> how.apply(message)).map(this::ended).orElse(this);
        }

        /** The same, told late: what it tells has ended so. */
        public Pending ended(Resolution how) {
            return new Pending(message, attempts, started, Optional.of(how), isBatchLead, silenced, unreadable);
        }
    }

    /**
     * What waits.
     *
     * @param oldest when the oldest was written
     */
    record Backlog(long messages, Optional<Instant> oldest) {}

    /**
     * The batch that an incident was opened with.
     *
     * @param lead the first message of it
     * @param open how many other incidents of it are not resolved
     */
    record BatchInfo(Message lead, long open) {}

    /**
     * A message that was given up.
     *
     * @param at when it was given up
     * @param reason why
     */
    record DeadLetter(Message message, Instant at, int attempts, String reason) {}

    /**
     * The oldest pending message of each incident of the receiver that may be tried now, in the order of writing; those
     * that are sent in the batch of another are left out. None while the receiver is throttled.
     */
    List<Pending> due(String receiver, Instant now);

    /** When the next message of the receiver may be tried; empty where none is pending. */
    Optional<Instant> nextDue(String receiver);

    /**
     * Of the pending messages of the receiver, the oldest of each incident where that was written at {@code written} or
     * before, or its deployment has ended, in the order of writing; whether or not it may be tried now. None that a silence
     * keeps back.
     */
    List<Pending> outlived(String receiver, Instant written);

    /** When the first of the receiver's pending messages that were written after {@code written} was; no silenced one. */
    Optional<Instant> firstAfter(String receiver, Instant written);

    /** The receivers that have pending messages. */
    List<String> receivers();

    /**
     * Has pending messages go out as one from now on, led by the first, under the id {@link #batchId}; one alone goes out
     * alone, under its own.
     */
    void batch(List<String> messages);

    /** Lets a message that was to go out alone be batched with others again. */
    void unbatch(String message);

    /** The others of the batch that a message leads, in the order of writing. */
    List<Pending> othersOf(String lead);

    /** Under which a batch is sent: not that of its first message, which may have got through on its own. */
    static String batchId(String lead) {
        return lead + '+';
    }

    /** The batch that last opened an incident of a receiver; empty where the incident has a message of its own. */
    Optional<BatchInfo> batchOf(String receiver, String incident);

    /**
     * An attempt gave no final answer; the next is not before {@code next}.
     *
     * @param throttled whether the receiver itself asked to be left alone until then, with everything
     * @param entry tells it in the journal; null where nobody has to know, or was told before
     */
    void postpone(String message, Instant next, boolean throttled, @Nullable JournalEntry entry);

    /**
     * Keeps a message back until a silence ends.
     *
     * @param entry tells it in the journal
     */
    void hold(String message, Silence silence, JournalEntry entry);

    /**
     * Settles a message that nobody is sent.
     *
     * @param entry tells it in the journal; null where that was told before
     */
    void mute(String message, Instant at, @Nullable JournalEntry entry);

    /** The same, where the journal has told it before. */
    default void mute(String message, Instant at) {
        mute(message, at, null);
    }

    /** Whether the message that last opened an incident of a receiver was never sent, because of a silence. */
    boolean wasMuted(String receiver, String incident);

    /** Whether the receiver refused the last message that it gave a final answer to. */
    boolean isRefusing(String receiver);

    /** Lets what waits after a failed attempt at one receiver be tried now, unless it is throttled. */
    void retry(String receiver, Instant now);

    /** Lets everything that waits after a failed attempt be tried now, but for receivers that are throttled. */
    void retryAll(Instant now);

    /**
     * Notes that an attempt is about to be made; {@link #postpone} and {@link #settle} note its answer.
     *
     * @return false where that was noted before, and no answer since
     */
    boolean start(String message, Instant at);

    /**
     * The final answer to a message and to the others of its batch, with the journal entry that tells it and what else has
     * to be told because of it.
     *
     * @param refused why it was given up; null where it was delivered
     */
    void settle(String message, JournalEntry entry, @Nullable String refused, List<Message> because);

    Backlog backlog();

    /** What the receiver was told since, as far as it took it and it can be read, in the order of writing. */
    List<Message> told(String receiver, Instant since);

    /** The newest messages that were given up, newest first. */
    List<DeadLetter> deadLetters(int most);
}
