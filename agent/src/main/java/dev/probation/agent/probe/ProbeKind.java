package dev.probation.agent.probe;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Target;
import dev.probation.agent.config.kind.ProbeFields;
import java.util.List;

/**
 * One kind of target that can be asked: how targets and checks are written, how a target is connected, and what is
 * special to the kind. It has no state. Found by {@link java.util.ServiceLoader}: a new kind is a package and a line in
 * {@code META-INF/services}.
 */
public interface ProbeKind extends ProbeFields {

    /** Whether its probes are {@link PastProbe}s, since its targets remember what they measured. */
    default boolean remembers() {
        return false;
    }

    /** Whether the target's certificate is not verified. */
    default boolean acceptsAnyCertificate(Target target) {
        return false;
    }

    /** What is valid in a check and probably not meant, by the configuration alone: a sentence each. */
    default List<String> hints(CheckConfig check) {
        return List.of();
    }

    /** What is probably wrong in a check's question, by its text alone; {@link TargetClient#lint} asks the target. */
    default List<LintFinding> lint(CheckConfig check) {
        return List.of();
    }

    /** Whether a check asks for an alert that Alertmanager told of. */
    default boolean asksFor(CheckConfig check, FiringAlerts.Alert alert) {
        return false;
    }

    /** A client for a target of this kind. Opens no connection yet. */
    TargetClient connect(Target target, ProbeContext context);
}
