package dev.probation.agent.web.webhook;

import dev.probation.agent.config.EventsConfig;
import dev.probation.agent.time.Time;
import dev.probation.agent.web.exchange.BodyReader;
import dev.probation.agent.web.exchange.HttpProblem;
import dev.probation.agent.web.exchange.Replies;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where other systems tell of deployments and alerts. */
public final class EventRoutes {

    private static final Logger log = LoggerFactory.getLogger(EventRoutes.class);
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final EventsConfig events;
    private final InboundWebhooks webhooks;
    private final EventSource eventSource;
    private final InboundEventHandler handler;
    private final Time time;

    public EventRoutes(
            EventsConfig events,
            InboundWebhooks webhooks,
            EventSource eventSource,
            InboundEventHandler handler,
            Time time) {
        this.events = events;
        this.webhooks = webhooks;
        this.eventSource = eventSource;
        this.handler = handler;
        this.time = time;
    }

    public void cdevents(RoutingContext context) {
        InboundWebhooks.requireAdmitted(context, "events.cdevents");
        EventsConfig.CdEvents way = events.cdevents().orElseThrow();
        HttpServerRequest request = context.request();
        Buffer body = BodyReader.body(context);
        List<String> ids = new ArrayList<>();
        if (webhooks.isSigned(context)) {
            ids.add(EventKeys.of(request.getHeader(Signatures.STANDARD_ID)));
        }
        boolean structured = Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE))
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith(InboundWebhooks.STRUCTURED))
                .isPresent();
        CdEventReader event =
                structured ? CdEventReader.structured(body) : CdEventReader.binary(request.headers(), body);
        ids.add(EventKeys.of(event.key()));
        answer(context, once("cdevents", ids, () -> take(event, way)));
    }

    private Future<EventResult> take(CdEventReader event, EventsConfig.CdEvents way) {
        if (event.isOwn()) {
            return ignored("Probation sent this event itself");
        }
        if (!event.isOfService()) {
            return ignored("of CDEvents, only service deployed, upgraded and rolledback are acted on");
        }
        List<String> names = event.names();
        if (event.isElsewhere(way)) {
            return ignored("only the environment \"" + way.environment().orElse("") + "\" counts");
        }
        return handler.take(names, way.services(), event::service);
    }

    public void github(RoutingContext context) {
        InboundWebhooks.requireAdmitted(context, "events.github");
        EventsConfig.GitHub way = events.github().orElseThrow();
        Buffer body = BodyReader.body(context);
        String kind = word(context, "X-GitHub-Event");
        // the id is not signed, so what is signed is remembered, too
        List<String> ids = List.of(EventKeys.of(word(context, "X-GitHub-Delivery")), EventKeys.of(body.getBytes()));
        answer(
                context,
                switch (kind) {
                    case "ping" -> Future.succeededFuture(new EventResult(true, "pong", Optional.empty()));
                    case "deployment_status" -> once("github", ids, () -> take(GitHubEvent.read(body), way));
                    default -> ignored("of GitHub's events, only deployment_status is acted on");
                });
    }

    private Future<EventResult> take(GitHubEvent event, EventsConfig.GitHub way) {
        if (!event.state().equals("success")) {
            return ignored("only deployments with the state success are live");
        }
        if (!event.environment().equals(way.environment())) {
            return ignored("only the environment \"" + way.environment() + "\" counts");
        }
        return handler.take(event.names(), way.services(), () -> event.service(way));
    }

    private static String word(RoutingContext context, String header) {
        return Optional.ofNullable(context.request().getHeader(header))
                .filter(text -> WORD.matcher(text).matches())
                .orElseThrow(() -> HttpProblem.badRequest("expected the header " + header + ", as GitHub sends it"));
    }

    public void alertmanager(RoutingContext context) {
        InboundWebhooks.requireAdmitted(context, "events.alertmanager");
        AlertmanagerPayload payload = AlertmanagerPayload.read(BodyReader.body(context), time.now());
        int firing = payload.group().alerts().size();
        log.debug(
                "alerts came in firing={} resolved={}", firing, payload.ended().size());
        answer(
                context,
                eventSource
                        .hear(payload.group(), payload.ended())
                        .map(heard ->
                                new EventResult(true, "firing alerts in this group: " + firing, Optional.empty())));
    }

    private static Future<EventResult> ignored(String why) {
        return Future.succeededFuture(EventResult.ignored("ignored: " + why));
    }

    /** What was acted on is not again. What failed, or was ignored, may be when it is sent again. */
    private Future<EventResult> once(String source, List<String> ids, Supplier<Future<EventResult>> work) {
        return eventSource
                .isSeen(source, ids)
                .compose(seen -> seen
                        ? Future.succeededFuture(new EventResult(
                                true, "a repeat of an event that was already handled", Optional.empty()))
                        : work.get()
                                .compose(reception -> reception.taken()
                                        ? eventSource.see(source, ids).map(reception)
                                        : Future.succeededFuture(reception)));
    }

    private static void answer(RoutingContext context, Future<EventResult> reception) {
        reception
                .onSuccess(received -> {
                    context.response().setStatusCode(received.taken() ? 200 : 202);
                    Replies.json(context, received.json());
                })
                .onFailure(context::fail);
    }
}
