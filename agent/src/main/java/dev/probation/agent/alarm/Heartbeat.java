package dev.probation.agent.alarm;

import dev.probation.agent.config.HeartbeatConfig;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that the agent works, again and again: by a metric, and where a dead man's switch is configured by a request to it.
 * An agent that cannot work, because its event loop hangs or its store cannot be written, says nothing, which is what others
 * alert on. Confined to the event loop of its {@link Time}.
 */
public final class Heartbeat {

    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration UNSENT = Duration.ofSeconds(15);

    private final @Nullable HeartbeatConfig config;
    private final Time time;
    private final HttpSender sender;
    private final Metrics metrics;
    private final Supplier<Future<Boolean>> works;
    private Time.@Nullable Cancellable timer;
    private boolean heard = true;
    private boolean stopped;

    /**
     * @param config where the heartbeat goes, if anywhere
     * @param works whether the agent can do what it is there for; a failure is a no
     */
    public Heartbeat(
            @Nullable HeartbeatConfig config,
            ReceiverContext context,
            Metrics metrics,
            Supplier<Future<Boolean>> works) {
        this.config = config;
        this.time = context.time();
        this.sender = new HttpSender(context);
        this.metrics = metrics;
        this.works = works;
    }

    /** Beats at once, and from then on. */
    public void start() {
        Guard.begin(works).otherwise(false).compose(this::beat).onComplete(beaten -> {
            if (!stopped) {
                timer = time.after(config == null ? UNSENT : config.every(), this::start);
            }
        });
    }

    private Future<Void> beat(boolean working) {
        if (!working || stopped) {
            return Future.succeededFuture();
        }
        metrics.heartbeat(time.now());
        return config == null ? Future.succeededFuture() : send(config);
    }

    private Future<Void> send(HeartbeatConfig to) {
        return sender.send(
                        HttpMethod.POST,
                        to.url().reveal(),
                        MultiMap.caseInsensitiveMultiMap(),
                        Buffer.buffer(),
                        HttpSender::taken)
                .timeout(Receiver.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .map(Heartbeat::problem)
                .otherwise(Optional.of("no answer in time"))
                .onSuccess(problem -> note(problem.orElse(null)))
                .mapEmpty();
    }

    private static Optional<String> problem(Delivery delivery) {
        if (delivery instanceof Delivered) {
            return Optional.empty();
        }
        return Optional.of(delivery instanceof TryAgain again ? again.detail() : ((Refused) delivery).detail());
    }

    /** Once per episode: the switch itself tells people. */
    private void note(@Nullable String problem) {
        boolean taken = problem == null;
        metrics.heartbeatSent(taken);
        if (taken == heard) {
            return;
        }
        heard = taken;
        if (taken) {
            log.info("heartbeat works again");
        } else {
            log.warn("heartbeat failed, trying again cause={}", problem);
        }
    }

    public Future<Void> stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
        }
        return sender.close();
    }
}
