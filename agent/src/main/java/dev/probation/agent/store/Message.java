package dev.probation.agent.store;

import dev.probation.agent.notice.Notice;
import java.time.Instant;

/**
 * One message to one receiver, on disk before it is sent.
 *
 * @param id constant over all attempts; receivers drop repeats by it
 * @param receiver the receiver's name in the configuration
 * @param incident messages of one incident and receiver are delivered in the order they were written
 * @param notice what is said; the receiver makes its own form of it
 */
public record Message(String id, String deployment, String receiver, String incident, Instant at, Notice notice) {

    /** The same notice to the same receiver, of another incident. */
    public Message ofIncident(String other) {
        return new Message(id, deployment, receiver, other, at, notice);
    }

    /** How its incident ended, where it tells that end. */
    public Notice.Resolution resolution() {
        return new Notice.Resolution(at, notice.isGoodNews());
    }

    /** The same message with another notice. */
    public Message saying(Notice other) {
        return new Message(id, deployment, receiver, incident, at, other);
    }
}
