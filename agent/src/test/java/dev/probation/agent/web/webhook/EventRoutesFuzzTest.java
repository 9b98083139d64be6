package dev.probation.agent.web.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.EventsConfig.GitHub.VersionBy;
import dev.probation.agent.web.RunningServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes in, the agent does not fail: bodies that were right, bent at random from a seed, let in by their secret.
 * {@code -Dprobation.times=5} tries so many times as many, {@code -Dprobation.seed=1} others.
 */
@Tag("seeds")
class EventRoutesFuzzTest {

    private static final long SEED = Long.getLong("probation.seed", 20_260_131);
    private static final int ROUNDS = 680 * Integer.getInteger("probation.times", 1);
    /** With what they ask, more than these are answered 503. */
    private static final int AT_ONCE = 4;

    private static final List<String> PIECES = List.of(
            "null",
            "{}",
            "[]",
            "\"\"",
            "-1",
            "1e400",
            "9".repeat(2_000),
            "true",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "[".repeat(3_000),
            "{\"a\":".repeat(1_200),
            "\"" + "x".repeat(70_000) + "\"",
            "\u0000",
            "\u202e",
            "\"+999999999-12-31T23:59:59Z\"",
            "pkg:",
            "pkg:oci/%",
            "pkg:oci/a@%E2%82?tag=%00");

    private final Random random = new Random(SEED);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void whateverComesInTheAgentDoesNotFail() throws Exception {
        RunningServer running = RunningServer.withWaysIn(EventRoutesTest.ways(VersionBy.PAYLOAD));
        Map<Integer, Integer> statuses = new TreeMap<>();
        try {
            for (int round = 0; round < ROUNDS; round += AT_ONCE) {
                List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    for (HttpRequest request : requests(running.port, round + i)) {
                        answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
                    }
                }
                for (CompletableFuture<HttpResponse<String>> answer : answers) {
                    HttpResponse<String> response = answer.get(60, TimeUnit.SECONDS);
                    statuses.merge(response.statusCode(), 1, Integer::sum);
                    assertThat(response.statusCode())
                            .as("seed %d, round %d: %s", SEED, round, response.body())
                            .isLessThan(500);
                }
            }
        } finally {
            running.close();
        }

        assertThat(statuses).containsKeys(200, 202, 400).doesNotContainKey(401);
    }

    private List<HttpRequest> requests(int port, int number) throws Exception {
        byte[] event = bent(EventRoutesTest.cdEvent("shop", "pkg:oci/x@1." + number));
        byte[] status = bent(EventRoutesTest.status("acme/shop", "success", "production"));
        byte[] alerts = bent(EventRoutesTest.alerts("firing", "resolved"));
        String bearer = "Bearer " + EventRoutesTest.TOKEN;
        return List.of(
                request(
                        port,
                        EventRoutesTest.CDEVENTS,
                        event,
                        List.of(
                                "Authorization",
                                bearer,
                                "ce-id",
                                "e" + number,
                                "ce-source",
                                "/ci",
                                "ce-type",
                                "dev.cdevents.service." + (number % 2 == 0 ? "deployed" : "rolledback") + ".0.3.0")),
                request(
                        port,
                        EventRoutesTest.GITHUB,
                        status,
                        List.of(
                                "X-GitHub-Event",
                                "deployment_status",
                                "X-GitHub-Delivery",
                                "d" + number,
                                "X-Hub-Signature-256",
                                EventRoutesTest.gitHubSignature(status))),
                request(port, EventRoutesTest.ALERTMANAGER, alerts, List.of("Authorization", bearer)));
    }

    private static HttpRequest request(int port, String path, byte[] body, List<String> headers) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .headers(headers.toArray(String[]::new))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    /** Some are left as they are. */
    private byte[] bent(String right) {
        byte[] bytes = right.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(4); i > 0; i--) {
            bytes = bentOnce(bytes);
        }
        return bytes;
    }

    private byte[] bentOnce(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(12));
        String before = new String(bytes, 0, at, StandardCharsets.ISO_8859_1);
        String after = new String(bytes, end, bytes.length - end, StandardCharsets.ISO_8859_1);
        String middle = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
        String bent = switch (random.nextInt(5)) {
            case 0 -> before + after;
            case 1 -> before + middle + middle + after;
            case 2 -> before + (char) random.nextInt(256) + after;
            case 3 -> value(before + middle + after);
            default -> before;
        };
        return bent.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Another value in the place of one. */
    private String value(String text) {
        int colon = text.indexOf(':', random.nextInt(text.length() + 1));
        int end = colon < 0 ? -1 : text.indexOf(',', colon);
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        String utf8 = new String(piece.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return end < 0 ? text + utf8 : text.substring(0, colon + 1) + utf8 + text.substring(end);
    }
}
