package dev.probation.agent.web.webhook;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.json.StrictFields;
import dev.probation.agent.web.exchange.BodyReader;
import dev.probation.agent.web.exchange.HttpProblem;
import dev.probation.agent.web.exchange.Replies;
import dev.probation.agent.web.exchange.Requests;
import dev.probation.rules.sample.CheckId;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The gates that Flagger asks at. To it a 200 is an order: go on, or roll back now. So there is one only where the newest
 * deployment gives reason to, and whatever is unknown is no reason.
 */
public final class FlaggerRoutes {

    private static final int LONGEST = 1_000;

    private final Deployments deployments;

    public FlaggerRoutes(Deployments deployments) {
        this.deployments = deployments;
    }

    /** What Flagger's configuration adds: which version it means, and which window must have passed. */
    record Wish(Optional<String> version, Optional<String> window) {}

    public void promotion(RoutingContext context) {
        answer(context, FlaggerGates::promotion);
    }

    public void rollback(RoutingContext context) {
        answer(context, FlaggerGates::rollback);
    }

    private void answer(RoutingContext context, BiFunction<DeploymentView, Wish, JsonObject> gate) {
        String service = context.pathParam("service");
        if (!CheckId.isValid(service)) {
            throw none(service);
        }
        Wish wish = wish(context);
        deployments
                .newest(service, 1)
                .map(newest -> gate.apply(first(newest, service), wish))
                .onSuccess(open -> Replies.json(context, open))
                .onFailure(context::fail);
    }

    private static DeploymentView first(List<DeploymentView> newest, String service) {
        return newest.stream().findFirst().orElseThrow(() -> none(service));
    }

    private static HttpProblem none(String service) {
        return HttpProblem.notFound("there is no deployment of a service \"" + service + "\"; announce one first");
    }

    /** Of what Flagger says of itself only the metadata is used, since what it says may grow. */
    private static Wish wish(RoutingContext context) {
        StrictFields parameters = Requests.query(context, "window", "version");
        Optional<StrictFields> metadata =
                StrictFields.ofBody(BodyReader.body(context)).objectIfAny("metadata");
        return new Wish(
                parameters.optionalLine("version").or(() -> metadata.flatMap(given -> text(given, "version"))),
                Requests.name(parameters, "window").or(() -> metadata.flatMap(given -> text(given, "window"))));
    }

    private static Optional<String> text(StrictFields metadata, String name) {
        return metadata.optionalText(name, LONGEST).map(text -> {
            if (text.isBlank()) {
                throw metadata.wrong(name, "a text");
            }
            return text;
        });
    }
}
