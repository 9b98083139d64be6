package dev.probation.agent.web.api;

import dev.probation.agent.json.StrictFields;
import dev.probation.agent.store.Silence;
import dev.probation.agent.store.Silence.Matcher;
import dev.probation.agent.text.Nearest;
import dev.probation.agent.time.Time;
import dev.probation.agent.web.exchange.BodyReader;
import dev.probation.agent.web.exchange.HttpProblem;
import dev.probation.agent.web.exchange.Replies;
import dev.probation.agent.web.exchange.Requests;
import dev.probation.rules.expectation.Durations;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Asks for silences, lists and ends them. */
public final class SilenceRoutes {

    private final SilenceService silences;
    private final Time time;

    public SilenceRoutes(SilenceService silences, Time time) {
        this.silences = silences;
        this.time = time;
    }

    public void add(RoutingContext context) {
        StrictFields parameters = Requests.body(context, "matchers", "from", "for", "reason", "by");
        Silence silence = read(parameters);
        silences.add(silence)
                .onSuccess(added -> {
                    context.response().setStatusCode(201);
                    Replies.json(context, json(silence));
                })
                .onFailure(context::fail);
    }

    private Silence read(StrictFields parameters) {
        String written = parameters.line("for");
        Duration lasting = Durations.parse(written)
                .filter(duration -> !duration.isZero())
                .orElseThrow(() -> HttpProblem.badRequest(
                        "field \"for\": expected a duration such as 90s or 2h" + Durations.hint(written)));
        Instant from = parameters.optionalInstant("from").orElseGet(time::now).truncatedTo(ChronoUnit.SECONDS);
        try {
            List<Matcher> matchers =
                    parameters.lines("matchers").stream().map(Matcher::parse).toList();
            matchers.forEach(this::requireKnown);
            String id = UUID.randomUUID().toString().substring(0, 8);
            Silence silence = new Silence(
                    id, matchers, from, from.plus(lasting), parameters.line("reason"), parameters.line("by"));
            if (parameters.optionalInstant("from").isPresent()) {
                requireToCome(silence);
            }
            return silence;
        } catch (IllegalArgumentException e) {
            throw HttpProblem.badRequest("silence: " + e.getMessage());
        }
    }

    /** One that meets nothing silences nothing, and whoever mistyped it would hear of that at night. */
    private void requireKnown(Matcher matcher) {
        List<String> known = silences.known().get(matcher.name());
        if (known != null && known.stream().noneMatch(matcher::matches)) {
            throw HttpProblem.badRequest("silence: " + matcher + " matches nothing: there is no " + matcher.name()
                    + " \"" + matcher.glob() + '"' + Nearest.hint(matcher.glob(), known));
        }
    }

    /** One that is over silences nothing: whoever asked for it thinks otherwise. */
    private void requireToCome(Silence silence) {
        Instant now = time.wall().now();
        if (!silence.ends().isAfter(now)) {
            throw HttpProblem.badRequest("silence: expected an end in the future, but found "
                    + silence.ends().truncatedTo(ChronoUnit.SECONDS) + ", and it is "
                    + now.truncatedTo(ChronoUnit.SECONDS)
                    + "; give no beginning, to begin now, or a later one");
        }
    }

    public void list(RoutingContext context) {
        Requests.refuseParameters(context);
        silences.current()
                .map(silences -> silences.stream().map(SilenceRoutes::json).toList())
                .onSuccess(silences -> Replies.json(context, new JsonObject().put("silences", new JsonArray(silences))))
                .onFailure(context::fail);
    }

    public void end(RoutingContext context) {
        if (BodyReader.body(context).length() > 0) {
            StrictFields unused = Requests.body(context);
        } else {
            Requests.refuseParameters(context);
        }
        String id = context.pathParam("id");
        silences.end(id)
                .map(found -> found.orElseThrow(() -> HttpProblem.notFound("there is no silence \"" + id
                        + "\", or it has ended; \"probation silence list\" and GET /api/v1/silences"
                        + " list the others")))
                .onSuccess(ended -> Replies.json(context, json(ended)))
                .onFailure(context::fail);
    }

    private static JsonObject json(Silence silence) {
        return new JsonObject()
                .put("id", silence.id())
                .put("matchers", new JsonArray(silence.written()))
                .put("from", silence.begins())
                .put("until", silence.ends())
                .put("reason", silence.reason())
                .put("by", silence.author());
    }
}
