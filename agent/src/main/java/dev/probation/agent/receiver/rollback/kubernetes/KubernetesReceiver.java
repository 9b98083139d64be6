package dev.probation.agent.receiver.rollback.kubernetes;

import dev.probation.agent.json.JsonTree;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.RollbackSignal;
import io.vertx.core.Future;

/** Puts a Deployment back to its revision before, as {@code kubectl rollout undo} does, once for a decision. */
final class KubernetesReceiver extends WorkloadReceiver {

    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final Form DEPLOYMENT =
            new Form("/apis/apps/v1", "deployment", REVISION, "pod-template-hash", "rolled back");

    KubernetesReceiver(Workload workload, KubernetesApi api) {
        super(workload, api, DEPLOYMENT);
    }

    @Override
    protected Future<Delivery> rollBack(JsonTree deployment, RollbackSignal signal) {
        if (!workload.versionBy().isOf(deployment.at("spec", "template"), signal)) {
            return Future.succeededFuture(Undo.otherVersion(named, signal, workload.versionBy()));
        }
        long current =
                deployment.at("metadata", "annotations", REVISION).number().orElse(0L);
        return withRevisions(deployment, revisions -> putBack(deployment, revisions, current, signal, "rolled back"));
    }
}
