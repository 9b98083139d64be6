package dev.probation.agent.outbox.stage.send;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.metrics.OutboxMetrics;
import dev.probation.agent.outbox.stage.BlockingWait;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.http.Deadline;
import dev.probation.agent.store.Message;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one attempt, which ends within the receiver's deadline whatever the receiver does. */
public final class Sender {

    private static final Logger log = LoggerFactory.getLogger(Sender.class);
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final Context context;
    private final OutboxMetrics metrics;

    /** Receivers are called on {@code context}. */
    public Sender(Context context, OutboxMetrics metrics) {
        this.context = context;
        this.metrics = metrics;
    }

    /** Blocks until the attempt is over. */
    public Delivery attempt(ConfiguredReceiver to, Message message) {
        return BlockingWait.on(post(to, message), to.receiver().deadline().plus(SLACK));
    }

    /** The same without blocking; never fails. */
    Future<Delivery> post(ConfiguredReceiver to, Message message) {
        metrics.attempted(to.kind());
        Promise<Delivery> over = Promise.promise();
        context.runOnContext(ignored -> send(to.receiver(), message).onComplete(over));
        return over.future().map(delivery -> {
            count(to.kind(), delivery);
            return delivery;
        });
    }

    private static Future<Delivery> send(Receiver receiver, Message message) {
        Duration deadline = receiver.deadline();
        TryAgain late = new TryAgain(
                DeliveryFailure.TIMEOUT, "no answer within " + deadline.toSeconds() + " s", Optional.empty());
        try {
            return Deadline.on(receiver.send(message), deadline)
                    .otherwise(cause -> cause instanceof TimeoutException ? late : failed(cause));
        } catch (RuntimeException e) {
            // a message that its receiver cannot read is no better the next time
            String kind = e.getClass().getSimpleName();
            return Future.succeededFuture(new Refused(
                    DeliveryFailure.OTHER, "it could not be converted to the receiver's format (" + kind + ')'));
        } catch (Error e) {
            return Future.succeededFuture(failed(e));
        }
    }

    /** A mistake of the agent's own. Its message is not logged, since it may hold an address or a key. */
    private static Delivery failed(Throwable cause) {
        String kind = cause.getClass().getSimpleName();
        log.error(
                "sending failed cause={} at={}",
                kind,
                Arrays.stream(cause.getStackTrace())
                        .findFirst()
                        .map(String::valueOf)
                        .orElse("unknown"));
        return new TryAgain(
                DeliveryFailure.OTHER,
                "the agent itself failed while it sent the message (" + kind + ')',
                Optional.empty());
    }

    private void count(String kind, Delivery delivery) {
        if (delivery instanceof TryAgain again) {
            metrics.failed(kind, again.why());
        }
        if (delivery instanceof Refused refused) {
            metrics.failed(kind, refused.why());
        }
    }
}
