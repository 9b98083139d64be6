package dev.probation.agent.receiver.notify.email;

import dev.probation.agent.blocking.BlockingCall;
import dev.probation.agent.blocking.BlockingCalls;
import dev.probation.agent.blocking.DeadlineSockets;
import dev.probation.agent.blocking.OneAtATime;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.store.Message;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Sends mail on a thread of its own, of which there is one at a time, and which is cut off at the deadline. */
final class EmailReceiver implements Receiver {

    private static final Duration CUT_OFF = Duration.ofMillis(9_500);

    private final EmailSettings settings;
    private final Time time;
    private final BlockingCalls calls = BlockingCalls.single("email");
    private final OneAtATime turn = new OneAtATime();

    EmailReceiver(EmailSettings settings, Time time) {
        this.settings = settings;
        this.time = time;
    }

    @Override
    public Future<Delivery> send(Message message) {
        Instant now = time.now();
        return turn.begin(() -> calls.run(time, CUT_OFF, call -> attempt(call, message, now)))
                .map(sent -> sent.map(delivery -> delivery.orElseGet(EmailReceiver::underWay)))
                .orElseGet(() -> Future.succeededFuture(underWay()));
    }

    private Delivery attempt(BlockingCall call, Message message, Instant now) {
        DeadlineSockets sockets = new DeadlineSockets();
        call.closeAtDeadline(sockets);
        try {
            return new MailAttempt(settings, sockets).send(message, now);
        } catch (RuntimeException e) {
            String kind = e.getClass().getSimpleName();
            return new Refused(DeliveryFailure.OTHER, "it could not be converted to an email (" + kind + ')');
        }
    }

    private static Delivery underWay() {
        return new TryAgain(DeliveryFailure.TIMEOUT, "the previous attempt is still running", Optional.empty());
    }

    @Override
    public Future<Void> close() {
        return calls.close();
    }
}
