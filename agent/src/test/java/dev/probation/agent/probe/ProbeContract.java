package dev.probation.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.ProbeSettings;
import dev.probation.agent.config.Target;
import dev.probation.agent.config.TargetSettings;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.FaultProxy;
import dev.probation.agent.servers.FaultProxy.Fault;
import dev.probation.agent.servers.OwnResolver;
import dev.probation.agent.time.FakeTime;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kind of probe must do, whatever its target does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProbeContract {

    protected static final Duration GENEROUS = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration HASTY = Duration.ofMillis(200);

    private static final String OLD = "127.0.0.1";
    private static final String NEW = "127.0.0.2";
    /** More than there are threads for. */
    private static final int MANY = 12;
    /** Beside the ten percent that a probe may take longer: a busy machine's share. */
    private static final Duration BUSY = Duration.ofMillis(300);

    protected Vertx vertx;
    protected Time time;
    private FaultProxy proxy;
    private int serverPort;

    /** The kind under test. */
    protected abstract ProbeKind kind();

    /** How a target on loopback is reached by {@code host} and {@code port}. */
    protected abstract TargetSettings target(String host, int port);

    /** What a server has sent, in the messages of its protocol. */
    protected List<Buffer> messages(Buffer sent) {
        return List.of(sent);
    }

    /** More messages than a server sends up to its first value. */
    protected int steps() {
        return 3;
    }

    /** How the settings of the kind write the IPv6 address of loopback. */
    protected String ipv6() {
        return "::1";
    }

    /** A question that a healthy target answers with a value. */
    protected abstract ProbeSettings question();

    /** Starts the healthy target. */
    protected abstract int startServer() throws Exception;

    protected abstract void stopServer() throws Exception;

    @BeforeAll
    void startAll() throws Exception {
        vertx = Vertx.vertx();
        time = new VertxTime(vertx, vertx.getOrCreateContext());
        serverPort = startServer();
        proxy = FaultProxy.before(vertx, serverPort);
    }

    @AfterAll
    void stopAll() throws Exception {
        proxy.close();
        stopServer();
        Await.done(vertx.close());
    }

    @BeforeEach
    @AfterEach
    void heal() {
        proxy.set(Fault.NONE);
    }

    @Test
    void isRegistered() {
        Target target = new Target("target", kind().name(), target("127.0.0.1", proxy.port()));

        assertThat(ProbeKinds.load().of(target)).hasSameClassAs(kind());
    }

    @Test
    void saysTrulyWhetherItsTargetsRemember() {
        TargetClient client = connect("127.0.0.1", proxy.port());

        assertThat(client.probe(check(GENEROUS)) instanceof PastProbe).isEqualTo(kind().remembers());

        Await.done(client.close());
    }

    @Test
    void measuresAHealthyTargetAgainAndAgain() {
        TargetClient client = connect("127.0.0.1", proxy.port());
        Probe probe = client.probe(check(GENEROUS));

        assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);
        assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);

        Await.done(client.close());
        Await.until("connections are closed", () -> proxy.openConnections() == 0);
    }

    @ParameterizedTest
    @CsvSource({"HANG, TIMEOUT", "DRIP, TIMEOUT", "RESET, RESET", "EMPTY, RESET", "HALF, RESET"})
    void endsInTimeAndFreesItsConnectionUnder(Fault fault, Cause expected) {
        TargetClient client = connect("127.0.0.1", proxy.port());
        Probe probe = client.probe(check(SHORT));
        proxy.set(fault);

        long startedAt = time.nanos();
        Outcome outcome = ask(probe);
        Duration taken = Duration.ofNanos(time.nanos() - startedAt);

        assertThat(causeOf(outcome)).as("%s", outcome).isEqualTo(expected);
        assertThat(taken).isLessThan(SHORT.plus(SHORT.dividedBy(10)).plus(BUSY));
        Await.until("connections are closed", () -> proxy.openConnections() == 0);
        Await.done(client.close());
    }

    @ParameterizedTest
    @CsvSource({"HANG", "RESET", "DRIP"})
    void measuresAgainOnceTheTargetHasRecoveredFrom(Fault fault) {
        TargetClient client = connect("127.0.0.1", proxy.port());
        Probe hasty = client.probe(check(SHORT));
        Probe patient = client.probe(check(GENEROUS));
        assertThat(ask(patient)).isInstanceOf(Outcome.Measured.class);
        proxy.set(fault);
        assertThat(ask(hasty)).isInstanceOf(Outcome.Failed.class);
        proxy.set(Fault.NONE);

        Await.until("a value after the fault", () -> ask(client.probe(check(GENEROUS))) instanceof Outcome.Measured);

        Await.done(client.close());
    }

    List<Arguments> firstConnections() {
        List<Arguments> all = new ArrayList<>();
        for (Fault fault : List.of(Fault.HANG, Fault.EMPTY, Fault.HALF, Fault.SLOW)) {
            for (int answers = 0; answers < steps(); answers++) {
                all.add(Arguments.of(fault, answers));
            }
        }
        return all;
    }

    /** Nothing that a client learned on a connection that broke may outlive it. */
    @ParameterizedTest(name = "{0} after {1}")
    @MethodSource("firstConnections")
    void isMeasuredThoughItsFirstConnectionWas(Fault fault, int answers) {
        try (FaultProxy first = FaultProxy.before(vertx, serverPort)) {
            TargetClient client = connect("127.0.0.1", first.port());
            Probe patient = client.probe(check(GENEROUS));
            first.read(this::messages);
            first.setAfter(answers, fault);
            Outcome unusedFirst = ask(client.probe(check(HASTY)));

            first.setAfter(Integer.MAX_VALUE, Fault.NONE);
            Outcome second = ask(patient);
            Outcome third = ask(patient);

            assertThat(third).as("after %s", second).isInstanceOf(Outcome.Measured.class);
            Await.done(client.close());
        }
    }

    @Test
    void isMeasuredAtAnAddressOfIpv6() {
        try (FaultProxy six = proxy.at("::1")) {
            assertThat(askOnce(ipv6(), six.port())).isInstanceOf(Outcome.Measured.class);
            assertThat(six.accepted()).isPositive();
        }
    }

    @Test
    void tellsARefusedConnection() throws IOException {
        int closedPort = freePort();

        assertThat(causeOf(askOnce("127.0.0.1", closedPort))).isEqualTo(Cause.REFUSED);
    }

    @Test
    void tellsAnUnknownName() {
        assertThat(causeOf(askOnce("no-such-host.invalid", 80))).isEqualTo(Cause.DNS);
    }

    @Test
    void leavesAnAddressThatItsNameHasLostWithinHalfAMinute() {
        FakeTime fake = new FakeTime(time.now());
        OwnResolver resolver = new OwnResolver(OLD);
        TargetClient client = named(fake, resolver);
        try (FaultProxy moved = proxy.at(NEW)) {
            Probe probe = client.probe(check(GENEROUS));
            assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);
            resolver.say(NEW);

            fake.advance(Duration.ofSeconds(31));

            Await.until("the old address is left", () -> proxy.openConnections() == 0);
            int before = proxy.accepted();
            assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);
            assertThat(proxy.accepted()).isEqualTo(before);
            assertThat(moved.accepted()).isPositive();
            Await.done(client.close());
        }
    }

    @Test
    void staysAtAnAddressThatItsNameStillHas() {
        FakeTime fake = new FakeTime(time.now());
        OwnResolver resolver = new OwnResolver(OLD);
        TargetClient client = named(fake, resolver);
        Probe probe = client.probe(check(GENEROUS));
        assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);
        resolver.say("127.0.0.3", OLD);

        fake.advance(Duration.ofSeconds(31));

        assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);
        Await.done(client.close());
    }

    @Test
    void findsATargetThatHasMovedAtOnce() throws Exception {
        OwnResolver resolver = new OwnResolver(OLD);
        TargetClient client = named(new FakeTime(time.now()), resolver);
        Probe probe = client.probe(check(GENEROUS));
        assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);

        try (FaultProxy moved = proxy.at(NEW)) {
            proxy.close();
            resolver.say(NEW);

            Await.until("a value of the new address", () -> ask(probe) instanceof Outcome.Measured);

            assertThat(moved.accepted()).isPositive();
            Await.done(client.close());
        } finally {
            proxy = proxy.at(OLD);
        }
    }

    @Test
    void triesEachAddressOfAName() {
        TargetClient client = named(time, new OwnResolver("127.0.0.3", NEW, OLD));

        assertThat(ask(client.probe(check(GENEROUS)))).isInstanceOf(Outcome.Measured.class);

        Await.done(client.close());
    }

    @Test
    void tellsAResolverThatFails() {
        OwnResolver resolver = new OwnResolver(OLD);
        resolver.fail("Temporary failure in name resolution");
        TargetClient client = named(time, resolver);

        Outcome outcome = ask(client.probe(check(GENEROUS)));

        assertThat(causeOf(outcome)).isEqualTo(Cause.DNS);
        assertThat(detailOf(outcome)).endsWith(" could not be looked up: the resolver failed");
        Await.done(client.close());
    }

    @Test
    void tellsAResolverThatIsSilentWhichHoldsUpNoOtherTarget() {
        OwnResolver resolver = new OwnResolver(OLD);
        resolver.fallSilent();
        TargetClient client = named(time, resolver);
        List<Future<Outcome>> silent = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            silent.add(client.probe(check(SHORT)).ask(time.now()));
        }

        assertThat(askOnce("127.0.0.1", proxy.port())).isInstanceOf(Outcome.Measured.class);

        for (Future<Outcome> asked : silent) {
            Outcome outcome = Await.result(asked);
            assertThat(causeOf(outcome)).isEqualTo(Cause.DNS);
            assertThat(detailOf(outcome)).endsWith(" could not be looked up: the resolver did not answer in time");
        }
        resolver.end();
        Await.done(client.close());
    }

    private TargetClient named(Time clock, OwnResolver resolver) {
        return kind().connect(
                        new Target("target", kind().name(), target("target.test", proxy.port())),
                        new ProbeContext(vertx, clock, new HostNames(vertx, clock, resolver), Optional.empty()));
    }

    @Test
    void closesAClientThatWasNeverAsked() {
        TargetClient client = connect("127.0.0.1", proxy.port());

        assertThat(client.probe(check(GENEROUS))).isNotNull();

        Await.done(client.close());
    }

    protected TargetClient connect(String host, int port) {
        return connect(target(host, port));
    }

    protected TargetClient connect(TargetSettings settings) {
        return kind().connect(new Target("target", kind().name(), settings), new ProbeContext(vertx, time));
    }

    protected CheckConfig check(Duration timeout) {
        return check(question(), timeout);
    }

    protected static CheckConfig check(ProbeSettings question, Duration timeout) {
        return Checks.of(question, timeout);
    }

    protected Outcome askOnce(String host, int port) {
        return askOnce(target(host, port), question());
    }

    protected Outcome askOnce(TargetSettings settings, ProbeSettings question) {
        TargetClient client = connect(settings);
        try {
            return ask(client.probe(check(question, GENEROUS)));
        } finally {
            Await.done(client.close());
        }
    }

    protected Outcome ask(Probe probe) {
        return ask(probe, time.now().minusSeconds(3600));
    }

    protected Outcome ask(Probe probe, Instant deployedAt) {
        Future<Outcome> outcome = probe.ask(deployedAt);
        return Await.result(outcome);
    }

    protected static Cause causeOf(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).cause();
    }

    protected static String detailOf(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.detail();
        }
        return outcome instanceof Outcome.NoData noData ? noData.detail() : ((Outcome.Measured) outcome).detail();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
