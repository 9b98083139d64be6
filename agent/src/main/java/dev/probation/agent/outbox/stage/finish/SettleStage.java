package dev.probation.agent.outbox.stage.finish;

import dev.probation.agent.metrics.OutboxMetrics;
import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.outbox.stage.send.Attempt;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the final answer, with the journal's entry and what others are told because of it, and says so. */
public final class SettleStage implements Stage<Attempt> {

    private static final Logger log = LoggerFactory.getLogger(SettleStage.class);

    private final StoreExecutor store;
    private final Time time;
    private final DeliveryResults results;
    private final OutboxMetrics metrics;
    private final Consumer<String> signalled;
    private final Runnable written;

    public SettleStage(
            StoreExecutor store,
            Time time,
            DeliveryResults results,
            OutboxMetrics metrics,
            Consumer<String> signalled,
            Runnable written) {
        this.store = store;
        this.time = time;
        this.results = results;
        this.metrics = metrics;
        this.signalled = signalled;
        this.written = written;
    }

    @Override
    public Future<Attempt> run(Attempt attempt) {
        String message = attempt.lead().message().id();
        Instant now = time.now();
        JournalEntry entry = DeliveryResults.entry(attempt, now);
        String refused = attempt.answer().orElseThrow() instanceof Refused given ? given.detail() : null;
        return store.submit(open -> {
                    List<Message> because =
                            refused == null ? List.of() : results.because(attempt, known(open, attempt), now);
                    open.outgoing().settle(message, entry, refused, because);
                    return !because.isEmpty();
                })
                .compose(told -> {
                    say(attempt, refused);
                    if (told) {
                        written.run();
                    }
                    return freeOthers(attempt, refused == null);
                })
                .map(attempt);
    }

    private static DeliveryResults.Known known(Store open, Attempt attempt) {
        Message lost = attempt.lead().message();
        boolean isOver = open.deployments()
                .find(lost.deployment())
                .filter(deployment -> !deployment.phase().isOpen())
                .isPresent();
        return new DeliveryResults.Known(isOver, () -> open.outgoing().isRefusing(lost.receiver()));
    }

    private void say(Attempt attempt, @Nullable String refused) {
        Message message = attempt.lead().message();
        if (attempt.receiver().map(ConfiguredReceiver::isDeployer).orElse(true)) {
            signalled.accept(message.deployment());
        }
        String kind = DeliveryResults.kind(attempt);
        if (refused == null) {
            metrics.delivered(kind, attempt.age(time.now()).toMillis() / 1000.0);
            return;
        }
        metrics.gaveUp(kind);
        log.error(
                "message undelivered receiver={} deployment={} cause={}",
                message.receiver(),
                message.deployment(),
                refused);
    }

    /** A receiver that takes messages again takes the others, too: they need not sit out their waits. */
    private Future<Void> freeOthers(Attempt attempt, boolean taken) {
        Instant now = time.now();
        String receiver = attempt.lead().message().receiver();
        return taken && attempt.lead().attempts() > 0
                ? store.run(open -> open.outgoing().retry(receiver, now))
                : Future.succeededFuture();
    }
}
