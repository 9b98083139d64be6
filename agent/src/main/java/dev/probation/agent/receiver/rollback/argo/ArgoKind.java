package dev.probation.agent.receiver.rollback.argo;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.rollback.kubernetes.KubernetesApi;
import dev.probation.agent.receiver.rollback.kubernetes.Workload;
import dev.probation.agent.receiver.rollback.kubernetes.WorkloadFields;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import java.util.List;

/** A Rollout of Argo Rollouts. */
public final class ArgoKind implements ReceiverKind {

    private static final Field<String> ROLLOUT = WorkloadFields.key("argo-rollouts", "The Rollout's name.");
    private static final ObjectSchema<ArgoSettings> SETTINGS = ObjectSchema.of(
            WorkloadFields.with(ROLLOUT), values -> new ArgoSettings(WorkloadFields.read(values, ROLLOUT)));

    @Override
    public String name() {
        return "argo-rollouts";
    }

    @Override
    public Use use() {
        return Use.ROLLBACK;
    }

    @Override
    public ObjectSchema<ArgoSettings> settings() {
        return SETTINGS;
    }

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        Workload workload = ((ArgoSettings) config.settings()).workload();
        return new ArgoReceiver(workload, new KubernetesApi(workload, context));
    }

    @Override
    public List<String> missing(ReceiverConfig config, List<String> services) {
        return KubernetesApi.missing(((ArgoSettings) config.settings()).workload());
    }
}
