package dev.probation.agent.receiver.rollback.argo;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.rollback.kubernetes.KubernetesApi;
import dev.probation.agent.receiver.rollback.kubernetes.Workload;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;

/** A Rollout of Argo Rollouts. */
public final class ArgoKind implements ReceiverKind {

    @Override
    public Class<ArgoSettings> settings() {
        return ArgoSettings.class;
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        Workload workload = ((ArgoSettings) config.settings()).workload();
        return new ArgoReceiver(workload, new KubernetesApi(workload, vertx, time));
    }
}
