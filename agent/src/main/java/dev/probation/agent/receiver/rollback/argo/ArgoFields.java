package dev.probation.agent.receiver.rollback.argo;

import dev.probation.agent.config.section.ReceiverFields;
import dev.probation.agent.receiver.rollback.kubernetes.WorkloadFields;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;

/** How a Rollout of Argo Rollouts is written. */
public final class ArgoFields implements ReceiverFields {

    private static final Field<String> ROLLOUT =
            WorkloadFields.key("argo-rollouts", "The Rollout that is aborted, or undone where it has completed.");
    private static final ObjectSchema<ArgoSettings> SETTINGS = ObjectSchema.of(
            WorkloadFields.with(ROLLOUT), values -> new ArgoSettings(WorkloadFields.read(values, ROLLOUT)));

    @Override
    public String kind() {
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
}
