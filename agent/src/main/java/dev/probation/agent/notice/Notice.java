package dev.probation.agent.notice;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.window.Verdict;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a message says, in the agent's own words; each receiver makes its own form of it.
 *
 * @param at when it came about
 * @param deployment its id
 * @param reason one sentence with the numbers in it; of a bundle, one line for each check
 */
public record Notice(
        NotificationEvent occasion,
        Step step,
        Instant at,
        String service,
        String version,
        String deployment,
        String reason,
        NoticeDetails particulars) {

    /** In place of a deployment's id, which always has its service and version in it. */
    private static final String STORE = "store";

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

    /**
     * A window's end.
     *
     * @param span what was judged; empty where that was not kept
     * @param overall the verdict on the deployment, where no other window follows; {@code running} where the deployment
     *     ended before its time without having failed
     */
    public record Ending(String window, Verdict verdict, Optional<Span> span, Optional<Verdict> overall) {

        public Ending(String window, Verdict verdict) {
            this(window, verdict, Optional.empty(), Optional.empty());
        }
    }

    /** A stretch of time. */
    public record Span(Instant from, Instant to) {}

    /** One of several checks that are told in one message. */
    public record Part(Evidence evidence, String reason) {}

    /** A notice about a deployment, with no particulars yet. */
    public static Notice of(NotificationEvent occasion, Step step, Instant at, Deployment deployment, String reason) {
        return new Notice(
                occasion,
                step,
                at,
                deployment.service(),
                deployment.version(),
                deployment.id(),
                reason,
                NoticeDetails.NONE);
    }

    /** A notice about the agent itself and its store, of no deployment. */
    public static Notice ofStore(Step step, Instant at, String agent, String reason) {
        return new Notice(NotificationEvent.BLIND, step, at, "probation", agent, STORE, reason, NoticeDetails.NONE);
    }

    public boolean isOfStore() {
        return deployment.equals(STORE);
    }

    /** The same in other words. */
    public Notice saying(String words) {
        return new Notice(occasion, step, at, service, version, deployment, words, particulars);
    }

    private Notice with(NoticeDetails others) {
        return new Notice(occasion, step, at, service, version, deployment, reason, others);
    }

    public Notice about(Evidence evidence) {
        return with(particulars.about(Optional.of(evidence)));
    }

    public Notice about(Ending ending) {
        return with(particulars.about(ending));
    }

    /** About a rollback that was decided. */
    public Notice decided(String decisionId) {
        return with(particulars.decided(decisionId));
    }

    /** About the course that a rollback took. */
    public Notice taking(RollbackEscalation turn) {
        return with(particulars.taking(turn));
    }

    public Notice linked(Optional<String> address) {
        return with(particulars.linked(address));
    }

    /** The same, with words for everybody. */
    public Notice announced(Optional<String> words) {
        return with(particulars.announced(words));
    }

    /** The same, told late: what it tells was over then. */
    public Notice healed(Instant when) {
        return with(particulars.healed(when));
    }

    /** Several failures of one deployment in one notice. */
    public Notice bundled(List<Part> parts, String lines) {
        return new Notice(
                occasion,
                step,
                at,
                service,
                version,
                deployment,
                lines,
                particulars.about(Optional.empty()).bundled(parts));
    }

    /** The check it is about; empty where there are several. */
    public Optional<Evidence> check() {
        return particulars.check();
    }

    /** The window it is about. */
    public Optional<Ending> window() {
        return particulars.window();
    }

    /** The id of the rollback decision it is about. */
    public Optional<String> decision() {
        return particulars.decision();
    }

    /** The course that a rollback took. */
    public Optional<RollbackEscalation> turn() {
        return particulars.turn();
    }

    /** Whether it tells that all is well, rather than that something is over or followed no more. */
    public boolean isGoodNews() {
        return step == Step.RESOLVES && !turn().equals(Optional.of(RollbackEscalation.ABANDONED));
    }

    /** Where people see more. */
    public Optional<String> link() {
        return particulars.link();
    }

    /** The checks of a bundle; empty where it is about one, or none. */
    public List<Part> parts() {
        return particulars.parts();
    }

    /** When what it tells was over, where that was before it was told. */
    public Optional<Instant> healed() {
        return particulars.healed();
    }

    /** What the team says of it to everybody, in its own words. */
    public Optional<String> announcement() {
        return particulars.announcement();
    }

    /** The occasion that opened what a resolving one ends. */
    public NotificationEvent opening() {
        return occasion == NotificationEvent.RECOVERED ? NotificationEvent.FAILING : occasion;
    }

    /** The incident that it opens or resolves: of a check, of the rollback, or of the deployment. */
    public String incident() {
        return NoticeText.incident(this);
    }

    /** For people, on one line, without the reason. */
    public String headline() {
        return NoticeText.headline(this);
    }

    /** The same with every text bounded, so that the whole fits most receivers. */
    public Notice abridged() {
        return Abridged.of(this);
    }

    public JsonObject toJson() {
        return NoticeJson.write(this);
    }

    /** Reads what {@link #toJson} wrote. */
    public static Notice fromJson(JsonObject json) {
        return NoticeJson.read(json);
    }
}
