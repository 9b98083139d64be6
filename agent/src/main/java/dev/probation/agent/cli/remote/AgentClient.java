package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.CommandClock;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.DeploymentAnswer;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.http.HttpAddress;
import dev.probation.agent.http.NetworkFailure;
import dev.probation.agent.text.Sanitizer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Asks a running agent over its API. Blocks, on the command's own thread. */
final class AgentClient {

    private static final int URI_TOO_LONG = 414;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 10;

    private final URI agent;
    private final String shown;
    private final @Nullable String token;
    private final CommandClock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    AgentClient(URI agent, @Nullable String token, CommandClock clock) {
        this.agent = agent;
        this.shown = HttpAddress.withoutUserInfo(agent.toString());
        this.token = token;
        this.clock = clock;
    }

    /**
     * A deployment that was announced.
     *
     * @param known whether the agent knew it already, so that nothing changed
     */
    record Announced(DeploymentAnswer deployment, boolean known) {}

    Announced announce(JsonObject announcement) {
        HttpResponse<String> answer = answered(posting("/deployments", announcement));
        requireType(answer, "application/json");
        return new Announced(deployment(answer.body()), answer.statusCode() == 200);
    }

    /** What can be named to this agent. */
    ConfiguredAnswer configured() {
        return new ConfiguredAnswer(object(get("/services"), AnswerShape::isConfigured));
    }

    /** The newest deployments first. */
    JsonArray newest(Optional<String> service, int limit) {
        String of = service.map(name -> "&service=" + HttpAddress.encode(name)).orElse("");
        return list(get("/deployments?limit=" + limit + of), "deployments", AnswerShape::isDeployment);
    }

    DeploymentAnswer find(String deployment) {
        return find(deployment, ANSWER);
    }

    /** @param within how long to wait for the answer */
    DeploymentAnswer find(String deployment, Duration within) {
        return deployment(send(request(path(deployment, "")).GET().timeout(within)));
    }

    String report(String deployment, String format, Optional<String> window) {
        String only = window.map(name -> "&window=" + HttpAddress.encode(name)).orElse("");
        HttpResponse<String> answer =
                answered(request(path(deployment, "/report?format=" + HttpAddress.encode(format) + only))
                        .GET());
        if (format.equals("json")) {
            requireType(answer, "application/json");
            JsonObject unusedSinceItIsPrintedAsItCame = object(answer.body(), AnswerShape::isReport);
        } else {
            requireType(answer, "text/markdown");
        }
        return answer.body();
    }

    /** The recording of a deployment, as it comes; to be closed. */
    HttpResponse<InputStream> recording(String deployment) {
        HttpResponse<InputStream> answer =
                send(request(path(deployment, "/recording")).GET(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() == 200) {
            requireType(answer, "application/x-ndjson");
            return answer;
        }
        try (InputStream body = answer.body()) {
            throw refusal(
                    AgentProblem.of(answer.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException cut) {
            throw unreachable(cause(cut));
        }
    }

    JsonObject silence(JsonObject asked) {
        return object(post("/silences", asked), AnswerShape::isSilence);
    }

    JsonArray silences() {
        return list(get("/silences"), "silences", AnswerShape::isSilence);
    }

    JsonObject endSilence(String id) {
        String path = "/silences/" + named("a silence's id", id) + "/end";
        return object(post(path, new JsonObject()), AnswerShape::isSilence);
    }

    /** {@code cancel}, {@code rollback}, {@code rollback/approve} or {@code sign-offs/NAME}. */
    DeploymentAnswer act(String deployment, String action, JsonObject body) {
        return deployment(post(path(deployment, "/" + action), body));
    }

    private static String path(String deployment, String rest) {
        return "/deployments/" + named("a deployment's id", deployment) + rest;
    }

    /** Part of an address, which an empty name would make another one. */
    static String named(String what, String name) {
        if (name.isBlank()) {
            throw new CommandFailure(ExitCode.USAGE, "expected " + what + ", but found an empty text");
        }
        return HttpAddress.encode(name);
    }

    private String get(String path) {
        return send(request(path).GET());
    }

    private String post(String path, JsonObject body) {
        return send(posting(path, body));
    }

    private HttpRequest.Builder posting(String path, JsonObject body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(agent + "/api/v1" + path)).timeout(ANSWER);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    private String send(HttpRequest.Builder request) {
        HttpResponse<String> answer = answered(request);
        requireType(answer, "application/json");
        return answer.body();
    }

    /** What it says where it does what was asked. An agent that had too many requests at once to look at this one is asked again. */
    private HttpResponse<String> answered(HttpRequest.Builder request) {
        for (int attempt = 1; ; attempt++) {
            HttpResponse<String> answer = send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 == 2) {
                return answer;
            }
            AgentProblem problem = AgentProblem.of(answer.statusCode(), answer.body());
            if (!problem.isOverload() || attempt == ATTEMPTS) {
                throw refusal(problem);
            }
            clock.pause(PAUSE);
        }
    }

    /** Where it is another, something else listens there, such as the application. */
    private void requireType(HttpResponse<?> answer, String expected) {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith(expected)) {
            throw unreachable("the server there is something else: it answered HTTP " + answer.statusCode()
                    + (type.isEmpty() ? " without a content type" : " with " + Sanitizer.TERMINAL.line(type)));
        }
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request.build(), body);
        } catch (IOException unreachable) {
            throw unreachable(cause(unreachable));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INCONCLUSIVE, "interrupted");
        }
    }

    private static String cause(IOException failure) {
        return switch (NetworkFailure.sort(failure).failure()) {
            case CONNECT_TIMEOUT, TIMEOUT -> "no answer in time";
            case REFUSED, UNKNOWN_NAME, NAME_GONE -> "connection refused or host unknown";
            case TLS,
                    NO_ROUTE,
                    LONG_HEAD,
                    LONG_BODY,
                    RESET,
                    TOO_MANY_REDIRECTS,
                    FORBIDDEN_REDIRECT,
                    MALFORMED,
                    NOT_SENT,
                    UNKNOWN -> {
                String message = failure.getMessage();
                yield failure.getClass().getSimpleName()
                        + (message == null ? "" : ": " + Sanitizer.TERMINAL.line(message));
            }
        };
    }

    private CommandFailure unreachable(String cause) {
        return new CommandFailure(
                ExitCode.UNREACHABLE,
                "no agent answers at " + shown + " (" + cause
                        + "). Start one with \"probation serve\", or give its address"
                        + " with --agent URL or PROBATION_AGENT.");
    }

    private CommandFailure refusal(AgentProblem problem) {
        int status = problem.status();
        if (status == 401 || status == 403) {
            return new CommandFailure(
                    ExitCode.USAGE,
                    token != null
                            ? "the agent at " + shown + " refused the token (HTTP " + status
                                    + "). Give the token of its configuration with --token-file FILE or PROBATION_TOKEN."
                            : "the agent at " + shown + " requires a token (HTTP " + status
                                    + "). Give it with --token-file FILE or PROBATION_TOKEN.");
        }
        if (status == URI_TOO_LONG) {
            return new CommandFailure(ExitCode.USAGE, "the id or name is longer than any that the agent has");
        }
        if (!problem.isOfAgent()) {
            return unreachable("HTTP " + status
                    + problem.said().map(text -> ": " + text).orElse(", and not in the way in which an agent answers"));
        }
        String said = problem.said().orElse("");
        return new CommandFailure(
                problem.exitCode(),
                problem.exitCode() == ExitCode.UNREACHABLE
                        ? "the agent at " + shown + " answered: " + said + " (HTTP " + status + ')'
                        : said);
    }

    private DeploymentAnswer deployment(String body) {
        return new DeploymentAnswer(object(body, AnswerShape::isDeployment));
    }

    private JsonArray list(String body, String key, Predicate<JsonObject> each) {
        return object(body, AnswerShape.isListOf(key, each)).getJsonArray(key);
    }

    private JsonObject object(String body, Predicate<JsonObject> shape) {
        try {
            JsonObject json = new JsonObject(body);
            if (shape.test(json)) {
                return json;
            }
        } catch (DecodeException notJson) {
            // reported below, with all other that is not an agent's
        }
        throw unreachable("the server there is something else: expected an agent's JSON, found other");
    }
}
