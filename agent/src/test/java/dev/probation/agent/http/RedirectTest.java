package dev.probation.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.http.HttpCall.Limits;
import dev.probation.agent.http.HttpCall.Trait;
import dev.probation.agent.names.HostNames;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.OwnResolver;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an answer sends a call. The resolver is the test's own; addresses are looked up nowhere. */
class RedirectTest {

    private static final Duration GENEROUS = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final Time time = new VertxTime(vertx, vertx.getOrCreateContext());
    private final OwnResolver resolver = new OwnResolver("127.0.0.1");
    private final HttpCaller caller = new HttpCaller(vertx, time, Trust.JDK, new HostNames(vertx, time, resolver));
    private String location = "";

    @AfterEach
    void close() {
        Await.done(vertx.close());
    }

    /** Redirects from / to the location, and answers elsewhere. */
    private int listen(String address) {
        HttpServer server = vertx.createHttpServer().requestHandler(this::answer);
        return Await.result(server.listen(0, address)).actualPort();
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/")) {
            request.response()
                    .setStatusCode(302)
                    .putHeader("Location", location)
                    .end();
        } else {
            request.response().end("arrived");
        }
    }

    private HttpResult send(String url, Trait follow) {
        return Await.result(caller.send(new HttpCall(
                HttpMethod.GET,
                HttpAddress.of(url),
                HttpHeaders.headers(),
                null,
                new Limits(GENEROUS, GENEROUS, Duration.ZERO, 1_000),
                Set.of(follow, Trait.KEEP_BODY))));
    }

    private static String told(HttpResult result) {
        HttpFailure failure = (HttpFailure) result;
        assertThat(failure.failure()).isEqualTo(NetworkFailure.FORBIDDEN_REDIRECT);
        return String.valueOf(failure.cause() == null ? "" : failure.cause().getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void isFollowedToAnAddressOfTheSameHost(String address) {
        String base = "http://" + HttpAddress.urlHost(address) + ':' + listen(address);
        String other = "http://" + HttpAddress.urlHost(address) + ':' + listen(address);
        location = other + "/there";

        assertThat(send(base, Trait.FOLLOW_REDIRECTS)).isInstanceOf(HttpAnswer.class);
    }

    @Test
    void isFollowedToTheSameNameInOtherLetters() {
        int port = listen("127.0.0.1");
        location = "http://SHOP.test:" + port + "/there";

        assertThat(send("http://shop.test:" + port, Trait.FOLLOW_REDIRECTS)).isInstanceOf(HttpAnswer.class);
    }

    @ParameterizedTest
    @CsvSource({
        "http://other.test/there",
        "//other.test/there",
        "http://shop.test.other.test/",
        "http://shop.test@other.test/"
    })
    void isNotFollowedToAnotherHost(String elsewhere) {
        int port = listen("127.0.0.1");
        location = elsewhere;

        assertThat(told(send("http://shop.test:" + port, Trait.FOLLOW_REDIRECTS)))
                .startsWith("redirected to another host, ")
                .endsWith("other.test:80, which is not followed");
    }

    @Test
    void isNotFollowedToANameThatStandsForALinkLocalAddress() {
        String base = "http://127.0.0.1:" + listen("127.0.0.1");
        resolver.say("169.254.169.254");
        location = "http://harmless.test/latest";

        assertThat(told(send(base, Trait.FOLLOW_ANYWHERE)))
                .isEqualTo("redirected to an address of this machine or of its link, 169.254.169.254, which is never"
                        + " followed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2852039166", "0xa9fea9fe", "169.254.43518", "[::ffff:169.254.169.254]", "[fe80::1]"})
    void isNotFollowedToALinkLocalAddressInAnotherSpelling(String host) {
        String base = "http://127.0.0.1:" + listen("127.0.0.1");
        resolver.say("169.254.169.254");
        location = "http://" + host + "/latest";

        assertThat(told(send(base, Trait.FOLLOW_ANYWHERE))).endsWith("which is never followed");
    }

    @Test
    void goesToThoseAddressesOfANameThatMayBeReached() {
        int port = listen("127.0.0.1");
        resolver.say("169.254.169.254", "127.0.0.1");
        location = "http://other.test:" + port + "/there";

        assertThat(send("http://127.0.0.1:" + port, Trait.FOLLOW_ANYWHERE)).isInstanceOf(HttpAnswer.class);
    }

    @Test
    void isFollowedWhereTheTargetItselfIsSuchAnAddress() {
        String base = "http://127.0.0.1:" + listen("127.0.0.1");
        location = base + "/there";

        assertThat(send(base, Trait.FOLLOW_ANYWHERE)).isInstanceOf(HttpAnswer.class);
    }
}
