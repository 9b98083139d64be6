package dev.probation.agent.receiver.notify.email;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.store.Message;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends mail on a thread of its own, of which there is one at a time, and which is cut off at the deadline. */
final class EmailReceiver implements Receiver {

    private static final Duration CUT_OFF = Duration.ofMillis(9_500);

    private final EmailSettings settings;
    private final Time time;
    private final AtomicReference<@Nullable MailAttempt> running = new AtomicReference<>();

    EmailReceiver(EmailSettings settings, Time time) {
        this.settings = settings;
        this.time = time;
    }

    @Override
    public Future<Delivery> send(Message message) {
        MailAttempt attempt = new MailAttempt(settings);
        if (!running.compareAndSet(null, attempt)) {
            return Future.succeededFuture(
                    new TryAgain(DeliveryFailure.TIMEOUT, "the attempt before is still under way", Optional.empty()));
        }
        Promise<Delivery> done = Promise.promise();
        Time.Cancellable timer = time.after(CUT_OFF, () -> begin("email-end", attempt::cutOff));
        Instant now = time.now();
        begin("email", () -> {
            Delivery delivery = attempt(attempt, message, now);
            running.set(null);
            done.tryComplete(delivery);
        });
        return done.future().onComplete(over -> timer.cancel());
    }

    private static Delivery attempt(MailAttempt attempt, Message message, Instant now) {
        try {
            return attempt.send(message, now);
        } catch (RuntimeException e) {
            String kind = e.getClass().getSimpleName();
            return new Refused(DeliveryFailure.OTHER, "it could not be made into mail (" + kind + ')');
        }
    }

    /** No pool: mail is rare, and closing a TLS connection may block too. */
    private static void begin(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Future<Void> close() {
        Optional.ofNullable(running.get()).ifPresent(attempt -> begin("email-end", attempt::cutOff));
        return Future.succeededFuture();
    }
}
