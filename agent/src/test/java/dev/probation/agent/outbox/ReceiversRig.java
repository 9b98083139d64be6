package dev.probation.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.metrics.OutboxMetrics;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.outbox.FaultyServer.Fault;
import dev.probation.agent.outbox.stage.BlockingWait;
import dev.probation.agent.outbox.stage.KnownIncidents;
import dev.probation.agent.outbox.stage.finish.Backoff;
import dev.probation.agent.outbox.stage.send.Sender;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.Receivers;
import dev.probation.agent.receiver.notify.notifywebhook.BodyType;
import dev.probation.agent.receiver.notify.notifywebhook.NotifyWebhookSettings;
import dev.probation.agent.receiver.notify.opsgenie.OpsgenieSettings;
import dev.probation.agent.receiver.notify.pagerduty.PagerDutySettings;
import dev.probation.agent.receiver.notify.slack.SlackSettings;
import dev.probation.agent.receiver.notify.teams.TeamsSettings;
import dev.probation.agent.servers.TestCertificate;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.store.sql.StoreFactory;
import dev.probation.agent.store.sql.StoredChanges;
import dev.probation.agent.time.FakeTime;
import dev.probation.rules.deployment.Deployment;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Real receivers before a server that plays their services, a real store, and a time in which nobody waits. */
final class ReceiversRig implements AutoCloseable {

    static final List<String> KINDS = List.of("slack", "pagerduty", "opsgenie", "teams", "webhook");

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int MOST_CALLS = 200_000;

    private final Vertx vertx = Vertx.vertx();
    private final OutboxMetrics metrics = new Metrics("1", "a").outbox();
    private final List<Receiver> opened = new ArrayList<>();
    private final FaultyServer server;
    private final FaultyServer untrusted;
    private final StoreExecutor store;

    final FakeTime time = new FakeTime(NoticeFixture.NOON);

    ReceiversRig(Path folder) throws IOException {
        this.server = new FaultyServer(vertx, new NetServerOptions(), time::now);
        NetServerOptions tls = new NetServerOptions()
                .setSsl(true)
                .setKeyCertOptions(TestCertificate.in(folder).key());
        this.untrusted = new FaultyServer(vertx, tls, time::now);
        this.store = BlockingWait.on(
                StoreExecutor.open(vertx, () -> StoreFactory.open("sqlite:" + folder.resolve("p.db"))), LONG);
    }

    /** A deployment of its own. */
    Deployment deploy(String id) {
        Deployment deployment = new Deployment(id, "bookreader", "1.4.2", time.now(), time.now(), false);
        boolean added = ask(open -> open.add(deployment, "abc", StoredChanges.nothing(id)));
        assertThat(added).isTrue();
        return deployment;
    }

    /** A receiver whose service is in a room of its own. */
    Observed receiver(String room, String kind, IntFunction<Fault> fault) {
        Observed observed = new Observed(
                kind,
                time::now,
                attempt -> {
                    Fault met = fault.apply(attempt);
                    server.set(room, met);
                    return met;
                },
                met -> Receivers.open(
                        config(kind, kind, settings(kind, address(met) + '/' + room + '/' + kind)),
                        new ReceiverContext(vertx, time)));
        opened.add(observed);
        return observed;
    }

    private String address(Fault fault) {
        return switch (fault) {
            case NOBODY_LISTENS -> "http://127.0.0.1:1";
            case NO_SUCH_NAME -> "http://nobody.invalid";
            case UNTRUSTED -> "https://localhost:" + untrusted.port();
            default -> "http://127.0.0.1:" + server.port();
        };
    }

    private static ReceiverSettings settings(String kind, String url) {
        return switch (kind) {
            case "slack" -> new SlackSettings(new Secret(url));
            case "pagerduty" -> new PagerDutySettings(new Secret("key"), URI.create(url + "/v2/enqueue"), false);
            case "opsgenie" -> new OpsgenieSettings(new Secret("key"), URI.create(url));
            case "teams" -> new TeamsSettings(new Secret(url));
            default -> new NotifyWebhookSettings(new Secret(url), Optional.empty(), Optional.empty(), BodyType.JSON);
        };
    }

    private static ReceiverConfig config(String name, String kind, ReceiverSettings settings) {
        return new ReceiverConfig(name, kind, settings, EnumSet.allOf(NotificationEvent.class));
    }

    /** Of receivers by their names. */
    ReceiverDelivery delivery(Map<String, Observed> receivers, Random random) {
        Map<String, ConfiguredReceiver> configured = new TreeMap<>();
        receivers.forEach((name, receiver) -> {
            ReceiverConfig config = config(name, receiver.kind(), settings(receiver.kind(), "http://unused"));
            ConfiguredReceiver unusedBefore = configured.put(
                    name, new ConfiguredReceiver(config, Receivers.kind(config), receiver, Backoff.PATIENCE));
        });
        return new ReceiverDelivery(
                store,
                time,
                new Backoff(random::nextDouble),
                new Sender(vertx.getOrCreateContext(), metrics),
                configured,
                metrics,
                new KnownIncidents(),
                deployment -> {},
                () -> {});
    }

    void write(String deployment, List<Message> messages) {
        BlockingWait.until(
                store.run(open -> open.write(StoredChanges.messages(deployment, messages.toArray(Message[]::new)))),
                LONG);
    }

    <T> T ask(Function<Store, T> question) {
        return BlockingWait.on(store.submit(question), LONG);
    }

    /** How many requests came to a room. */
    int requests(String room) {
        return server.bodies(room).size();
    }

    /** As the scheduler has all receivers delivered that have something, until {@code most} has passed. */
    void run(ReceiverDelivery delivery, Duration most) {
        Instant end = time.now().plus(most);
        Map<String, Instant> next = new TreeMap<>();
        for (int calls = 0; calls < MOST_CALLS; calls++) {
            Instant now = time.now();
            ask(open -> open.outgoing().receivers()).forEach(receiver -> next.putIfAbsent(receiver, now));
            Optional<Map.Entry<String, Instant>> first =
                    next.entrySet().stream().min(Map.Entry.comparingByValue(Comparator.naturalOrder()));
            if (first.filter(due -> !due.getValue().isAfter(end)).isEmpty()) {
                time.advance(Duration.between(now, end));
                return;
            }
            String receiver = first.orElseThrow().getKey();
            Duration wait = Duration.between(now, next.remove(receiver));
            time.advance(wait.isNegative() ? Duration.ZERO : wait);
            delivery.deliver(receiver).ifPresent(at -> next.put(receiver, at));
        }
        throw new AssertionError("no end after " + MOST_CALLS + " calls");
    }

    /** How many messages wait. */
    long waiting() {
        return ask(open -> open.outgoing().backlog().messages());
    }

    @Override
    public void close() {
        opened.forEach(receiver -> BlockingWait.until(receiver.close(), LONG));
        server.close();
        untrusted.close();
        BlockingWait.until(store.close(), LONG);
        BlockingWait.until(vertx.close(), LONG);
    }
}
