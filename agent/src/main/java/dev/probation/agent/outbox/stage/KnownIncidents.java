package dev.probation.agent.outbox.stage;

import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice.Resolution;
import dev.probation.agent.store.Message;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the outbox and the direct notification of people have to know of each other while the store is away: which incidents
 * their receivers were told of, and which are over though the store does not have it yet. Kept in memory alone, so that an
 * agent that was started anew knows of none. For any thread.
 */
public final class KnownIncidents {

    /** Beyond it the oldest is forgotten; its end then waits for the store. */
    private static final int MOST = 10_000;

    private record Key(String receiver, String incident) {

        static Key of(Message message) {
            return new Key(message.receiver(), message.incident());
        }
    }

    private final Map<Key, Instant> opened = bounded();
    private final Map<Key, Resolution> over = bounded();

    private static <T> Map<Key, T> bounded() {
        return Collections.synchronizedMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, T> eldest) {
                return size() > MOST;
            }
        });
    }

    /** The receiver has it. */
    public void told(Message message) {
        Key key = Key.of(message);
        IncidentAction action = message.notice().action();
        if (action == IncidentAction.TRIGGER) {
            opened.put(key, message.at());
        } else if (action == IncidentAction.RESOLVE) {
            opened.remove(key);
        }
    }

    /** Whether the receiver was told of the incident that this message is about, and not of its end. */
    public boolean isOpened(Message message) {
        return opened.containsKey(Key.of(message));
    }

    /** The end of an incident waits for the store. What failed again since is over with its last end. */
    public void ended(Message end) {
        Resolution unusedLast = over.merge(
                Key.of(end), end.resolution(), (known, next) -> next.at().isBefore(known.at()) ? known : next);
    }

    /** The store has these messages, and knows itself what is over. */
    public void written(Message message) {
        over.computeIfPresent(Key.of(message), (incident, how) -> how.at().equals(message.at()) ? null : how);
    }

    /** How what this message tells ended, where the store does not have that yet. */
    public Optional<Resolution> howOver(Message message) {
        return message.notice().action() == IncidentAction.TRIGGER
                ? Optional.ofNullable(over.get(Key.of(message)))
                        .filter(end -> !end.at().isBefore(message.at()))
                : Optional.empty();
    }
}
