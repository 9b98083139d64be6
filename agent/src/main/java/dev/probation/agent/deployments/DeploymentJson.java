package dev.probation.agent.deployments;

import dev.probation.agent.store.StoredDeployment;
import dev.probation.rules.deployment.Deployment;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a deployment is written as JSON, in the API and by the command line. Instants are ISO 8601 in UTC. */
public final class DeploymentJson {

    private DeploymentJson() {}

    /** The whole view. What is absent is null, so that every field is always there. */
    public static JsonObject of(DeploymentView view) {
        return new JsonObject()
                .put("deployment", deployment(view))
                .put("asOf", text(view.asOf()))
                .put("current", view.current())
                .put("versionProblem", view.versionProblem().orElse(null))
                .put("unmeasured", unmeasured(view))
                .put("rollback", view.rollback().map(DeploymentJson::rollback).orElse(null))
                .put("windows", array(view.windows(), WindowJson::write))
                .put("plannedWindows", array(view.planned(), DeploymentJson::planned))
                .put("signOffs", array(view.signOffs(), DeploymentJson::signOff));
    }

    /** An enum constant as JSON writes it: {@code rolling-back}. */
    public static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static JsonObject deployment(DeploymentView view) {
        StoredDeployment stored = view.stored();
        Deployment deployment = stored.deployment();
        return new JsonObject()
                .put("id", deployment.id())
                .put("service", deployment.service())
                .put("version", deployment.version())
                .put("deployedAt", text(deployment.deployedAt()))
                .put("announcedAt", text(stored.deployment().announcedAt()))
                .put("endedAt", text(stored.endedAt().orElse(null)))
                .put("phase", label(stored.phase()))
                .put("verdict", view.verdict().label())
                .put("rollback", deployment.rollback());
    }

    private static JsonArray unmeasured(DeploymentView view) {
        JsonArray checks = new JsonArray();
        view.unmeasured()
                .forEach((check, reason) ->
                        checks.add(new JsonObject().put("check", check.value()).put("reason", reason)));
        return checks;
    }

    private static JsonObject rollback(DeploymentView.Rollback rollback) {
        JsonObject json = new JsonObject()
                .put("id", rollback.id())
                .put("decidedAt", text(rollback.decidedAt()))
                .put("check", rollback.check())
                .put("reason", rollback.reason())
                .put("stage", label(rollback.stage()))
                .put("since", text(rollback.since()))
                .put("deadline", text(rollback.deadline()))
                .put("waitsFor", rollback.waitsFor().orElse(null))
                .put("signals", array(rollback.signals(), DeploymentJson::signal));
        return json.mergeIn(times(rollback.times()));
    }

    private static JsonObject signal(DeploymentView.Signal signal) {
        return new JsonObject()
                .put("receiver", signal.receiver())
                .put("state", label(signal.state()))
                .put("approvedBy", signal.by().orElse(null))
                .put("reason", signal.reason().orElse(null))
                .put("at", text(signal.at()));
    }

    private static JsonObject times(RollbackTimes times) {
        return new JsonObject()
                .put("breachedAt", text(times.breached()))
                .put("advisedAt", text(times.advised().orElse(null)))
                .put("signalledAt", text(times.signalled().orElse(null)))
                .put("confirmedAt", text(times.confirmed().orElse(null)))
                .put("recoveredAt", text(times.recovered().orElse(null)))
                .put("notRecoveredAt", text(times.givenUp().orElse(null)))
                .put("secondsToDetect", seconds(times.toDetect()))
                .put("secondsToSignal", seconds(times.toSignal().orElse(null)))
                .put("secondsToRecover", seconds(times.toRecover().orElse(null)))
                .put("outageSeconds", seconds(times.outage().orElse(null)))
                .put("rtoSeconds", seconds(times.rto().orElse(null)))
                .put("rtoKept", times.isRtoKept().orElse(null));
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() / 1000.0;
    }

    private static JsonObject planned(DeploymentView.Planned window) {
        return new JsonObject()
                .put("name", window.name())
                .put("from", text(window.from()))
                .put("to", text(window.to()));
    }

    private static JsonObject signOff(DeploymentView.SignOff signOff) {
        return new JsonObject()
                .put("name", signOff.name())
                .put("title", signOff.title())
                .put(
                        "signature",
                        signOff.signature().map(DeploymentJson::signature).orElse(null));
    }

    private static JsonObject signature(DeploymentView.Signature signature) {
        return new JsonObject()
                .put("by", signature.by())
                .put("at", text(signature.at()))
                .put("note", signature.note());
    }

    private static <T> JsonArray array(List<T> items, Function<T, JsonObject> write) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(write.apply(item)));
        return array;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
