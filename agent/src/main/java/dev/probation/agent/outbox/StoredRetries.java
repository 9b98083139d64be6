package dev.probation.agent.outbox;

import dev.probation.agent.outbox.stage.ReceiverPace;
import dev.probation.agent.outbox.stage.finish.Backoff;
import dev.probation.agent.outbox.stage.finish.DeliveryResults;
import dev.probation.agent.outbox.stage.finish.Retries;
import dev.probation.agent.outbox.stage.send.Attempt;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Postpones messages in the store, until their receiver's patience has passed. */
final class StoredRetries implements Retries {

    private final StoreExecutor store;
    private final ReceiverPace pace;
    private final Time time;
    private final Consumer<String> delayed;

    /** @param delayed hears the deployment of which the journal says why its rollback signal is delayed */
    StoredRetries(StoreExecutor store, ReceiverPace pace, Time time, Consumer<String> delayed) {
        this.store = store;
        this.pace = pace;
        this.time = time;
        this.delayed = delayed;
    }

    @Override
    public boolean isSpent(Attempt attempt, Instant now) {
        return attempt.age(now).compareTo(patience(attempt)) >= 0;
    }

    private static Duration patience(Attempt attempt) {
        return attempt.receiver().map(ConfiguredReceiver::patience).orElse(Backoff.PATIENCE);
    }

    /** No later than its end, unless the receiver asked for that: others of the receiver wait for it as well. */
    private static Instant planned(Attempt attempt, Instant next) {
        Instant end = attempt.lead().message().at().plus(patience(attempt));
        return next.isAfter(end) ? end : next;
    }

    @Override
    public Future<Void> postpone(Attempt attempt, TryAgain why, Instant next) {
        Message message = attempt.lead().message();
        boolean throttled = why.after().isPresent();
        Instant planned = throttled ? next : planned(attempt, next);
        return store.submit(open -> {
                    Optional<JournalEntry> told = told(open, attempt, why);
                    open.outgoing().postpone(message.id(), planned, throttled, told.orElse(null));
                    if (why.isSurelyNotTaken()) {
                        open.outgoing().unbatch(message.id());
                    }
                    return told;
                })
                .map(told -> {
                    if (throttled) {
                        // it asked to be left alone, not only with this message
                        pace.leaveAlone(message.receiver(), next);
                    }
                    told.ifPresent(entry -> delayed.accept(message.deployment()));
                    return null;
                });
    }

    private Optional<JournalEntry> told(Store open, Attempt attempt, TryAgain why) {
        return attempt.to().isDeployer()
                ? DeliveryResults.ofDelay(
                        attempt, why, open.journal().of(attempt.lead().message().deployment()), time.now())
                : Optional.empty();
    }
}
