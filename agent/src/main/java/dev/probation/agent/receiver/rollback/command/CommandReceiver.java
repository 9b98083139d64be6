package dev.probation.agent.receiver.rollback.command;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;

/** Runs the program on a thread of its own, and never a second time for one message. */
final class CommandReceiver implements Receiver {

    /** For ending what does not end by itself. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final CommandSettings settings;

    CommandReceiver(CommandSettings settings) {
        this.settings = settings;
    }

    @Override
    public Future<Delivery> send(Message message) {
        Map<String, String> facts;
        try {
            facts = CommandFacts.of(message.id(), message.notice());
        } catch (IllegalArgumentException e) {
            return Future.succeededFuture(new Refused(DeliveryFailure.REFUSED, "not started: " + e.getMessage()));
        }
        Promise<Delivery> done = Promise.promise();
        CommandRun run = new CommandRun(settings, facts);
        Thread thread = new Thread(() -> done.tryComplete(run.toEnd()), "rollback-command");
        thread.setDaemon(true);
        thread.start();
        return done.future();
    }

    @Override
    public Duration deadline() {
        return settings.timeout().plus(GRACE);
    }

    @Override
    public boolean isOnce() {
        return true;
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
