package dev.probation.agent.receiver.rollback.kubernetes;

import dev.probation.agent.json.JsonTree;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.RollbackSignal;
import dev.probation.agent.receiver.http.HttpSender.Answer;
import dev.probation.agent.receiver.rollback.kubernetes.Revisions.Revision;
import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import java.util.Optional;

/** Puts a Deployment back to its revision before, as {@code kubectl rollout undo} does, once for a decision. */
final class KubernetesReceiver implements Receiver {

    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String HASH = "pod-template-hash";
    private static final int CONFLICT = 409;

    private final Workload workload;
    private final KubernetesApi api;
    private final String namespace;
    private final String path;
    private final String named;

    KubernetesReceiver(Workload workload, KubernetesApi api) {
        this.workload = workload;
        this.api = api;
        this.namespace = "/apis/apps/v1/namespaces/" + workload.namespace();
        this.path = namespace + "/deployments/" + workload.name();
        this.named = "deployment " + workload.name();
    }

    @Override
    public Future<Delivery> send(Message message) {
        RollbackSignal signal = RollbackSignal.of(message);
        return api.get(path, deployment -> look(deployment, signal));
    }

    private Future<Delivery> look(JsonTree deployment, RollbackSignal signal) {
        if (Undo.isDone(deployment, signal)) {
            return Future.succeededFuture(new Delivered(named + " was rolled back before"));
        }
        Optional<Delivery> obstacle = Undo.obstacle(deployment, named);
        if (obstacle.isPresent()) {
            return Future.succeededFuture(obstacle.orElseThrow());
        }
        if (!workload.versionBy().isOf(deployment.at("spec", "template"), signal)) {
            return Future.succeededFuture(Undo.otherVersion(named, signal, workload.versionBy()));
        }
        return api.get(
                namespace + "/replicasets" + Revisions.query(deployment),
                replicaSets -> undo(deployment, Revisions.of(replicaSets, deployment, REVISION), signal));
    }

    private Future<Delivery> undo(JsonTree deployment, Revisions revisions, RollbackSignal signal) {
        long current =
                deployment.at("metadata", "annotations", REVISION).number().orElse(0L);
        return revisions
                .before(current, workload.versionBy(), signal)
                .map(target -> api.patch(
                        path,
                        KubernetesApi.Patch.JSON,
                        Undo.change(deployment, target, HASH, signal),
                        answer -> Future.succeededFuture(sort(answer, current, target))))
                .orElseGet(() -> Future.succeededFuture(Undo.noEarlier(named)));
    }

    private Delivery sort(Answer answer, long current, Revision target) {
        if (answer.isGood()) {
            return new Delivered(
                    named + " rolled back from its revision " + current + " to what it was in " + target.number());
        }
        if (answer.status() == CONFLICT) {
            return new TryAgain(
                    DeliveryFailure.OTHER, named + " was changed meanwhile, and is looked at again", Optional.empty());
        }
        return api.sort(answer, path);
    }

    @Override
    public Future<Void> close() {
        return api.close();
    }
}
