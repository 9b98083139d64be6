package dev.probation.agent.receiver.rollback.argo;

import dev.probation.agent.json.JsonTree;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.RollbackSignal;
import dev.probation.agent.receiver.rollback.kubernetes.KubernetesApi;
import dev.probation.agent.receiver.rollback.kubernetes.KubernetesApi.Patch;
import dev.probation.agent.receiver.rollback.kubernetes.Revisions;
import dev.probation.agent.receiver.rollback.kubernetes.Revisions.Revision;
import dev.probation.agent.receiver.rollback.kubernetes.Undo;
import dev.probation.agent.receiver.rollback.kubernetes.Workload;
import dev.probation.agent.receiver.rollback.kubernetes.WorkloadReceiver;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Aborts a Rollout that is under way, after which its stable pods serve again; and puts one that has completed, where an
 * abort does nothing, back to its revision before.
 */
final class ArgoReceiver extends WorkloadReceiver {

    private static final String HASH = "rollouts-pod-template-hash";
    private static final Form ROLLOUT =
            new Form("/apis/argoproj.io/v1alpha1", "rollout", "rollout.argoproj.io/revision", HASH, "undone");
    private static final int NOT_FOUND = 404;

    ArgoReceiver(Workload workload, KubernetesApi api) {
        super(workload, api, ROLLOUT);
    }

    @Override
    protected Future<Delivery> rollBack(JsonTree rollout, RollbackSignal signal) {
        return withRevisions(rollout, revisions -> decide(rollout, revisions, signal));
    }

    private Future<Delivery> decide(JsonTree rollout, Revisions revisions, RollbackSignal signal) {
        String current = rollout.at("status", "currentPodHash").text().orElse("");
        String stable = rollout.at("status", "stableRS").text().orElse("");
        Optional<Revision> runs = revisions.labelled(HASH, current);
        if (runs.isEmpty()) {
            return Future.succeededFuture(new TryAgain(
                    DeliveryFailure.OTHER, named + " has no ReplicaSet of its newest template yet", Optional.empty()));
        }
        Revision newest = runs.orElseThrow();
        if (!workload.versionBy().isOf(newest.template(), signal)) {
            return Future.succeededFuture(Undo.otherVersion(named, signal, workload.versionBy()));
        }
        if (stable.isEmpty()) {
            return Future.succeededFuture(Undo.noEarlier(named));
        }
        return stable.equals(current) ? undo(rollout, revisions, newest, signal) : abort(rollout);
    }

    private Future<Delivery> abort(JsonTree rollout) {
        if (rollout.at("status", "abort").isTrue()) {
            return Future.succeededFuture(new Delivered(named + " was already aborted"));
        }
        String seen = rollout.at("metadata", "resourceVersion").text().orElse("");
        Buffer change = new JsonObject()
                .put("metadata", new JsonObject().put("resourceVersion", seen))
                .put("status", new JsonObject().put("abort", true))
                .toBuffer();
        String done = named + " aborted";
        // an old definition of Rollouts has no status of its own
        return api.patch(
                path + "/status",
                Patch.MERGE,
                change,
                answer -> answer.status() == NOT_FOUND
                        ? api.patch(path, Patch.MERGE, change, whole -> sorted(whole, done))
                        : sorted(answer, done));
    }

    private Future<Delivery> undo(JsonTree rollout, Revisions revisions, Revision newest, RollbackSignal signal) {
        Optional<String> elsewhere = rollout.at("spec", "workloadRef", "name").text();
        if (elsewhere.isPresent()) {
            return Future.succeededFuture(new Refused(
                    DeliveryFailure.REFUSED,
                    named + " has completed, and its pods are described by " + elsewhere.orElseThrow()
                            + " (workloadRef), which the agent does not change; run kubectl argo rollouts undo "
                            + workload.name()));
        }
        return putBack(rollout, revisions, newest.number(), signal, "put back");
    }
}
