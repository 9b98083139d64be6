package dev.probation.agent.outbox.stage.select;

import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.store.OutboxRepository.Pending;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one receiver is sent now.
 *
 * @param name the receiver's
 * @param receiver empty where none of this name is configured
 * @param due in the order of writing
 * @param ready in the order to be sent
 * @param again when those that wait for others go out; empty where none does
 */
public record Selection(
        String name,
        Optional<ConfiguredReceiver> receiver,
        Instant now,
        List<Pending> due,
        List<MessageBatch> ready,
        Optional<Instant> again) {

    public Selection {
        due = List.copyOf(due);
        ready = List.copyOf(ready);
    }

    public static Selection none(String name, @Nullable ConfiguredReceiver receiver, Instant now) {
        return new Selection(name, Optional.ofNullable(receiver), now, List.of(), List.of(), Optional.empty());
    }

    /** What is due to a receiver. */
    public static Selection of(ConfiguredReceiver receiver, Instant now, List<Pending> due) {
        return none(receiver.name(), receiver, now).withDue(due);
    }

    Selection withDue(List<Pending> messages) {
        return new Selection(name, receiver, now, messages, ready, again);
    }

    Selection withReady(List<MessageBatch> batches, @Nullable Instant next) {
        return new Selection(name, receiver, now, due, batches, Optional.ofNullable(next));
    }
}
