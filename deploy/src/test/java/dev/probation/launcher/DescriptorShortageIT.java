package dev.probation.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.probation.bench.agent.RealTime;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent that has no descriptor left when its first signed rollback is due, and gets some again. */
class DescriptorShortageIT {

    private static final byte[] KEY = "k".repeat(32).getBytes(StandardCharsets.US_ASCII);
    private static final String PASSWORD = "changeit";
    private static final Pattern READY = Pattern.compile("agent ready .*127\\.0\\.0\\.1:(\\d+)");
    private static final int ENOUGH = 1_024;
    private static final Duration TO_WAIT = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger probes = new AtomicInteger();
    private final List<String> signatures = new CopyOnWriteArrayList<>();
    private final List<String> expected = new CopyOnWriteArrayList<>();
    private Optional<Process> agent = Optional.empty();
    private Optional<HttpServer> target = Optional.empty();
    private Optional<HttpServer> hook = Optional.empty();

    @AfterEach
    void stopAll() throws Exception {
        if (agent.isPresent()) {
            agent.get().destroy();
            assertThat(agent.get().waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        Stream.of(target, hook).flatMap(Optional::stream).forEach(server -> server.stop(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void sendsItsFirstRollbackOverTheOneDescriptorThatIsLeft(String scheme) throws Exception {
        String deployment = watch(scheme);
        limitFiles(limitThatLeaves(1));

        rollBack(deployment);

        until("the signal", () -> !signatures.isEmpty());
        assertThat(signatures.get(0)).isEqualTo(expected.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void sendsItsFirstRollbackOnceThereAreDescriptorsAgain(String scheme) throws Exception {
        String deployment = watch(scheme);
        limitFiles(limitThatLeaves(0));
        rollBack(deployment);
        until("an attempt has failed", () -> log().contains("rollback signal not delivered, trying again"));
        assertThat(signatures).isEmpty();

        limitFiles(ENOUGH);

        until("the signal", () -> !signatures.isEmpty());
        assertThat(signatures.get(0)).isEqualTo(expected.get(0));
    }

    /** Where a deployment is, which an agent has watched for some seconds. */
    private String watch(String scheme) throws Exception {
        startServers(scheme);
        String deployments = startAgent(scheme) + "/api/v1/deployments";
        String id = deploymentOf(post(deployments, "{\"service\":\"shop\",\"version\":\"1\"}"));
        until("it has run for some seconds", () -> probes.get() >= 4);
        return deployments + '/' + id;
    }

    private void rollBack(String deployment) throws Exception {
        assertThat(post(deployment + "/rollback", "{\"by\":\"me\",\"reason\":\"test\"}"))
                .isNotEmpty();
    }

    private void startServers(String scheme) throws Exception {
        HttpServer asked = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        asked.createContext("/", exchange -> {
            probes.incrementAndGet();
            answer(exchange);
        });
        asked.start();
        target = Optional.of(asked);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer told =
                scheme.equals("https") ? secure(HttpsServer.create(anyPort, 0)) : HttpServer.create(anyPort, 0);
        told.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            String at = exchange.getRequestHeaders().getFirst("webhook-timestamp");
            expected.add(signature(id + '.' + at + '.', body));
            signatures.add(exchange.getRequestHeaders().getFirst("webhook-signature"));
            answer(exchange);
        });
        told.start();
        hook = Optional.of(told);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static String signature(String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpServer secure(HttpsServer server) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        trustStore().toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        "server",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(trustStore())) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    private Path trustStore() {
        return folder.resolve("trust.p12");
    }

    /** Where its API is. */
    private String startAgent(String scheme) throws Exception {
        Path config = Files.writeString(folder.resolve("probation.yaml"), """
                agent: { listen: "127.0.0.1:0", store: "sqlite:FOLDER/p.db" }
                targets: { app: { http: "http://127.0.0.1:TARGET" } }
                services: { shop: { checks: { health: { http: app, path: /, every: 1s } } } }
                rollback: { to: [ { webhook: "SCHEME://localhost:HOOK/rollback", secret: "whsec_KEY" } ] }
                """.replace("FOLDER", folder.toString())
                .replace("TARGET", port(target))
                .replace("SCHEME", scheme)
                .replace("HOOK", port(hook))
                .replace("KEY", Base64.getEncoder().encodeToString(KEY)));
        ProcessBuilder builder = new ProcessBuilder("../deploy/probation", "serve", "--config.file", config.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PROBATION_ARCHIVE", "off");
        if (scheme.equals("https")) {
            builder.environment()
                    .put(
                            "PROBATION_JAVA_OPTS",
                            "-Djavax.net.ssl.trustStoreType=PKCS12 -Djavax.net.ssl.trustStorePassword=" + PASSWORD
                                    + " -Djavax.net.ssl.trustStore=" + trustStore());
        }
        agent = Optional.of(builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start());
        until("the agent is ready", () -> READY.matcher(log()).find());
        Matcher ready = READY.matcher(log());
        assertThat(ready.find()).isTrue();
        return "http://127.0.0.1:" + ready.group(1);
    }

    private static String port(Optional<HttpServer> server) {
        return Integer.toString(server.orElseThrow().getAddress().getPort());
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** Over the one connection that is kept: the agent could take no other. */
    private String post(String url, String body) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(30))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }

    private static String deploymentOf(String answer) {
        Matcher id = Pattern.compile("\"id\"\\s*:\\s*\"(shop-[^\"]+)\"").matcher(answer);
        assertThat(id.find()).as(answer).isTrue();
        return id.group(1);
    }

    /** The limit below which so many numbers of descriptors are unused. */
    private int limitThatLeaves(int free) throws IOException {
        Set<Integer> used;
        try (Stream<Path> open =
                Files.list(Path.of("/proc", Long.toString(process().pid()), "fd"))) {
            used = open.map(path -> Integer.valueOf(path.getFileName().toString()))
                    .collect(Collectors.toSet());
        }
        int limit = 0;
        for (int unused = 0; unused <= free; limit++) {
            unused += used.contains(limit) ? 0 : 1;
        }
        return limit - 1;
    }

    private void limitFiles(int limit) throws Exception {
        Process prlimit = new ProcessBuilder(
                        "prlimit", "--pid", Long.toString(process().pid()), "--nofile=" + limit + ':')
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).as("prlimit, of util-linux").isZero();
    }

    private Process process() {
        return agent.orElseThrow();
    }

    private void until(String what, RealTime.Condition<IOException> condition) throws IOException {
        try {
            RealTime.await(what, TO_WAIT, condition);
        } catch (IOException late) {
            throw new AssertionError(log(), late);
        }
    }
}
