package dev.probation.agent.watch;

import dev.probation.agent.store.StoredDeployment;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A deployment as it stands at {@code asOf}: an immutable picture for the API, the command line and reports.
 *
 * @param verdict the worst of the windows so far; {@code running} before the first ends
 * @param windows those that have begun, in order; the last may be running
 * @param planned all that there are to be, in order; once the deployment has ended, those that there were
 */
public record DeploymentView(
        StoredDeployment stored,
        Instant asOf,
        Verdict verdict,
        List<WindowVerdict> windows,
        List<Planned> planned,
        List<SignOff> signOffs,
        Optional<Rollback> rollback) {

    /** A window and its time, begun or not. */
    public record Planned(String name, Instant from, Instant to) {}

    /** A checklist item that a person confirms, confirmed or not. */
    public record SignOff(String name, String title, Optional<Signature> signature) {}

    /** Who confirmed, when, and what they said. */
    public record Signature(String by, Instant at, String note) {}

    /**
     * Where a rollback stands.
     *
     * @param since when the stage was reached
     * @param deadline when it escalates unless recovered
     */
    public record Rollback(
            String id, Instant decidedAt, String check, String reason, Stage stage, Instant since, Instant deadline) {}

    /** The steps of a rollback, in order. */
    public enum Stage {
        /** People are told, nothing is signalled. */
        ADVISED,
        DECIDED,
        SIGNALLED,
        CONFIRMED,
        RECOVERED,
        NOT_RECOVERED
    }

    public DeploymentView {
        windows = List.copyOf(windows);
        planned = List.copyOf(planned);
        signOffs = List.copyOf(signOffs);
    }

    /** One with no more windows to come. */
    public DeploymentView(
            StoredDeployment stored,
            Instant asOf,
            Verdict verdict,
            List<WindowVerdict> windows,
            List<SignOff> signOffs,
            Optional<Rollback> rollback) {
        this(stored, asOf, verdict, windows, begun(windows), signOffs, rollback);
    }

    private static List<Planned> begun(List<WindowVerdict> windows) {
        return windows.stream()
                .map(window -> new Planned(window.name(), window.from(), window.to()))
                .toList();
    }
}
