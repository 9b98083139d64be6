package dev.probation.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.probation.agent.time.AllowForbiddenApi;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What a team has on the other side: it makes releases live, takes the rollback signal and carries it out, and reads
 * the messages that Slack and PagerDuty would show.
 *
 * <p>A signal whose {@link SignatureCheck signature} is wrong is refused, and one whose id came before is dropped. All requests
 * are handled one after the other.
 */
@AllowForbiddenApi("a program of its own: reads its environment and the clock, and prints")
public final class Deployer {
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ExecutorService confirmations = Executors.newSingleThreadExecutor();
    private final Deque<String> releases = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private final JsonArray record = new JsonArray();
    private final String application;
    private final String agent;
    private final SignatureCheck signatures;

    private Deployer(String application, String agent, SignatureCheck signatures) {
        this.application = application;
        this.agent = agent;
        this.signatures = signatures;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 4) {
            System.err.println("usage: Deployer HOST:PORT APPLICATION-URL AGENT-URL SECRET-FILE");
            System.exit(2);
        }
        String secret = Files.readString(Path.of(arguments[3])).strip();
        Deployer deployer = new Deployer(arguments[1], arguments[2], SignatureCheck.of(secret));
        deployer.releases.push(deployer.live());
        URI listen = URI.create("http://" + arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(listen.getHost(), listen.getPort()), 50);
        server.createContext("/deploy", exchange -> answer(exchange, deployer::deploy));
        server.createContext("/rollback", exchange -> answer(exchange, deployer::rollback));
        server.createContext("/slack", exchange -> answer(exchange, deployer::slack));
        server.createContext("/pagerduty", exchange -> answer(exchange, deployer::pagerDuty));
        server.createContext("/record", exchange -> answer(exchange, (request, body) -> deployer.recorded()));
        server.start();
        say("taking deployments and rollback signals on " + server.getAddress());
    }

    /** One answer: a status and a text. */
    record Answer(int status, String text) {}

    /** Answers one request. */
    interface Action {
        Answer of(HttpExchange request, byte[] body) throws Exception;
    }

    private static void answer(HttpExchange exchange, Action action) throws IOException {
        Answer answer;
        try {
            answer = action.of(exchange, exchange.getRequestBody().readAllBytes());
        } catch (Exception broken) {
            say("cannot handle " + exchange.getRequestURI() + ": " + broken);
            answer = new Answer(500, "{\"error\":\"see the log\"}");
        }
        byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private Answer deploy(HttpExchange request, byte[] body) throws IOException, InterruptedException {
        String version = new JsonObject(new String(body, StandardCharsets.UTF_8)).getString("version");
        makeLive(version);
        releases.push(version);
        say("deployed " + version);
        return new Answer(200, "{}");
    }

    private Answer rollback(HttpExchange request, byte[] body) throws Exception {
        String id = header(request, "webhook-id");
        String refusal = signatures.refusal(
                id, header(request, "webhook-timestamp"), header(request, "webhook-signature"), body, Instant.now());
        if (!refusal.isEmpty()) {
            note("refused", id, new JsonObject().put("reason", refusal));
            say("refused a rollback signal: " + refusal);
            return new Answer(401, new JsonObject().put("error", refusal).encode());
        }
        if (seen.contains(id)) {
            note("repeated", id, new JsonObject());
            say("dropped a repeat of " + id);
            return new Answer(200, "{\"repeated\":true}");
        }
        return goBack(id, new JsonObject(new String(body, StandardCharsets.UTF_8)));
    }

    /** An id counts as seen once its rollback is done, so that a repeat of one that failed is another try. */
    private Answer goBack(String id, JsonObject signal) throws IOException, InterruptedException {
        String bad = signal.getString("version", "");
        if (releases.size() < 2 || !bad.equals(releases.peek())) {
            note("ignored", id, new JsonObject().put("version", bad));
            say("ignored " + id + ": " + bad + " is not live, or there is nothing to go back to");
            return new Answer(200, "{\"ignored\":true}");
        }
        String good = releases.stream().skip(1).findFirst().orElseThrow();
        say("signature of " + id + " is right; going back from " + bad + " to " + good);
        note(
                "verified",
                id,
                new JsonObject().put("check", signal.getString("check")).put("reason", signal.getString("reason")));
        makeLive(good);
        releases.pop();
        seen.add(id);
        note("rolled-back", id, new JsonObject().put("from", bad).put("to", good));
        confirmations.execute(() -> confirm(signal.getString("deployment")));
        return new Answer(200, "{}");
    }

    private String live() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(application + "/health"))
                .timeout(Duration.ofSeconds(5))
                .build();
        String health =
                client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return new JsonObject(health).getString("version");
    }

    private void makeLive(String version) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(application + "/admin/release"))
                .timeout(Duration.ofSeconds(5))
                .PUT(HttpRequest.BodyPublishers.ofString(
                        new JsonObject().put("version", version).encode()))
                .build();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IOException("the application answered HTTP " + status + " when " + version + " was made live");
        }
    }

    /** Tells the agent that the earlier version is back; after the signal was answered, as a real deployment takes. */
    private void confirm(String deployment) {
        URI confirmation = URI.create(agent + "/api/v1/deployments/" + deployment + "/rollback/confirm");
        try {
            HttpRequest request = HttpRequest.newBuilder(confirmation)
                    .timeout(Duration.ofSeconds(5))
                    .headers("content-type", "application/json", "authorization", "Bearer " + token())
                    .POST(HttpRequest.BodyPublishers.ofString("{\"by\":\"deployer\"}"))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            say("told the agent that the earlier version is back: HTTP " + answer.statusCode() + " " + answer.body());
        } catch (IOException | InterruptedException unreachable) {
            say("could not tell the agent: " + unreachable);
        }
    }

    private static String token() throws IOException {
        String file = System.getenv().getOrDefault("PROBATION_TOKEN_FILE", "");
        return file.isEmpty() ? "none" : Files.readString(Path.of(file)).strip();
    }

    private Answer slack(HttpExchange request, byte[] body) {
        String escaped = new JsonObject(new String(body, StandardCharsets.UTF_8)).getString("text", "");
        String text = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        note("slack", "", new JsonObject().put("text", text));
        say("slack: " + text);
        return new Answer(200, "ok");
    }

    private Answer pagerDuty(HttpExchange request, byte[] body) {
        JsonObject event = new JsonObject(new String(body, StandardCharsets.UTF_8));
        String summary = event.getJsonObject("payload", new JsonObject()).getString("summary", "");
        String action = event.getString("event_action", "");
        note("pagerduty", "", new JsonObject().put("action", action).put("text", summary));
        say("pagerduty " + action + ": " + summary);
        return new Answer(
                202,
                "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\""
                        + event.getString("dedup_key", "") + "\"}");
    }

    private Answer recorded() {
        return new Answer(200, record.encode());
    }

    private void note(String what, String id, JsonObject facts) {
        String at = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        record.add(
                new JsonObject().put("at", at).put("what", what).put("id", id).mergeIn(facts));
    }

    private static String header(HttpExchange request, String name) {
        String value = request.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static void say(String what) {
        System.out.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + "  " + what);
    }
}
