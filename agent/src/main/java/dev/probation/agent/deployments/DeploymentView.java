package dev.probation.agent.deployments;

import dev.probation.agent.store.StoredDeployment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowSpec;
import dev.probation.rules.window.WindowVerdict;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as it stands at {@code asOf}: an immutable picture for the API, the command line and reports.
 *
 * @param verdict the worst of the windows so far; {@code running} before the first ends
 * @param windows those that have begun, in order; the last may be running
 * @param planned all that there are to be, in order; once the deployment has ended, those that there were
 * @param versionProblem what people were told is wrong with the version that is read
 * @param unmeasured the checks that could decide a rollback and measure nothing, each with what people were told of it; none
 *     once the deployment has ended
 * @param current whether it shows all that is known: what the store has not taken is not shown
 */
public record DeploymentView(
        StoredDeployment stored,
        Instant asOf,
        Verdict verdict,
        List<WindowVerdict> windows,
        List<Planned> planned,
        List<SignOff> signOffs,
        Optional<Rollback> rollback,
        Optional<String> versionProblem,
        Map<CheckId, String> unmeasured,
        boolean current) {

    /** A window and its time, begun or not. */
    public record Planned(String name, Instant from, Instant to) {

        /** Those that are configured, in order. */
        public static List<Planned> of(List<WindowSpec> windows, Instant deployedAt) {
            return windows.stream()
                    .map(window ->
                            new Planned(window.name(), deployedAt.plus(window.from()), deployedAt.plus(window.until())))
                    .toList();
        }
    }

    /** A checklist item that a person confirms, confirmed or not. */
    public record SignOff(String name, String title, Optional<Signature> signature) {}

    /** Who confirmed, when, and what they said. */
    public record Signature(String by, Instant at, String note) {}

    /**
     * Where a rollback stands.
     *
     * @param since when the stage was reached
     * @param deadline when it escalates unless recovered
     * @param waitsFor what it waits for, in one sentence; empty where it has ended
     */
    public record Rollback(
            String id,
            Instant decidedAt,
            String check,
            String reason,
            Stage stage,
            Instant since,
            Instant deadline,
            List<Signal> signals,
            RollbackTimes times,
            Optional<String> waitsFor) {

        public Rollback {
            signals = List.copyOf(signals);
        }

        /** Whether a person had it carried out, rather than the agent by itself. */
        public boolean isOrdered() {
            return check.equals(CheckId.MANUAL)
                    || (stage != Stage.ADVISED && times.advised().isPresent());
        }
    }

    /**
     * What became of the signal to one receiver.
     *
     * @param by who approved it, where that was needed
     * @param reason why it was not accepted: in the last attempt, or for good
     * @param at when that was known
     */
    public record Signal(String receiver, State state, Optional<String> by, Optional<String> reason, Instant at) {

        /** Where the signal to one receiver stands. */
        public enum State {
            /** A person has to approve it first. */
            AWAITING_APPROVAL,
            /** On its way. */
            PENDING,
            TAKEN,
            REFUSED,
            /** Nobody approved it in time. */
            NOT_APPROVED
        }
    }

    /** The steps of a rollback, in order. */
    public enum Stage {
        /** People are told, nothing is signalled. */
        ADVISED,
        DECIDED,
        SIGNALLED,
        CONFIRMED,
        RECOVERED,
        NOT_RECOVERED;

        private static final Map<Stage, Set<Stage>> NEXT = Map.of(
                ADVISED, Set.of(DECIDED),
                DECIDED, Set.of(SIGNALLED, CONFIRMED, NOT_RECOVERED),
                SIGNALLED, Set.of(CONFIRMED, RECOVERED, NOT_RECOVERED),
                CONFIRMED, Set.of(RECOVERED, NOT_RECOVERED),
                RECOVERED, Set.of(),
                NOT_RECOVERED, Set.of());

        /** Whether this is followed by {@code next}. */
        public boolean leadsTo(Stage next) {
            return NEXT.getOrDefault(this, Set.of()).contains(next);
        }

        /** Whether it was begun and has not ended. */
        public boolean isOpen() {
            return this != ADVISED && leadsTo(NOT_RECOVERED);
        }
    }

    public DeploymentView {
        windows = List.copyOf(windows);
        planned = List.copyOf(planned);
        signOffs = List.copyOf(signOffs);
        unmeasured = Collections.unmodifiableMap(new TreeMap<>(unmeasured));
    }

    /** One that shows all that is known. */
    public DeploymentView(
            StoredDeployment stored,
            Instant asOf,
            Verdict verdict,
            List<WindowVerdict> windows,
            List<Planned> planned,
            List<SignOff> signOffs,
            Optional<Rollback> rollback) {
        this(stored, asOf, verdict, windows, planned, signOffs, rollback, Optional.empty(), Map.of(), true);
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

    /** The same, now that more is known than it shows. */
    public DeploymentView outdated() {
        return new DeploymentView(
                stored, asOf, verdict, windows, planned, signOffs, rollback, versionProblem, unmeasured, false);
    }

    /** The same, with what is wrong with the version that is read, if anything. */
    public DeploymentView withVersionProblem(@Nullable String problem) {
        Optional<String> wrong = Optional.ofNullable(problem);
        return new DeploymentView(
                stored, asOf, verdict, windows, planned, signOffs, rollback, wrong, unmeasured, current);
    }

    /** The same, with the checks that measure nothing; none of a deployment that has ended, of which nothing is measured. */
    public DeploymentView withUnmeasured(Map<CheckId, String> checks) {
        Map<CheckId, String> now = stored.phase().isOpen() ? checks : Map.of();
        return new DeploymentView(
                stored, asOf, verdict, windows, planned, signOffs, rollback, versionProblem, now, current);
    }

    private static List<Planned> begun(List<WindowVerdict> windows) {
        return windows.stream()
                .map(window -> new Planned(window.name(), window.from(), window.to()))
                .toList();
    }
}
