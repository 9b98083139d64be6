package dev.probation.agent.receiver.rollback.kubernetes;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;

/** A Deployment of Kubernetes. */
public final class KubernetesKind implements ReceiverKind {

    @Override
    public Class<KubernetesSettings> settings() {
        return KubernetesSettings.class;
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        Workload workload = ((KubernetesSettings) config.settings()).workload();
        return new KubernetesReceiver(workload, new KubernetesApi(workload, vertx, time));
    }
}
