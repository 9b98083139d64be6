package dev.probation.agent.receiver.rollback.github;

import dev.probation.agent.http.HttpAddress;
import dev.probation.agent.json.JsonTree;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.RollbackSignal;
import dev.probation.agent.text.Truncation;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;

/** Marks the deployment of the version as failed, once: its description has the decision's id. */
final class DeploymentStatus {

    private static final int LONGEST_DESCRIPTION = 140;

    private final GitHubApi api;
    private final String environment;

    DeploymentStatus(GitHubApi api, String environment) {
        this.api = api;
        this.environment = environment;
    }

    Future<Delivery> fail(RollbackSignal signal) {
        String newest = "/deployments?environment=" + HttpAddress.encode(environment) + "&per_page=30";
        return api.get(newest, deployments -> {
            if (!deployments.isList()) {
                return Future.succeededFuture(GitHubApi.strange());
            }
            return deployments.items().stream()
                    .filter(deployment -> isOf(deployment, signal))
                    .flatMap(deployment -> deployment.at("id").number().stream())
                    .findFirst()
                    .map(id -> fail(id, signal))
                    .orElseGet(() -> Future.succeededFuture(unknown(signal)));
        });
    }

    private static boolean isOf(JsonTree deployment, RollbackSignal signal) {
        return Stream.of("ref", "sha")
                .flatMap(key -> deployment.at(key).text().stream())
                .anyMatch(signal::isVersion);
    }

    private Delivery unknown(RollbackSignal signal) {
        return new Refused(
                DeliveryFailure.REFUSED,
                "none of the newest 30 deployments to \"" + environment + "\" has ref " + signal.version() + ", v"
                        + signal.version() + " or a commit that begins with that");
    }

    private Future<Delivery> fail(long deployment, RollbackSignal signal) {
        String path = "/deployments/" + deployment + "/statuses";
        return api.get(path + "?per_page=100", statuses -> {
            boolean known = statuses.items().stream()
                    .flatMap(status -> status.at("description").text().stream())
                    .anyMatch(description -> description.contains(signal.id()));
            if (known) {
                return Future.succeededFuture(
                        new Delivered("deployment " + deployment + " was already marked as failed"));
            }
            return api.post(
                    path,
                    body(signal),
                    answer -> answer.isGood()
                            ? new Delivered("deployment " + deployment + " marked as failed")
                            : api.sort(answer));
        });
    }

    private JsonObject body(RollbackSignal signal) {
        return new JsonObject()
                .put("state", "failure")
                .put("environment", environment)
                .put(
                        "description",
                        Truncation.codePoints("rollback " + signal.id() + ": " + signal.reason(), LONGEST_DESCRIPTION));
    }
}
