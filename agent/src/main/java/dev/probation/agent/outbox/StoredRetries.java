package dev.probation.agent.outbox;

import dev.probation.agent.outbox.stage.ReceiverPace;
import dev.probation.agent.outbox.stage.finish.Backoff;
import dev.probation.agent.outbox.stage.finish.Retries;
import dev.probation.agent.outbox.stage.send.Attempt;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.StoreExecutor;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;

/** Postpones messages in the store, until their receiver's patience has passed. */
final class StoredRetries implements Retries {

    private final StoreExecutor store;
    private final ReceiverPace pace;

    StoredRetries(StoreExecutor store, ReceiverPace pace) {
        this.store = store;
        this.pace = pace;
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
        return store.run(open -> {
                    open.outgoing().postpone(message.id(), planned, throttled);
                    if (why.isSurelyNotTaken()) {
                        open.outgoing().unbatch(message.id());
                    }
                })
                .onSuccess(done -> {
                    if (throttled) {
                        // it asked to be left alone, not only with this message
                        pace.leaveAlone(message.receiver(), next);
                    }
                });
    }
}
