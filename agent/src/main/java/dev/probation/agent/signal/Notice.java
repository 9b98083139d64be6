package dev.probation.agent.signal;

import dev.probation.agent.config.Occasion;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.window.Verdict;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * What a message says, in the agent's own words; each receiver makes its own form of it.
 *
 * @param at when it came about
 * @param deployment its id
 * @param check the check it is about
 * @param window the window it is about
 * @param decision the id of the rollback decision it is about
 * @param reason one sentence with the numbers in it
 * @param link where people see more
 */
public record Notice(
        Occasion occasion,
        Step step,
        Instant at,
        String service,
        String version,
        String deployment,
        Optional<Evidence> check,
        Optional<Ending> window,
        Optional<String> decision,
        String reason,
        Optional<String> link) {

    /** What it means for an incident that people are paged for. */
    public enum Step {
        OPENS,
        RESOLVES,
        /** Nothing: it is told, and that is all. */
        TELLS
    }

    /**
     * Where a check stands.
     *
     * @param observed the value with its unit
     * @param limit what was expected of it
     */
    public record Evidence(String check, String state, Optional<String> observed, Optional<String> limit) {}

    /** A window's end. */
    public record Ending(String window, Verdict verdict) {}

    /** A notice about a deployment, with no particulars yet. */
    public static Notice of(Occasion occasion, Step step, Instant at, Deployment deployment, String reason) {
        return new Notice(
                occasion,
                step,
                at,
                deployment.service(),
                deployment.version(),
                deployment.id(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                reason,
                Optional.empty());
    }

    public Notice about(Evidence evidence) {
        return new Notice(
                occasion,
                step,
                at,
                service,
                version,
                deployment,
                Optional.of(evidence),
                window,
                decision,
                reason,
                link);
    }

    public Notice about(Ending ending) {
        return new Notice(
                occasion, step, at, service, version, deployment, check, Optional.of(ending), decision, reason, link);
    }

    /** About a rollback that was decided. */
    public Notice decided(String decisionId) {
        return new Notice(
                occasion, step, at, service, version, deployment, check, window, Optional.of(decisionId), reason, link);
    }

    public Notice linked(Optional<String> address) {
        return new Notice(occasion, step, at, service, version, deployment, check, window, decision, reason, address);
    }

    /** The incident that it opens or resolves: of a check, of the rollback, or of the deployment. */
    public String incident() {
        return NoticeText.incident(this);
    }

    /** For people, on one line, without the reason. */
    public String headline() {
        return NoticeText.headline(this);
    }

    public JsonObject toJson() {
        return NoticeJson.write(this);
    }

    /** Reads what {@link #toJson} wrote. */
    public static Notice fromJson(JsonObject json) {
        return NoticeJson.read(json);
    }
}
