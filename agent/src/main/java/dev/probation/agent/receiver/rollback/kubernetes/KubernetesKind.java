package dev.probation.agent.receiver.rollback.kubernetes;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import java.util.List;

/** A Deployment of Kubernetes. */
public final class KubernetesKind implements ReceiverKind {

    private static final Field<String> DEPLOYMENT = WorkloadFields.key("kubernetes", "The Deployment's name.");
    private static final ObjectSchema<KubernetesSettings> SETTINGS = ObjectSchema.of(
            WorkloadFields.with(DEPLOYMENT), values -> new KubernetesSettings(WorkloadFields.read(values, DEPLOYMENT)));

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public Use use() {
        return Use.ROLLBACK;
    }

    @Override
    public ObjectSchema<KubernetesSettings> settings() {
        return SETTINGS;
    }

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        Workload workload = ((KubernetesSettings) config.settings()).workload();
        return new KubernetesReceiver(workload, new KubernetesApi(workload, context));
    }

    @Override
    public List<String> missing(ReceiverConfig config, List<String> services) {
        return KubernetesApi.missing(((KubernetesSettings) config.settings()).workload());
    }
}
