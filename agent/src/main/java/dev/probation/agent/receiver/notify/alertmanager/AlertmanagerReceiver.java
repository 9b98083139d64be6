package dev.probation.agent.receiver.notify.alertmanager;

import dev.probation.agent.config.Secret;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.store.Message;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.Time.Cancellable;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all members of an Alertmanager's cluster, again and again while an alert fires and for a while after its end: it
 * forgets what it is not reminded of, and remembers nothing of its own over a restart.
 */
final class AlertmanagerReceiver implements Receiver {

    private static final Logger log = LoggerFactory.getLogger(AlertmanagerReceiver.class);

    /** So many reminders may be lost before an alert counts as over. */
    private static final int LOST_REMINDERS = 5;

    /** How long the end of an alert is repeated, and how far back open ones are looked for: beyond the last window. */
    private static final Duration AFTER_END = Duration.ofMinutes(5);

    private static final Duration LONGEST = Duration.ofDays(7);

    private final AlertmanagerSettings settings;
    private final HttpSender sender;
    private final Time time;
    private final ConcurrentMap<String, Alert> alerts = new ConcurrentHashMap<>();
    private final Guard reminding = new Guard("alertmanager-reminder");
    private final AtomicBoolean closing = new AtomicBoolean();

    AlertmanagerReceiver(AlertmanagerSettings settings, HttpSender sender, Time time) {
        this.settings = settings;
        this.sender = sender;
        this.time = time;
    }

    @Override
    public Future<Delivery> send(Message message) {
        Alert alert = alert(message);
        return post(List.of(alert)).onSuccess(delivery -> {
            if (delivery instanceof Delivered) {
                alerts.put(message.incident(), alert);
            }
        });
    }

    private Alert alert(Message message) {
        return Alert.opens(message)
                ? Alert.opened(message, time.now())
                : Alert.resolved(message, alerts.get(message.incident()));
    }

    /** Takes up what was open, or over a little while ago, and reminds from then on. */
    @Override
    public void begin(Function<Instant, Future<List<Message>>> delivered) {
        remind();
        delivered
                .apply(time.now().minus(LONGEST))
                .onSuccess(this::takeUp)
                .onFailure(cause -> log.warn("open alerts not read, and not sent again cause={}", cause.toString()));
    }

    /** In the order of their delivery; what was sent in between is newer than all of them. */
    private void takeUp(List<Message> delivered) {
        Map<String, Alert> open = new HashMap<>();
        for (Message message : delivered) {
            Alert alert = Alert.opens(message)
                    ? Alert.opened(message, message.at())
                    : Alert.resolved(message, open.get(message.incident()));
            open.put(message.incident(), alert);
        }
        open.forEach(alerts::putIfAbsent);
        tell();
    }

    private void remind() {
        Cancellable timer = time.after(settings.every(), () -> {
            if (!closing.get()) {
                reminding.run(this::tell);
                remind();
            }
        });
        log.trace("next reminder timer={}", timer);
    }

    private void tell() {
        Instant now = time.now();
        alerts.values()
                .removeIf(alert ->
                        alert.isOver(now.minus(AFTER_END)) || alert.start().isBefore(now.minus(LONGEST)));
        List<Alert> all = List.copyOf(alerts.values());
        if (!all.isEmpty()) {
            post(all).onSuccess(delivery -> note(all.size(), delivery));
        }
    }

    private static void note(int count, Delivery delivery) {
        if (!(delivery instanceof Delivered)) {
            log.warn("alerts not sent again alerts={} answer={}", count, delivery);
        }
    }

    /** Taken where one member took it: they tell each other, and the next reminder goes to all again. */
    private Future<Delivery> post(List<Alert> all) {
        Instant until = time.now().plus(settings.every().multipliedBy(LOST_REMINDERS));
        Buffer body = new JsonArray(all.stream().map(alert -> alert.json(until)).toList()).toBuffer();
        List<Future<Delivery>> posts =
                settings.urls().stream().map(url -> post(url, body)).toList();
        return Future.join(posts)
                .map(joined -> best(posts.stream().map(Future::result).toList()));
    }

    private Future<Delivery> post(URI url, Buffer body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        settings.token().map(Secret::reveal).ifPresent(token -> headers.set("Authorization", "Bearer " + token));
        String base = url.toString().replaceFirst("/+$", "");
        return sender.post(base + "/api/v2/alerts", headers, body, HttpSender::taken);
    }

    private static Delivery best(List<Delivery> deliveries) {
        List<Delivery> taken =
                deliveries.stream().filter(Delivered.class::isInstance).toList();
        if (!taken.isEmpty() && taken.size() < deliveries.size()) {
            return new Delivered(
                    ((Delivered) taken.get(0)).detail() + " from " + taken.size() + " of " + deliveries.size());
        }
        return taken.stream()
                .findFirst()
                .or(() -> deliveries.stream().filter(TryAgain.class::isInstance).findFirst())
                .orElseGet(() -> deliveries.get(0));
    }

    @Override
    public Future<Void> close() {
        closing.set(true);
        return sender.close();
    }
}
