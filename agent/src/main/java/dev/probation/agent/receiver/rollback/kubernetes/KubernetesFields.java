package dev.probation.agent.receiver.rollback.kubernetes;

import dev.probation.agent.config.section.ReceiverFields;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;

/** How a Deployment of Kubernetes is written. */
public final class KubernetesFields implements ReceiverFields {

    private static final Field<String> DEPLOYMENT =
            WorkloadFields.key("kubernetes", "The Deployment that is put back to its revision before.");
    private static final ObjectSchema<KubernetesSettings> SETTINGS = ObjectSchema.of(
            WorkloadFields.with(DEPLOYMENT), values -> new KubernetesSettings(WorkloadFields.read(values, DEPLOYMENT)));

    @Override
    public String kind() {
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
}
