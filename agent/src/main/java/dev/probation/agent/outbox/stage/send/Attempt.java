package dev.probation.agent.outbox.stage.send;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.outbox.stage.select.MessageBatch;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository.Pending;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver a batch.
 *
 * @param receiver empty where it is configured no more
 * @param message what is sent
 * @param answer what came of it, once that is known
 * @param isPostponed whether another attempt is made later
 */
public record Attempt(
        Optional<ConfiguredReceiver> receiver,
        MessageBatch batch,
        Message message,
        Optional<Delivery> answer,
        boolean isPostponed) {

    public static Attempt of(@Nullable ConfiguredReceiver receiver, MessageBatch batch) {
        return new Attempt(Optional.ofNullable(receiver), batch, batch.message(), Optional.empty(), false);
    }

    /** The receiver, after the stage that refuses what none is configured for. */
    public ConfiguredReceiver to() {
        return receiver.orElseThrow();
    }

    /** Whether it tells a deployer to roll back, also one that is configured no more. */
    public boolean isSignal() {
        return receiver.map(ConfiguredReceiver::isDeployer)
                .orElseGet(() -> batch.unreadable().isEmpty()
                        && message.notice().decision().isPresent());
    }

    /** By whose attempts it is counted. */
    public Pending lead() {
        return batch.lead();
    }

    public Duration age(Instant now) {
        return Duration.between(lead().message().at(), now);
    }

    /** The number of this attempt, from 1. */
    public int number() {
        return lead().attempts() + 1;
    }

    public Attempt of(MessageBatch other) {
        return new Attempt(receiver, other, other.message(), answer, isPostponed);
    }

    public Attempt sending(Message other) {
        return new Attempt(receiver, batch, other, answer, isPostponed);
    }

    public Attempt answered(Delivery delivery) {
        return new Attempt(receiver, batch, message, Optional.of(delivery), isPostponed);
    }

    public Attempt refused(DeliveryFailure why, String detail) {
        return answered(new Refused(why, detail));
    }

    /** Not sent now, and never again; what was begun before, and of which no answer is on disk, may have been taken. */
    Attempt unsent(DeliveryFailure why, String detail) {
        return refused(
                why, lead().started() ? "the answer to an attempt was not saved: outcome unknown; " + detail : detail);
    }

    public Attempt postponed() {
        return new Attempt(receiver, batch, message, answer, true);
    }

    /** Whether no further attempt follows the answer. */
    public boolean isFinal() {
        return isAnswered() && (to().receiver().isOnce() || !(answer.orElseThrow() instanceof TryAgain));
    }

    public boolean isAnswered() {
        return answer.isPresent();
    }
}
