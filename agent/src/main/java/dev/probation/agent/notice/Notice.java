package dev.probation.agent.notice;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.window.Verdict;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a message says, in the agent's own words; each receiver makes its own form of it.
 *
 * @param at when it came about
 * @param deployment its id
 * @param reason one sentence with the numbers in it; of a batch, one line for each check
 */
public record Notice(
        NotificationEvent occasion,
        IncidentAction action,
        Instant at,
        String service,
        String version,
        String deployment,
        String reason,
        NoticeDetails details) {

    /** In place of a deployment's id, which always has its service and version in it. */
    private static final String STORE = "store";

    /**
     * Where a check stands.
     *
     * @param observed the newest value with its unit, or what was found in its place; empty where nothing is measured
     * @param limit what was expected of it
     */
    public record Evidence(String check, String state, Optional<String> observed, Optional<String> limit) {

        boolean isFailing() {
            return state.equals(CheckState.FAILING.label());
        }
    }

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

    /**
     * How an incident ended.
     *
     * @param isGood whether all is well again, rather than that it is over or followed no more
     */
    public record Resolution(Instant at, boolean isGood) {

        /** All was well again. */
        public static Resolution recovered(Instant at) {
            return new Resolution(at, true);
        }
    }

    /** One of several checks that are told in one message. */
    public record Part(Evidence evidence, String reason) {}

    /** A notice about a deployment, with no details yet. */
    public static Notice of(
            NotificationEvent occasion, IncidentAction action, Instant at, Deployment deployment, String reason) {
        return new Notice(
                occasion,
                action,
                at,
                deployment.service(),
                deployment.version(),
                deployment.id(),
                reason,
                NoticeDetails.NONE);
    }

    /** A notice about the agent itself and its store, of no deployment. */
    public static Notice ofStore(IncidentAction action, Instant at, String agent, String reason) {
        return new Notice(NotificationEvent.BLIND, action, at, "probation", agent, STORE, reason, NoticeDetails.NONE);
    }

    /** In place of what another version of the agent wrote, and this one cannot read. */
    public static Notice unreadable(
            IncidentAction action, Instant at, String service, String version, String deployment) {
        String reason = "a message that another version of the agent wrote and this version cannot read";
        return new Notice(
                NotificationEvent.UNDELIVERED, action, at, service, version, deployment, reason, NoticeDetails.NONE);
    }

    public boolean isOfStore() {
        return deployment.equals(STORE);
    }

    /** The same in other words. */
    public Notice saying(String words) {
        return new Notice(occasion, action, at, service, version, deployment, words, details);
    }

    /** The same, which does nothing to its incident. */
    public Notice forInformation() {
        return new Notice(occasion, IncidentAction.INFO, at, service, version, deployment, reason, details);
    }

    private Notice with(NoticeDetails others) {
        return new Notice(occasion, action, at, service, version, deployment, reason, others);
    }

    public Notice about(Evidence evidence) {
        return with(details.about(evidence));
    }

    public Notice about(Ending ending) {
        return with(details.about(ending));
    }

    /** About a rollback that was decided. */
    public Notice decided(String decisionId) {
        return with(details.decided(decisionId));
    }

    /** About the course that a rollback took. */
    public Notice escalated(RollbackEscalation escalation) {
        return with(details.escalated(escalation));
    }

    public Notice linked(@Nullable String address) {
        return with(details.linked(address));
    }

    /** The same, with words for everybody. */
    public Notice announced(@Nullable String words) {
        return with(details.announced(words));
    }

    /** The same, told late: what it tells was over then. */
    public Notice over(Resolution how) {
        return with(details.over(how));
    }

    /** Several failures of one deployment in one notice. */
    public Notice batched(List<Part> parts, String lines) {
        return new Notice(occasion, action, at, service, version, deployment, lines, details.batched(parts));
    }

    /** The check it is about; empty where there are several. */
    public Optional<Evidence> check() {
        return details.check();
    }

    /** The window it is about. */
    public Optional<Ending> window() {
        return details.window();
    }

    /** The id of the rollback decision it is about. */
    public Optional<String> decision() {
        return details.decision();
    }

    /** The course that a rollback took. */
    public Optional<RollbackEscalation> escalation() {
        return details.escalation();
    }

    /** Whether it tells that all is well, rather than that something is over or followed no more. */
    public boolean isGoodNews() {
        return action == IncidentAction.RESOLVE && escalation().isEmpty() && !isAboutFailingCheck();
    }

    boolean isAboutFailingCheck() {
        return occasion != NotificationEvent.UNMEASURED
                && check().filter(Evidence::isFailing).isPresent();
    }

    /** Where people see more. */
    public Optional<String> link() {
        return details.link();
    }

    /** The checks of a batch; empty where it is about one, or none. */
    public List<Part> parts() {
        return details.parts();
    }

    /** Whether what it tells was over before it was told. */
    public boolean isOver() {
        return details.over().isPresent();
    }

    /** When what it tells was good again, where that was before it was told. */
    public Optional<Instant> recoveredAt() {
        return details.over().filter(Resolution::isGood).map(Resolution::at);
    }

    /** What the team says of it to everybody, in its own words. */
    public Optional<String> announcement() {
        return details.announcement();
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

    /**
     * Reads what {@link #toJson} wrote, as text.
     *
     * @throws UnreadableNoticeException where another version of the agent wrote what this one does not know
     */
    public static Notice fromJson(String json) {
        return NoticeJson.read(json);
    }
}
