package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.ConfigText;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.Target;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.ProbeKinds;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.Receivers;
import dev.probation.agent.receiver.notify.email.FakeMailServer;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.FaultProxy;
import dev.probation.agent.servers.FaultProxy.Fault;
import dev.probation.agent.servers.RealPostgres;
import dev.probation.agent.servers.RealRedis;
import dev.probation.agent.servers.dns.DnsAnswer;
import dev.probation.agent.servers.dns.OwnDns;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.sql.StoreFactory;
import dev.probation.agent.time.FakeTime;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind of target, store and receiver, while its name moves to another address or cannot be looked up. A DNS server of the
 * test's own says where the names are, and the system's resolver asks it. A new kind needs a line in {@link #LINES}.
 */
@SuppressWarnings("NullAway.Init") // the servers are started first, and the proxies with what connects to them
class MovedNamesIT {

    private static final String LINES = """
            agent: { store: "postgresql://postgres@store.test:<port>/postgres" }
            events: { alertmanager: { token: 0123456789abcdef0123456789abcdef } }
            targets:
              http: { http: "http://http.test:<port>" }
              prometheus: { prometheus: "http://prometheus.test:<port>" }
              postgres: { postgres: "postgresql://postgres@postgres.test:<port>/postgres" }
              redis: { redis: "redis://redis.test:<port>/0" }
              alerts: { alerts: Watchdog }
            services:
              shop:
                checks:
                  http: { http: http, path: / }
                  prometheus: { prometheus: prometheus, query: "up", expect: "< 3" }
                  postgres: { postgres: postgres, measure: connections, expect: "< 90%" }
                  redis: { redis: redis, measure: memory, expect: "< 1GiB" }
                  alerts: { alerts: alerts, expect: "< 1" }
            notify:
              slack: { slack: { url: "http://slack.test:<port>/hook" } }
              teams: { teams: { url: "http://teams.test:<port>/hook" } }
              pagerduty: { pagerduty: { routing-key: k, url: "http://pagerduty.test:<port>/v2/enqueue" } }
              opsgenie: { opsgenie: { api-key: k, url: "http://opsgenie.test:<port>" } }
              alertmanager: { alertmanager: { url: "http://alertmanager.test:<port>" } }
              webhook: { webhook: { url: "http://webhook.test:<port>/hook" } }
              email: { email: { to: a@example.com, from: b@example.com, host: mail.test, port: <port>, tls: none } }
              grafana: { grafana: { url: "http://grafana.test:<port>", token: k } }
              cdevents: { cdevents: { url: "http://cdevents.test:<port>/events", environment: production } }
            rollback:
              to:
                - { name: to-webhook, webhook: "http://to-webhook.test:<port>/rollback" }
                - { name: to-github, github: acme/shop, token: k, environment: production, url: "http://github.test:<port>" }
                - { name: to-gitlab, gitlab: acme/shop, token: k, url: "http://gitlab.test:<port>" }
                - { name: to-kubernetes, kubernetes: books, namespace: shop, version-by: image, url: "http://kubernetes.test:<port>" }
                - { name: to-argo, argo-rollouts: books, namespace: shop, version-by: image, url: "http://argo.test:<port>" }
                - { name: to-file, file: "<folder>/rollback" }
                - { name: to-command, command: /bin/true }
            """;

    private static final List<String> WITHOUT_A_HOST = List.of("alerts", "to-file", "to-command");
    private static final String STORE = "store";
    private static final String STORE_CHECK = "store as checked";
    private static final String OLD = "127.0.0.2";
    private static final String NEW = "127.0.0.3";
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
    /** Of those of {@link Await#until}. */
    private static final int LOOKS_OF_A_SECOND = 50;

    private static final String VECTOR = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\","
            + "\"result\":[{\"metric\":{},\"value\":[1,\"2\"]}]}}";

    /** What came of it that something was asked, or told to somebody. */
    private enum Came {
        THROUGH,
        NOT_LOOKED_UP,
        NAME_IS_GONE,
        NOT_THROUGH
    }

    /** Asks or tells one server, again and again. */
    private interface Caller {
        Came call();

        default void close() {}
    }

    @TempDir
    static Path folder;

    private static Vertx vertx;
    private static OwnDns dns;
    private static RealPostgres postgres;
    private static RealRedis redis;
    private static HttpServer web;
    private static FakeMailServer mail;

    private final FakeTime time = new FakeTime(NoticeFixture.NOON);
    private final HostNames names = new HostNames(vertx, time, dns);
    private Optional<Caller> caller = Optional.empty();
    private FaultProxy old;
    private FaultProxy moved;

    @BeforeAll
    static void startServers() throws Exception {
        vertx = Vertx.vertx();
        dns = OwnDns.start(folder);
        postgres = RealPostgres.start();
        redis = RealRedis.start();
        web = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(request -> request.response()
                        .putHeader("Content-Type", "application/json")
                        .end(VECTOR));
        Await.done(web.listen());
        mail = FakeMailServer.plain();
    }

    @AfterAll
    static void stopServers() throws Exception {
        mail.close();
        redis.close();
        postgres.close();
        dns.close();
        Await.done(vertx.close());
    }

    @BeforeEach
    void standAtTheOldAddress() throws IOException {
        dns.say(OLD);
    }

    @AfterEach
    void close() {
        caller.ifPresent(Caller::close);
        old.close();
        moved.close();
    }

    private static Config config(int port) throws IOException {
        return new ConfigText(LINES).with("port", port).with("folder", folder).load(folder);
    }

    /** Those of {@link #LINES} that have a host, by the name of the target or of the receiver. */
    static List<String> lines() throws IOException {
        Config config = config(1);
        return Stream.of(
                        config.targets().keySet().stream(),
                        receivers(config).map(ReceiverConfig::name),
                        Stream.of(STORE, STORE_CHECK))
                .flatMap(all -> all)
                .filter(line -> !WITHOUT_A_HOST.contains(line))
                .toList();
    }

    private static Stream<ReceiverConfig> receivers(Config config) {
        return Stream.concat(config.receivers().stream(), config.rollback().to().stream());
    }

    @Test
    void eachKindHasALine() throws IOException {
        Config config = moveTo(web.actualPort());

        assertThat(config.targets().values().stream().map(Target::kind))
                .containsAll(ServiceLoader.load(ProbeKind.class).stream()
                        .map(kind -> kind.get().name())
                        .toList());
        assertThat(receivers(config).map(Receivers::kind).map(Object::getClass))
                .containsAll(ServiceLoader.load(ReceiverKind.class).stream()
                        .<Class<?>>map(ServiceLoader.Provider::type)
                        .toList());
        assertThat(Stream.concat(
                        config.targets().values().stream()
                                .filter(target -> target.settings().endpoints().isEmpty())
                                .map(Target::name),
                        receivers(config)
                                .filter(receiver ->
                                        receiver.settings().endpoints().isEmpty())
                                .map(ReceiverConfig::name)))
                .containsExactlyInAnyOrderElementsOf(WITHOUT_A_HOST);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void isFollowedToAnotherAddressThoughTheOldOneAnswers(String line) throws IOException {
        Caller asked = open(line);
        assertThat(asked.call()).isEqualTo(Came.THROUGH);
        time.advance(HALF_A_MINUTE);
        assertThat(asked.call()).isEqualTo(Came.THROUGH);
        assertThat(moved.accepted()).isZero();
        dns.say(NEW);

        leaves(old);

        int before = old.accepted();
        assertThat(asked.call()).isEqualTo(Came.THROUGH);
        assertThat(old.accepted()).isEqualTo(before);
        assertThat(moved.accepted()).isPositive();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void isFoundAtAnotherAddressBeforeAFailureToConnectCounts(String line) throws IOException {
        Caller asked = open(line);
        assertThat(asked.call()).isEqualTo(Came.THROUGH);
        Await.until("what is not kept is closed", () -> old.openConnections() == 0 || isKept(line));
        dns.say(NEW);
        old.close();

        if (isKept(line)) {
            // what was closed under the driver's hands is no failure to connect
            Await.until("another connection", () -> asked.call() == Came.THROUGH);
        } else {
            assertThat(asked.call()).isEqualTo(Came.THROUGH);
        }

        assertThat(moved.accepted()).isPositive();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void eachAddressIsTried(String line) throws IOException {
        Caller asked = open(line);
        dns.say("127.0.0.4", "127.0.0.5", NEW);

        assertThat(asked.call()).isEqualTo(Came.THROUGH);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void isNotToBlameForItsResolver(String line) throws IOException {
        Caller asked = open(line);
        assertThat(asked.call()).isEqualTo(Came.THROUGH);

        dns.say(DnsAnswer.SERVER_FAILURE);
        time.advance(HALF_A_MINUTE);

        assertThat(asked.call()).isEqualTo(isKept(line) ? Came.THROUGH : Came.NOT_LOOKED_UP);
        old.set(Fault.RESET);
        Await.until("no connection is left", () -> asked.call() == Came.NOT_LOOKED_UP);
        old.set(Fault.NONE);
        dns.say(OLD);
        assertThat(asked.call()).isEqualTo(Came.THROUGH);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void isNotToBlameForAResolverThatNeverAnswered(String line) throws IOException {
        Caller asked = open(line);
        dns.say(DnsAnswer.SILENCE);

        assertThat(asked.call()).isEqualTo(Came.NOT_LOOKED_UP);
        dns.say(OLD);
        assertThat(asked.call()).isEqualTo(Came.THROUGH);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void isGoneWithItsName(String line) throws IOException {
        Caller asked = open(line);
        assertThat(asked.call()).isEqualTo(Came.THROUGH);

        dns.say(DnsAnswer.NO_SUCH_NAME);
        leaves(old);
        assertThat(asked.call()).isEqualTo(Came.NAME_IS_GONE);

        dns.say(NEW);
        assertThat(asked.call()).isEqualTo(Came.THROUGH);
    }

    /**
     * The system asks for addresses of IPv4 and of IPv6 apart. A resolver whose upstream is away fails with one of them and still
     * remembers that there is none of the other.
     */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            of IPv4,        of IPv6,        comes to
            SERVER_FAILURE, NO_DATA,        NOT_LOOKED_UP
            REFUSED,        NO_DATA,        NOT_LOOKED_UP
            SILENCE,        NO_DATA,        NOT_LOOKED_UP
            NO_DATA,        SERVER_FAILURE, NOT_LOOKED_UP
            NO_DATA,        REFUSED,        NOT_LOOKED_UP
            NO_DATA,        SILENCE,        NOT_LOOKED_UP
            NO_DATA,        NO_DATA,        NOT_LOOKED_UP
            REFUSED,        REFUSED,        NOT_LOOKED_UP
            NO_SUCH_NAME,   NO_SUCH_NAME,   NAME_IS_GONE
            """)
    void isGoneOnlyWhereTheResolverSaysThatThereIsNoSuchName(DnsAnswer ofIpv4, DnsAnswer ofIpv6, Came came)
            throws IOException {
        Caller asked = open("http");
        assertThat(asked.call()).isEqualTo(Came.THROUGH);
        dns.say(ofIpv4, ofIpv6);

        time.advance(HALF_A_MINUTE);

        assertThat(asked.call()).isEqualTo(came);
    }

    /**
     * Half a minute after the name lost the address. A connection that was being made as the others were closed is closed at the
     * next look, a quarter of a minute later.
     */
    private void leaves(FaultProxy address) {
        time.advance(HALF_A_MINUTE);
        AtomicInteger looks = new AtomicInteger();
        Await.until("the address is left", () -> {
            if (looks.incrementAndGet() == LOOKS_OF_A_SECOND) {
                time.advance(HALF_A_MINUTE.dividedBy(2));
            }
            return address.openConnections() == 0;
        });
    }

    /** Whether its connection outlives a call. */
    private static boolean isKept(String line) {
        return line.equals(STORE) || line.equals("postgres");
    }

    private Caller open(String line) throws IOException {
        Config config = moveTo(upstream(line));
        Caller opened = caller(config, line);
        caller = Optional.of(opened);
        return opened;
    }

    /** Puts a server at both addresses. */
    private Config moveTo(int port) throws IOException {
        try (FaultProxy first = FaultProxy.before(vertx, port)) {
            old = first.at(OLD);
            moved = first.at(NEW);
        }
        return config(old.port());
    }

    private static int upstream(String line) {
        return switch (line) {
            case "postgres", STORE, STORE_CHECK -> postgres.port();
            case "redis" -> redis.port();
            case "email" -> mail.port();
            default -> web.actualPort();
        };
    }

    private Caller caller(Config config, String line) {
        String store = config.agent().store();
        if (line.equals(STORE)) {
            return new StoreCaller(() -> StoreFactory.open(store, null, names, time, taken -> {}));
        }
        if (line.equals(STORE_CHECK)) {
            return () -> came(StoreFactory.unreachable(store, null, names, time));
        }
        Target target = config.targets().get(line);
        return target == null ? told(config, line) : asked(config, target);
    }

    private Caller asked(Config config, Target target) {
        CheckConfig check = config.services().get(0).checks().stream()
                .filter(any -> any.target().name().equals(target.name()))
                .findFirst()
                .orElseThrow();
        TargetClient client =
                ProbeKinds.load().of(target).connect(target, new ProbeContext(vertx, time, names, Optional.empty()));
        return new Caller() {
            @Override
            public Came call() {
                return came(Await.result(client.probe(check).ask(time.now())), check);
            }

            @Override
            public void close() {
                Await.done(client.close());
            }
        };
    }

    /** What is gone with its name is bad for {@code http} alone, and nothing else of this is bad for any. */
    private static Came came(Outcome outcome, CheckConfig check) {
        if (outcome instanceof Outcome.Measured) {
            return Came.THROUGH;
        }
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        Outcome.Failed failed = (Outcome.Failed) outcome;
        boolean gone = failed.cause() == Cause.NAME_GONE;
        if (gone || failed.cause() == Cause.DNS) {
            assertThat(check.rule().quality(failed))
                    .isEqualTo(gone && check.target().kind().equals("http") ? Quality.BAD : Quality.ERROR);
        }
        if (gone) {
            return Came.NAME_IS_GONE;
        }
        return failed.cause() == Cause.DNS ? came(failed.detail()) : Came.NOT_THROUGH;
    }

    private static Came came(String words) {
        if (words.contains("could not be looked up")) {
            return Came.NOT_LOOKED_UP;
        }
        return words.contains("does not resolve") ? Came.NAME_IS_GONE : Came.NOT_THROUGH;
    }

    private static Came came(Optional<String> problem) {
        return problem.map(MovedNamesIT::came).orElse(Came.THROUGH);
    }

    private Caller told(Config config, String line) {
        ReceiverConfig told = receivers(config)
                .filter(receiver -> receiver.name().equals(line))
                .findFirst()
                .orElseThrow();
        Receiver receiver = Receivers.open(told, new ReceiverContext(vertx, time, names));
        List<String> sent = new ArrayList<>();
        return new Caller() {
            @Override
            public Came call() {
                sent.add("m" + sent.size());
                return came(Await.result(receiver.send(
                        NoticeFixture.message(sent.get(sent.size() - 1), line, NoticeFixture.failing("p95 612 ms")))));
            }

            @Override
            public void close() {
                Await.done(receiver.close());
            }
        };
    }

    /** Whatever a server says to a message, it was reached. */
    private static Came came(Delivery delivery) {
        return delivery instanceof TryAgain again
                        && (again.why() == DeliveryFailure.UNREACHABLE || again.why() == DeliveryFailure.BROKEN)
                ? came(again.detail())
                : Came.THROUGH;
    }

    /** Opens the store at the first call that can, as the agent does. */
    private static final class StoreCaller implements Caller {

        /** As {@link StoreFactory#open}. */
        private interface Opening {
            Store open();
        }

        private final Opening opening;
        private Optional<Store> store = Optional.empty();

        private StoreCaller(Opening opening) {
            this.opening = opening;
        }

        @Override
        public Came call() {
            try {
                Store opened = store.orElseGet(opening::open);
                store = Optional.of(opened);
                return came(opened.writeProblem());
            } catch (StoreException unusable) {
                return came(String.valueOf(unusable.getMessage()));
            }
        }

        @Override
        public void close() {
            store.ifPresent(Store::close);
        }
    }
}
