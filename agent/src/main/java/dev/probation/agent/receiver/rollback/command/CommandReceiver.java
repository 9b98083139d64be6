package dev.probation.agent.receiver.rollback.command;

import dev.probation.agent.blocking.BlockingCalls;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;

/** Runs the program on a thread of its own, and never a second time for one message. */
final class CommandReceiver implements Receiver {

    /** For ending what does not end by itself. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final CommandSettings settings;
    private final BlockingCalls calls = BlockingCalls.single("rollback-command");

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
        return calls.run(new CommandRun(settings, facts)::toEnd);
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
        return calls.close();
    }
}
