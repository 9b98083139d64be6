package dev.probation.agent.config.kind;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.settings.ObjectSchema;
import java.util.Set;

/** What one kind of receiver adds to the configuration: the half of a kind that reading it needs. */
public interface ReceiverFields {

    /** What a receiver is for. */
    enum Use {
        /** Tells people: {@code notify: { NAME: { KIND: { fields } } }}. */
        NOTIFY,
        /** Carries out rollbacks: {@code rollback: { to: [ { fields } ] }}, with a field named as the kind. */
        ROLLBACK
    }

    /** The key that it is configured with: {@code slack}. */
    String name();

    Use use();

    ObjectSchema<? extends ReceiverSettings> settings();

    /** What it is told about where {@code on} is not given. */
    default Set<NotificationEvent> occasions() {
        return Set.of();
    }
}
