package dev.probation.agent.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.probation.agent.config.ProbeSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.TargetSettings;
import dev.probation.agent.config.address.Access;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeContract;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.probe.http.HttpCheck.Redirects;
import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.TestCertificate;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init") // startServer, which the contract calls first
class HttpProbeTest extends ProbeContract {

    private static final String JSON = "{\"status\":\"UP\",\"db\":{\"ok\":true,\"lag\":0.50,\"none\":null},"
            + "\"parts\":[{\"s\":\"UP\"},{\"s\":\"UP\"}],\"mixed\":[{\"s\":\"UP\"},{\"s\":\"DOWN\"}]}";

    @TempDir
    static Path folder;

    private TestCertificate certificate;
    private HttpServer server;
    private HttpServer tlsServer;

    @Override
    protected ProbeKind kind() {
        return new HttpKind();
    }

    @Override
    protected TargetSettings target(String host, int port) {
        return new HttpTarget(URI.create("http://" + host + ':' + port), Access.PLAIN);
    }

    @Override
    protected String ipv6() {
        return "[::1]";
    }

    @Override
    protected ProbeSettings question() {
        return get("/json");
    }

    @Override
    protected int startServer() throws IOException {
        certificate = TestCertificate.in(folder);
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(this::answer);
        tlsServer = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setSsl(true)
                        .setSni(true)
                        .setKeyCertOptions(certificate.key()))
                .requestHandler(this::answer);
        Await.done(server.listen());
        Await.done(tlsServer.listen());
        return server.actualPort();
    }

    @Override
    protected void stopServer() {
        Await.done(server.close());
        Await.done(tlsServer.close());
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (request.path()) {
            case "/json", "/base/json" -> response.putHeader("X-Answer", "42").end(JSON);
            case "/4000", "/400000" ->
                response.end("x".repeat(Integer.parseInt(request.path().substring(1))) + "!");
            case "/html" -> response.end("<html>UP</html>");
            case "/slow" -> vertx.setTimer(150, fired -> response.end("late"));
            case "/bomb" -> response.putHeader("Content-Encoding", "gzip").end(bomb());
            case "/zipped" ->
                response.putHeader("Content-Encoding", "gzip").end(zipped(JSON.getBytes(StandardCharsets.UTF_8)));
            case "/endless" -> pour(response.setChunked(true));
            case "/garbled" -> request.connection().close();
            case "/headers" -> response.putHeader("X-Long", "x".repeat(40_000)).end();
            case "/moved" ->
                response.setStatusCode(302).putHeader("Location", "/echo").end("x");
            case "/away" ->
                response.setStatusCode(307).putHeader("Location", away()).end();
            case "/metadata" ->
                response.setStatusCode(302)
                        .putHeader("Location", "http://169.254.169.254/latest/meta-data")
                        .end();
            case "/round" ->
                response.setStatusCode(302).putHeader("Location", "/round").end();
            case "/hangs-behind" ->
                response.setStatusCode(302).putHeader("Location", "/hang").end();
            case "/hang" -> {}
            case "/echo" -> response.end(echo(request));
            default ->
                response.setStatusCode(Integer.parseInt(request.path().substring(1)))
                        .end("x");
        }
    }

    private String away() {
        return "https://localhost:" + tlsServer.actualPort() + "/echo";
    }

    private static String echo(HttpServerRequest request) {
        return request.method() + " auth=" + request.getHeader("Authorization") + " key=" + request.getHeader("X-Key")
                + " host=" + request.getHeader("Host") + " sni="
                + request.connection().indicatedServerName();
    }

    private static void pour(HttpServerResponse response) {
        response.write(Buffer.buffer(new byte[64 * 1024])).onSuccess(written -> pour(response));
    }

    private static Buffer bomb() {
        return zipped(new byte[64 << 20]);
    }

    private static Buffer zipped(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private static HttpCheck get(String path) {
        return check(path, Map.of(), false);
    }

    private static HttpCheck check(String path, Map<String, String> json, boolean followRedirects) {
        return new HttpCheck(
                "GET",
                path,
                Set.of(),
                json,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                redirects(followRedirects),
                false);
    }

    private static Redirects redirects(boolean follow) {
        return follow ? Redirects.SAME_HOST : Redirects.NONE;
    }

    private static HttpCheck containing(String path, String text, boolean followRedirects) {
        return containing(path, text, redirects(followRedirects));
    }

    private static HttpCheck containing(String path, String text, Redirects redirects) {
        return new HttpCheck(
                "GET", path, Set.of(), Map.of(), Map.of(), Optional.of(text), Optional.empty(), redirects, false);
    }

    private Outcome ask(HttpCheck check) {
        return askOnce(target("127.0.0.1", server.actualPort()), check);
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource(delimiter = '|', textBlock = """
            UP      | $.status
            exists  | $.status
            true    | $.db.ok
            0.5     | $.db.lag
            exists  | $.parts[1]
            UP      | $.parts[*].s
            null    | $.db.none
            """)
    void acceptsTheJsonThatIsAsserted(String expected, String path) {
        assertThat(ask(check("/json", Map.of(path, expected), false))).isInstanceOf(Outcome.Measured.class);
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource(delimiter = '|', textBlock = """
            DOWN    | $.status        | $.status was "UP", expected DOWN
            up      | $.status        | $.status was "UP", expected up
            1       | $.db.ok         | $.db.ok was true, expected 1
            0.51    | $.db.lag        | $.db.lag was 0.5, expected 0.51
            exists  | $.no.such       | $.no.such is missing, expected exists
            exists  | $.db.none       | $.db.none is missing, expected exists
            exists  | $.parts[5]      | $.parts[5] is missing, expected exists
            UP      | $.mixed[*].s    | $.mixed[*].s was "DOWN", expected UP
            """)
    void tellsWhichJsonIsNotAsAsserted(String expected, String path, String detail) {
        assertThat(ask(check("/json", Map.of(path, expected), false)))
                .isEqualTo(new Outcome.Failed(Cause.BAD_STATUS, detail));
    }

    @Test
    void takesTwoHundredsByDefaultAndTheConfiguredCodesOtherwise() {
        assertThat(ask(get("/204"))).isInstanceOf(Outcome.Measured.class);
        assertThat(ask(get("/503"))).isEqualTo(new Outcome.Failed(Cause.BAD_STATUS, "HTTP 503, expected 2xx"));
        assertThat(ask(get("/302"))).isEqualTo(new Outcome.Failed(Cause.BAD_STATUS, "HTTP 302, expected 2xx"));
        assertThat(ask(withStatus("/404", 404))).isInstanceOf(Outcome.Measured.class);
        assertThat(ask(withStatus("/json", 404)))
                .isEqualTo(new Outcome.Failed(Cause.BAD_STATUS, "HTTP 200, expected 404"));
    }

    private static HttpCheck withStatus(String path, int status) {
        return new HttpCheck(
                "GET",
                path,
                Set.of(status),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Redirects.NONE,
                false);
    }

    @Test
    void holdsHeadersAgainstTheAssertion() {
        assertThat(ask(withHeader("x-answer", "42"))).isInstanceOf(Outcome.Measured.class);
        assertThat(ask(withHeader("x-answer", ""))).isInstanceOf(Outcome.Measured.class);
        assertThat(detailOf(ask(withHeader("x-answer", "41"))))
                .isEqualTo("the header x-answer was \"42\", expected \"41\"");
        assertThat(detailOf(ask(withHeader("x-none", "")))).isEqualTo("the header x-none is missing");
    }

    private static HttpCheck withHeader(String name, String value) {
        return new HttpCheck(
                "GET",
                "/json",
                Set.of(),
                Map.of(),
                Map.of(name, value),
                Optional.empty(),
                Optional.empty(),
                Redirects.NONE,
                false);
    }

    @Test
    void holdsTheBodyAgainstTheAssertion() {
        assertThat(ask(containing("/html", "<html>", false))).isInstanceOf(Outcome.Measured.class);
        assertThat(causeOf(ask(containing("/html", "nothing", false)))).isEqualTo(Cause.BAD_STATUS);
        assertThat(causeOf(ask(matching("/html", "D[OW]+N")))).isEqualTo(Cause.BAD_STATUS);
        assertThat(causeOf(ask(check("/html", Map.of("$.status", "UP"), false))))
                .isEqualTo(Cause.BAD_BODY);
        assertThat(ask(check("/zipped", Map.of("$.status", "UP"), false))).isInstanceOf(Outcome.Measured.class);
    }

    private static HttpCheck matching(String path, String pattern) {
        return new HttpCheck(
                "GET",
                path,
                Set.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.of(Pattern.compile(pattern)),
                Redirects.NONE,
                true);
    }

    @ParameterizedTest
    @Timeout(30)
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            body    | pattern     | said
            /4000   | (x+x+)+y    | nothing in the body matches (x+x+)+y
            /4000   | ^(x?xx?)+$  | nothing in the body matches ^(x?xx?)+$
            /400000 | (x+x+)+y    | nothing in the body matches (x+x+)+y
            /400000 | x{1,200}y   | the body has 400001 bytes, more than can be matched against x{1,200}y in time
            """)
    void aBodyCannotMakeAPatternTakeLong(String body, String pattern, String said) {
        Outcome outcome = ask(matching(body, pattern));

        assertThat(outcome).isEqualTo(new Outcome.Failed(Cause.BAD_STATUS, said));
    }

    @Test
    void measuresUntilTheBodyIsWhole() {
        Outcome outcome = ask(get("/slow"));

        assertThat(((Outcome.Measured) outcome).value()).isBetween(0.15, 15.0);
    }

    @ParameterizedTest
    @CsvSource({"/endless, TOO_LARGE", "/bomb, TOO_LARGE", "/headers, TOO_LARGE", "/garbled, RESET"})
    void endsAnAnswerThatIsNoUsualOne(String path, Cause cause) {
        assertThat(causeOf(ask(get(path)))).isEqualTo(cause);
    }

    @Test
    void followsRedirectsWhenAskedWithCredentialsForTheSameHostOnly() {
        Access access = new Access(
                Optional.of(new Secret("t0ken")),
                Optional.empty(),
                Map.of("X-Key", new Secret("k3y")),
                Optional.of(certificate.pem()),
                false);
        HttpTarget target = new HttpTarget(URI.create("http://127.0.0.1:" + server.actualPort() + "/"), access);

        assertThat(askOnce(target, containing("/moved", "GET auth=Bearer t0ken key=k3y", true)))
                .isInstanceOf(Outcome.Measured.class);
        assertThat(askOnce(target, containing("/away", "GET auth=null key=null", Redirects.ANY)))
                .isInstanceOf(Outcome.Measured.class);
        assertThat(askOnce(target, containing("/moved", "GET auth=Bearer t0ken key=k3y", Redirects.ANY)))
                .isInstanceOf(Outcome.Measured.class);
        assertThat(detailOf(askOnce(target, containing("/moved", "GET", false))))
                .isEqualTo("HTTP 302, expected 2xx");
        assertThat(detailOf(askOnce(target, containing("/round", "GET", true))))
                .endsWith("redirected more than 5 times");
    }

    @Test
    void followsARedirectToAnotherPortOfTheHost() {
        HttpTarget target = new HttpTarget(
                URI.create("http://localhost:" + server.actualPort()), access(Optional.of(certificate.pem()), false));

        assertThat(askOnce(target, containing("/away", "GET auth=null", true))).isInstanceOf(Outcome.Measured.class);
    }

    @Test
    void followsNoRedirectToAnotherHostUnlessAny() {
        HttpTarget target = (HttpTarget) target("127.0.0.1", server.actualPort());

        assertThat(askOnce(target, containing("/away", "GET", true)))
                .isEqualTo(new Outcome.Failed(
                        Cause.BAD_STATUS,
                        "127.0.0.1:" + server.actualPort() + " redirected to another host, localhost:"
                                + tlsServer.actualPort() + ", which is not followed"));
    }

    /** Of clouds, where they hand out credentials. */
    @Test
    void neverFollowsARedirectToALinkLocalAddress() {
        assertThat(detailOf(ask(containing("/metadata", "GET", Redirects.ANY))))
                .isEqualTo("127.0.0.1:" + server.actualPort()
                        + " redirected to an address of this machine or of its link, 169.254.169.254,"
                        + " which is never followed");
    }

    @ParameterizedTest
    @CsvSource({"localhost, sni=localhost", "127.0.0.1, sni=null"})
    void tellsTheServerAlsoANameWithoutADot(String host, String told) {
        HttpTarget target = new HttpTarget(
                URI.create("https://" + host + ':' + tlsServer.actualPort()), access(Optional.empty(), true));

        assertThat(askOnce(target, containing("/echo", told, false))).isInstanceOf(Outcome.Measured.class);
    }

    @Test
    void aRedirectDoesNotOutliveTheDeadline() {
        TargetClient client = connect("127.0.0.1", server.actualPort());

        Outcome outcome = ask(client.probe(check(check("/hangs-behind", Map.of(), true), Duration.ofSeconds(1))));

        assertThat(causeOf(outcome)).isEqualTo(Cause.TIMEOUT);
        Await.done(client.close());
    }

    @Test
    void sendsBasicCredentialsBelowTheBasePath() {
        Access access = new Access(
                Optional.empty(),
                Optional.of(new Access.Basic("user", new Secret("pass"))),
                Map.of(),
                Optional.empty(),
                false);
        URI base = URI.create("http://localhost:" + server.actualPort() + "/base/");

        assertThat(askOnce(new HttpTarget(base, Access.PLAIN), get("/json"))).isInstanceOf(Outcome.Measured.class);
        assertThat(askOnce(
                        new HttpTarget(URI.create("http://localhost:" + server.actualPort()), access),
                        containing("/echo", "auth=Basic dXNlcjpwYXNz", false)))
                .isInstanceOf(Outcome.Measured.class);
    }

    @Test
    void trustsTheConfiguredAuthorityAlone() {
        URI base = URI.create("https://localhost:" + tlsServer.actualPort());
        Optional<Path> ca = Optional.of(certificate.pem());

        assertThat(causeOf(askOnce(new HttpTarget(base, Access.PLAIN), get("/json"))))
                .isEqualTo(Cause.TLS);
        assertThat(askOnce(new HttpTarget(base, access(ca, false)), get("/json")))
                .isInstanceOf(Outcome.Measured.class);
        assertThat(askOnce(new HttpTarget(base, access(Optional.empty(), true)), get("/json")))
                .isInstanceOf(Outcome.Measured.class);
        URI otherName = URI.create("https://127.0.0.1:" + tlsServer.actualPort());
        assertThat(causeOf(askOnce(new HttpTarget(otherName, access(ca, false)), get("/json"))))
                .isEqualTo(Cause.TLS);
    }

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "root:x:0:0, holds no line -----BEGIN CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----, ends within a certificate",
        ", cannot be read (there is no such file or folder)"
    })
    void anAuthorityThatCannotBeReadIsTheAgentsFault(String content, String fault) throws IOException {
        Path file = folder.resolve("agents-own.pem");
        Files.deleteIfExists(file);
        if (content != null) {
            Files.writeString(file, content);
        }
        HttpTarget target = new HttpTarget(
                URI.create("https://localhost:" + tlsServer.actualPort()), access(Optional.of(file), false));

        Outcome outcome = askOnce(target, get("/json"));

        assertThat(causeOf(outcome)).isEqualTo(Cause.AGENT_FAULT);
        assertThat(detailOf(outcome)).endsWith("the ca-file " + file + ' ' + fault);
    }

    @Test
    void aTargetIsMeasuredAgainOnceItsAuthorityCanBeRead() throws IOException {
        Path file = Files.writeString(folder.resolve("renewed.pem"), "");
        TargetClient client = connect(new HttpTarget(
                URI.create("https://localhost:" + tlsServer.actualPort()), access(Optional.of(file), false)));
        Probe probe = client.probe(check(get("/json"), Duration.ofSeconds(20)));
        assertThat(causeOf(ask(probe))).isEqualTo(Cause.AGENT_FAULT);

        Files.copy(certificate.pem(), file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);

        Files.writeString(file, "");
        Probe later = client.probe(check(get("/json"), Duration.ofSeconds(19)));
        assertThat(ask(probe)).isInstanceOf(Outcome.Measured.class);
        assertThat(causeOf(ask(later))).isEqualTo(Cause.AGENT_FAULT);
        Await.done(client.close());
    }

    @Test
    void aTargetWithoutTlsNeedsNoAuthority() throws IOException {
        Path file = Files.writeString(folder.resolve("unused.pem"), "");
        URI base = URI.create("http://localhost:" + server.actualPort());

        assertThat(askOnce(new HttpTarget(base, access(Optional.of(file), false)), get("/json")))
                .isInstanceOf(Outcome.Measured.class);
    }

    private static Access access(Optional<Path> ca, boolean insecure) {
        return new Access(Optional.empty(), Optional.empty(), Map.of(), ca, insecure);
    }

    @Test
    void tellsPlainHttpFromTls() {
        URI base = URI.create("https://localhost:" + server.actualPort());

        assertThat(causeOf(askOnce(new HttpTarget(base, Access.PLAIN), get("/json"))))
                .isEqualTo(Cause.TLS);
    }

    @Test
    void probesOfOneHostDoNotWaitForEachOther() {
        TargetClient client = connect("127.0.0.1", server.actualPort());
        List<Probe> probes = IntStream.range(0, 300)
                .mapToObj(i -> client.probe(check(get("/slow"), GENEROUS)))
                .toList();
        List<Future<Outcome>> outcomes = new ArrayList<>();

        long startedAt = time.nanos();
        probes.forEach(probe -> outcomes.add(probe.ask(time.now())));
        outcomes.forEach(outcome -> assertThat(Await.result(outcome)).isInstanceOf(Outcome.Measured.class));

        assertThat(Duration.ofNanos(time.nanos() - startedAt)).isLessThan(Duration.ofSeconds(8));
        Await.done(client.close());
    }
}
