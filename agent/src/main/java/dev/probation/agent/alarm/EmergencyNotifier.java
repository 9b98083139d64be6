package dev.probation.agent.alarm;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.metrics.OutboxMetrics;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.outbox.stage.KnownIncidents;
import dev.probation.agent.outbox.stage.finish.Backoff;
import dev.probation.agent.outbox.stage.send.Sender;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.Receivers;
import dev.probation.agent.store.DirectlyTold;
import dev.probation.agent.store.Lease.Standing;
import dev.probation.agent.store.Message;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.SteadyTime;
import dev.probation.agent.time.Time;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells people directly what the store does not take, as well as that goes: a few attempts, kept in memory alone. Carries no
 * rollback signal, since nothing is signalled that is not on disk. Confined to the event loop of its {@link Time}.
 */
public final class EmergencyNotifier {

    private final ReceiverContext context;
    private final Context loop;
    private final SteadyTime time;
    private final Sender sender;
    private final KnownIncidents incidents;
    private final Supplier<Future<Standing>> standing;
    private final Map<String, ReceiverConfig> people = new LinkedHashMap<>();
    private final Map<String, DirectDelivery> lines = new LinkedHashMap<>();
    private final Guard telling = new Guard("direct-notification");
    private boolean closed;

    /**
     * @param context of the receivers
     * @param loop the one of {@code time}
     * @param time that which messages are stamped with
     * @param people receivers of notifications; opened when the first has to be told
     * @param incidents what is told of incidents, by the outbox and directly
     * @param standing of the store; never fails
     */
    public EmergencyNotifier(
            ReceiverContext context,
            Context loop,
            SteadyTime time,
            Collection<ReceiverConfig> people,
            OutboxMetrics metrics,
            KnownIncidents incidents,
            Supplier<Future<Standing>> standing) {
        this.context = context;
        this.loop = loop;
        this.time = time;
        this.sender = new Sender(loop, metrics);
        this.incidents = incidents;
        this.standing = standing;
        people.forEach(receiver -> this.people.put(receiver.name(), receiver));
    }

    /** Sends those that are for people; what was given before is not sent again. */
    public void tell(List<Message> messages) {
        for (Message message : messages) {
            boolean signal = message.notice().decision().isPresent();
            if (!signal) {
                add(message);
            }
        }
        begin();
    }

    /** Tells everybody who hears of such things. */
    void tell(Notice notice) {
        people.values().stream()
                .filter(receiver -> Receivers.kind(receiver).hears(receiver, notice))
                .map(receiver -> message(notice, receiver))
                .forEach(this::add);
        begin();
    }

    private void add(Message message) {
        telling.run(() -> line(message.receiver()).ifPresent(line -> line.add(message)));
    }

    /** Once all is known that there is to tell: of what is over, the first word says so. */
    private void begin() {
        lines.values().forEach(line -> telling.run(line::begin));
    }

    private static Message message(Notice notice, ReceiverConfig receiver) {
        String id = String.join(
                "/",
                notice.incident(),
                notice.action().label().toUpperCase(Locale.ROOT),
                notice.at().toString(),
                receiver.name());
        return new Message(id, notice.deployment(), receiver.name(), notice.incident(), notice.at(), notice);
    }

    /** Which of these were delivered. */
    public List<DirectlyTold> told(List<Message> messages) {
        return lines.values().stream()
                .flatMap(line -> line.told(messages).stream())
                .toList();
    }

    /** The outbox has them now. */
    public void forget(List<Message> messages) {
        lines.values().forEach(line -> line.forget(messages));
    }

    private Optional<DirectDelivery> line(String receiver) {
        return closed
                ? Optional.empty()
                : Optional.ofNullable(people.get(receiver))
                        .map(config -> lines.computeIfAbsent(receiver, name -> open(config)));
    }

    private DirectDelivery open(ReceiverConfig config) {
        ConfiguredReceiver receiver = new ConfiguredReceiver(
                config, Receivers.kind(config), Receivers.open(config, context), Backoff.PATIENCE);
        return new DirectDelivery(receiver, sender, incidents, loop, time, standing);
    }

    /** Gives what waits a moment to be sent. Callable from anywhere. */
    public Future<Void> close() {
        Promise<Void> ended = Promise.promise();
        loop.runOnContext(ignored -> {
            closed = true;
            Future.join(lines.values().stream().map(DirectDelivery::close).toList())
                    .<Void>mapEmpty()
                    .onComplete(ended);
        });
        return ended.future();
    }
}
