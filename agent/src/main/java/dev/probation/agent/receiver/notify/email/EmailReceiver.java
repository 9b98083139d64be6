package dev.probation.agent.receiver.notify.email;

import dev.probation.agent.blocking.BlockingCall;
import dev.probation.agent.blocking.BlockingCalls;
import dev.probation.agent.blocking.DeadlineSockets;
import dev.probation.agent.blocking.OneAtATime;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.names.FoundHost;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.names.ResolverException;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends mail on a thread of its own, of which there is one at a time, and which is cut off at the deadline. The server's name is
 * looked up before each, so that a resolver that is silent is told from a silent server.
 */
final class EmailReceiver implements Receiver {

    private static final Duration CUT_OFF = Duration.ofMillis(9_500);

    private final EmailSettings settings;
    private final Time time;
    private final HostNames names;
    private final BlockingCalls calls = BlockingCalls.single("email");
    private final OneAtATime turn = new OneAtATime();

    EmailReceiver(EmailSettings settings, Time time, HostNames names) {
        this.names = names;
        this.settings = settings;
        this.time = time;
    }

    @Override
    public Future<Delivery> send(Message message) {
        Instant now = time.now();
        long begun = time.nanos();
        return names.findNow(settings.host())
                .timeout(CUT_OFF.toMillis(), TimeUnit.MILLISECONDS)
                .transform(found -> found.succeeded()
                        ? send(found.result(), CUT_OFF.minusNanos(time.nanos() - begun), message, now)
                        : Future.succeededFuture(MailFailure.unconnected(unfound(found.cause()))));
    }

    private static Throwable unfound(Throwable cause) {
        return cause instanceof TimeoutException ? ResolverException.silent() : cause;
    }

    private Future<Delivery> send(FoundHost host, Duration left, Message message, Instant now) {
        return turn.begin(() -> calls.run(time, left, call -> attempt(call, host, message, now)))
                .map(sent -> sent.map(delivery -> delivery.orElseGet(EmailReceiver::underWay)))
                .orElseGet(() -> Future.succeededFuture(underWay()));
    }

    private Delivery attempt(BlockingCall call, FoundHost host, Message message, Instant now) {
        DeadlineSockets sockets = new DeadlineSockets();
        call.closeAtDeadline(sockets);
        try {
            return new MailAttempt(settings, host, sockets).send(message, now);
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
