package dev.probation.demo;

import dev.probation.agent.time.AllowForbiddenApi;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Tells the demo's story as it happens, and notes which of its steps were really seen. What it says comes from the
 * agent's API, from the deployer's record and from the application; nothing of it is written down here.
 */
@AllowForbiddenApi("a program that prints, and waits by the clock")
public final class Story {
    private static final Duration GOOD_RELEASE = Duration.ofSeconds(80);
    private static final Duration BAD_RELEASE = Duration.ofSeconds(80);
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Narrator narrator = new Narrator(System.out, Instant.now(), isColoured());
    private final Map<String, String> steps = new LinkedHashMap<>();
    private final Map<String, Integer> told = new HashMap<>();
    private final String agent;
    private final String application;
    private final String deployer;
    private JsonObject report = new JsonObject();
    private JsonArray record = new JsonArray();

    private Story(String agent, String application, String deployer) {
        this.agent = agent;
        this.application = application;
        this.deployer = deployer;
    }

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 3) {
            System.err.println("usage: Story AGENT-URL APPLICATION-URL DEPLOYER-URL");
            System.exit(2);
        }
        Story story = new Story(arguments[0], arguments[1], arguments[2]);
        boolean whole;
        try {
            whole = story.tell();
        } catch (IOException unreachable) {
            System.out.println("\n  The story broke off: " + unreachable.getMessage());
            whole = false;
        }
        story.narrator.steps(story.steps, Instant.now());
        System.exit(whole ? 0 : 1);
    }

    private static boolean isColoured() {
        return Boolean.getBoolean("probation.terminal") && !System.getenv().containsKey("NO_COLOR");
    }

    private boolean tell() throws IOException, InterruptedException {
        System.out.println();
        boolean ready =
                seen("the agent is ready", until(Duration.ofSeconds(20), () -> status(agent + "/-/ready") == 200), "");
        return ready && goodRelease() && badRelease();
    }

    private boolean goodRelease() throws IOException, InterruptedException {
        narrator.chapter("A good release");
        String id = deploy("1.4.1");
        boolean ended = until(GOOD_RELEASE, () -> refresh(id) && !isOpen());
        String verdict = fact("verdict");
        boolean passed = seen(
                "1.4.1 went through all its windows and passed",
                ended && verdict.equals("pass") && everyWindow("pass"),
                "verdict " + verdict + ", phase " + fact("phase"));
        boolean evidence = seen("each verdict rests on samples of every check", everyCheckHasSamples(), "");
        boolean quiet =
                seen("no rollback was signalled for it", signals("verified").isEmpty(), "");
        narrator.report(report);
        return passed && evidence && quiet;
    }

    private boolean badRelease() throws IOException, InterruptedException {
        narrator.chapter("A bad release");
        String id = deploy("1.4.2");
        boolean ended = until(BAD_RELEASE, () -> refresh(id) && !isOpen());
        JsonObject rollback = report.getJsonObject("rollback");
        String stage = rollback == null ? "none" : rollback.getString("stage");
        boolean failing = seen("the breach was detected", timeline("transition", "failing") > 0, "");
        boolean decided =
                seen("one rollback was decided", timeline("rollback-decided", "") == 1, "rollback stage " + stage);
        List<JsonObject> verified = signals("verified");
        boolean signed = seen(
                "the deployer got one signal and its signature was right",
                verified.size() == 1 && signals("refused").isEmpty(),
                verified.size() + " verified, " + signals("refused").size() + " refused");
        boolean back = seen(
                "the deployer rolled back, and 1.4.1 answers again",
                signals("rolled-back").size() == 1 && liveVersion().equals("1.4.1"),
                "live is " + liveVersion());
        boolean recovered = seen(
                "the agent saw the recovery with its own checks",
                ended && stage.equals("recovered"),
                "rollback stage " + stage);
        boolean failed = seen("the verdict on 1.4.2 is fail", fact("verdict").equals("fail"), "");
        boolean people = seen(
                "people were told, by Slack and by PagerDuty",
                !signals("slack").isEmpty() && !signals("pagerduty").isEmpty(),
                "");
        narrator.report(report);
        return failing && decided && signed && back && recovered && failed && people;
    }

    /** Makes a version live by the deployer, tells the agent, and returns the deployment's id. */
    private String deploy(String version) throws IOException, InterruptedException {
        JsonObject made = new JsonObject().put("version", version);
        narrator.line(Instant.now(), "you", "deploy " + version, Narrator.BOLD);
        JsonObject unused = post(deployer + "/deploy", made);
        JsonObject answer = post(agent + "/api/v1/deployments", made.copy().put("service", "bookreader"));
        String id = answer.getJsonObject("deployment", answer).getString("id");
        if (!seen(version + " went live and is on probation", id != null, answer.encode())) {
            throw new IOException("the agent gave no id for the deployment: " + answer.encode());
        }
        return id;
    }

    /** Reads the agent's report and the deployer's record, and tells what is new in them. */
    private boolean refresh(String id) {
        try {
            report = new JsonObject(get(agent + "/api/v1/deployments/" + id + "/report"));
            record = new JsonArray(get(deployer + "/record"));
        } catch (IOException | InterruptedException | RuntimeException unreachable) {
            return false;
        }
        List<JsonObject> news = new ArrayList<>();
        news.addAll(news(id, report.getJsonArray("timeline", new JsonArray())));
        news.addAll(news("record", record));
        news.sort(Comparator.comparing(entry -> Instant.parse(entry.getString("at"))));
        news.forEach(narrator::entry);
        return true;
    }

    private List<JsonObject> news(String source, JsonArray entries) {
        int from = told.getOrDefault(source, 0);
        told.put(source, entries.size());
        return entries.stream().skip(from).map(JsonObject.class::cast).toList();
    }

    private boolean seen(String step, boolean really, String otherwise) {
        steps.put(step, really ? "" : otherwise.isEmpty() ? " " : otherwise);
        return really;
    }

    /** Of the deployment: {@code verdict} or {@code phase}. */
    private String fact(String name) {
        JsonObject deployment = report.getJsonObject("deployment", new JsonObject());
        return report.getString(name, deployment.getString(name, "unknown"));
    }

    private boolean isOpen() {
        String phase = fact("phase");
        return phase.equals("watching") || phase.equals("rolling-back");
    }

    private boolean everyWindow(String verdict) {
        JsonArray windows = report.getJsonArray("windows", new JsonArray());
        return !windows.isEmpty()
                && windows.stream()
                        .allMatch(window ->
                                ((JsonObject) window).getString("verdict").equals(verdict));
    }

    private boolean everyCheckHasSamples() {
        JsonArray windows = report.getJsonArray("windows", new JsonArray());
        return !windows.isEmpty()
                && windows.stream()
                        .flatMap(window -> ((JsonObject) window).getJsonArray("checks").stream())
                        .allMatch(check -> ((JsonObject) check).getLong("samples", 0L) >= 3);
    }

    private long timeline(String kind, String to) {
        return report.getJsonArray("timeline", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .filter(entry -> entry.getString("kind").equals(kind))
                .filter(entry ->
                        to.isEmpty() || to.equals(entry.getJsonObject("data").getString("to")))
                .count();
    }

    private List<JsonObject> signals(String what) {
        return record.stream()
                .map(JsonObject.class::cast)
                .filter(entry -> entry.getString("what").equals(what))
                .toList();
    }

    private String liveVersion() throws IOException, InterruptedException {
        return new JsonObject(get(application + "/health")).getString("version");
    }

    private static boolean until(Duration limit, BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plus(limit);
        while (Instant.now().isBefore(end)) {
            if (condition.getAsBoolean()) {
                return true;
            }
            Thread.sleep(250);
        }
        return false;
    }

    private int status(String url) {
        try {
            return client.send(request(url).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException | InterruptedException unreachable) {
            return 0;
        }
    }

    private String get(String url) throws IOException, InterruptedException {
        return body(request(url).header("accept", "application/json"));
    }

    private JsonObject post(String url, JsonObject json) throws IOException, InterruptedException {
        return new JsonObject(body(request(url)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.encode()))));
    }

    private String body(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest built = request.build();
        HttpResponse<String> answer = client.send(built, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(built.uri() + " answered HTTP " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5));
    }
}
