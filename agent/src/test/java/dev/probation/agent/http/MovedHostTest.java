package dev.probation.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.http.HttpCall.Limits;
import dev.probation.agent.http.HttpCall.Trait;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.servers.Await;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A name's address changes while it is asked, as at each start of a container. The resolver is the test's own. */
class MovedHostTest {

    private static final Duration GENEROUS = Duration.ofSeconds(20);
    private static final String OLD = "127.0.0.1";
    private static final String NEW = "127.0.0.2";

    private final Vertx vertx = Vertx.vertx();
    private final SteppedTime time = new SteppedTime(new VertxTime(vertx, vertx.getOrCreateContext()));
    private final AtomicInteger lookups = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Names names = host -> List.of(OLD);
    private final HttpCaller caller = new HttpCaller(vertx, time, Trust.JDK, new HostNames(vertx, time, this::resolve));

    /** What the resolver answers now. */
    private interface Names {
        List<String> of(String host) throws UnknownHostException;
    }

    /** The real time, but for what has passed between calls. */
    private static final class SteppedTime implements Time {
        private final Time real;
        private volatile long passed;

        private SteppedTime(Time real) {
            this.real = real;
        }

        @Override
        public Instant now() {
            return real.now();
        }

        @Override
        public long nanos() {
            return real.nanos() + passed;
        }

        @Override
        public Cancellable after(Duration delay, Runnable task) {
            return real.after(delay, task);
        }
    }

    @AfterEach
    void close() {
        ended.countDown();
        Await.done(vertx.close());
    }

    private InetAddress[] resolve(String host) throws UnknownHostException {
        lookups.incrementAndGet();
        List<InetAddress> all = new ArrayList<>();
        for (String address : names.of(host)) {
            all.add(InetAddress.getByName(address));
        }
        return all.toArray(InetAddress[]::new);
    }

    /** At one port of several addresses, each of which answers with itself. */
    private int listen(String... addresses) {
        int port = 0;
        for (String address : addresses) {
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(request -> request.response()
                            .end(address + ' ' + request.authority().host()));
            port = Await.result(server.listen(port, address)).actualPort();
        }
        return port;
    }

    private HttpResult send(int port, Duration deadline, Set<Trait> traits) {
        return Await.result(caller.send(new HttpCall(
                HttpMethod.GET,
                HttpAddress.of("http://shop.test:" + port),
                HttpHeaders.headers(),
                null,
                new Limits(GENEROUS, deadline, Duration.ZERO, 1_000),
                traits)));
    }

    private String answered(int port) {
        return answered(port, Set.of(Trait.KEEP_BODY));
    }

    private String answered(int port, Set<Trait> traits) {
        return ((HttpAnswer) send(port, GENEROUS, traits)).body().toString();
    }

    private NetworkFailure failed(int port) {
        return ((HttpFailure) send(port, GENEROUS, Set.of())).failure();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNameIsLookedUpAgainAfterHalfAMinuteThoughItsOldAddressAnswers(boolean fresh) {
        int port = listen(OLD, NEW);
        Set<Trait> traits = fresh ? Set.of(Trait.KEEP_BODY, Trait.FRESH_CONNECTION) : Set.of(Trait.KEEP_BODY);
        assertThat(answered(port, traits)).isEqualTo("127.0.0.1 shop.test");
        names = host -> List.of(NEW);

        time.passed = Duration.ofSeconds(15).toNanos();
        assertThat(answered(port, traits)).isEqualTo("127.0.0.1 shop.test");
        assertThat(lookups).hasValue(1);

        time.passed = Duration.ofSeconds(31).toNanos();
        assertThat(answered(port, traits)).isEqualTo("127.0.0.2 shop.test");
        assertThat(lookups).hasValue(2);
    }

    @Test
    void aNameIsLookedUpAgainBeforeAConnectionThatFailsCounts() {
        names = host -> List.of(NEW);
        int port = listen(OLD);
        assertThat(failed(port)).isEqualTo(NetworkFailure.REFUSED);
        assertThat(lookups).as("a lookup for this very call is not repeated").hasValue(1);
        names = host -> List.of(OLD);

        assertThat(answered(port)).startsWith(OLD);

        assertThat(lookups).hasValue(2);
    }

    @Test
    void aNameThatStillStandsForTheSameHasFailed() {
        names = host -> List.of(NEW);
        int port = listen(OLD);

        assertThat(failed(port)).isEqualTo(NetworkFailure.REFUSED);
        assertThat(failed(port)).isEqualTo(NetworkFailure.REFUSED);

        assertThat(lookups).hasValue(2);
    }

    @Test
    void eachAddressOfANameIsTried() {
        names = host -> List.of("127.0.0.3", NEW, OLD);

        assertThat(answered(listen(OLD))).startsWith(OLD);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            resolver                                    | before | failure
            shop.test: Name or service not known        | false  | UNKNOWN_NAME
            shop.test: Name or service not known        | true   | NAME_GONE
            shop.test: Name does not resolve            | true   | NAME_GONE
            shop.test: No address associated with hostname | true | UNKNOWN_NAME
            shop.test: Temporary failure in name resolution | true | UNKNOWN_NAME
            shop.test: Try again                        | true   | UNKNOWN_NAME
            shop.test                                   | true   | UNKNOWN_NAME
            """)
    void aNameThatIsGoneIsToldFromAResolverThatFails(String said, boolean before, NetworkFailure expected) {
        int port = listen(OLD);
        if (before) {
            assertThat(answered(port)).startsWith(OLD);
        }
        names = host -> {
            throw new UnknownHostException(said);
        };
        time.passed = Duration.ofSeconds(31).toNanos();

        assertThat(failed(port)).isEqualTo(expected);
        names = host -> List.of(OLD);
        assertThat(answered(port)).as("a failure is not kept").startsWith(OLD);
    }

    @Test
    void aResolverThatIsSilentIsNotTheHostsFailureNorAskedTwice() {
        names = host -> {
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of(OLD);
        };

        for (int i = 0; i < 3; i++) {
            HttpFailure failure = (HttpFailure) send(listen(OLD), Duration.ofMillis(200), Set.of());
            assertThat(failure.failure()).isEqualTo(NetworkFailure.UNKNOWN_NAME);
            assertThat(failure.during()).isEqualTo("while looking up the name");
        }
        assertThat(lookups).hasValue(1);
    }

    @Test
    void anAddressIsNotLookedUp() {
        int port = listen(OLD, "::1");

        for (String host : List.of(OLD, "[::1]")) {
            HttpCall call = new HttpCall(
                    HttpMethod.GET,
                    HttpAddress.of("http://" + host + ':' + port),
                    HttpHeaders.headers(),
                    null,
                    new Limits(GENEROUS, GENEROUS, Duration.ZERO, 1_000),
                    Set.of());
            assertThat(Await.result(caller.send(call))).isInstanceOf(HttpAnswer.class);
        }
        assertThat(lookups).hasValue(0);
    }
}
