package dev.probation.agent.outbox;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.outbox.FaultyServer.Fault;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** A real receiver, each attempt of which meets the fault that the test says, and is noted. */
final class Observed implements Receiver {

    /** An attempt, in the test's own time. */
    record Attempt(Instant at, Message message, Delivery delivery) {
        boolean took() {
            return delivery instanceof Delivered;
        }

        Notice notice() {
            return message.notice();
        }
    }

    private static final Duration HURRIED = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final String kind;
    private final Supplier<Instant> now;
    private final IntFunction<Fault> fault;
    private final Function<Fault, Receiver> open;
    private final Map<Fault, Receiver> opened = new EnumMap<>(Fault.class);
    private final List<Attempt> attempts = new CopyOnWriteArrayList<>();
    private int begun;

    /**
     * @param fault of an attempt by its number, from 0
     * @param open the receiver that meets it
     */
    Observed(String kind, Supplier<Instant> now, IntFunction<Fault> fault, Function<Fault, Receiver> open) {
        this.kind = kind;
        this.now = now;
        this.fault = fault;
        this.open = open;
    }

    String kind() {
        return kind;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    /** Those that were taken. */
    List<Attempt> taken() {
        return attempts.stream().filter(Attempt::took).toList();
    }

    @Override
    public synchronized Future<Delivery> send(Message message) {
        Instant began = now.get();
        Fault met = fault.apply(begun++);
        boolean hangs = met == Fault.SILENT || met == Fault.DRIPS;
        Receiver receiver = opened.computeIfAbsent(met, open);
        return receiver.send(message)
                .timeout((hangs ? HURRIED : LONG).toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(new TryAgain(DeliveryFailure.TIMEOUT, "cut", Optional.empty()))
                .onSuccess(delivery -> {
                    boolean unusedAdded = attempts.add(new Attempt(began, message, delivery));
                });
    }

    @Override
    public Duration deadline() {
        return LONG;
    }

    @Override
    public synchronized Future<Void> close() {
        Collection<Receiver> all = opened.values();
        return Future.join(all.stream().map(Receiver::close).toList()).mapEmpty();
    }
}
