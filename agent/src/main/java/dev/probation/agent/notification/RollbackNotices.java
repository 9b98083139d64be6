package dev.probation.agent.notification;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.RollbackEscalation;
import dev.probation.agent.store.Change.Decision;
import dev.probation.agent.store.Message;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Deployment;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said of a rollback, to those that carry it out and to people. */
public final class RollbackNotices {

    /** Of a step that {@code rollback.to} names no longer. */
    public static final String CANNOT =
            "so that nobody would carry it out; configure it again and restart the agent, or"
                    + " carry it out yourself";

    private final RollbackConfig config;
    private final Deployment deployment;
    private final DeploymentNotices notices;

    public RollbackNotices(RollbackConfig config, Deployment deployment, DeploymentNotices notices) {
        this.config = config;
        this.deployment = deployment;
        this.notices = notices;
    }

    /** The signal, to those that need nobody's approval. */
    public List<Message> signals(Decision decision, Instant at) {
        return config.to().stream()
                .filter(receiver -> !config.approval().contains(receiver.name()))
                .map(receiver -> signal(decision, receiver, at))
                .toList();
    }

    /** The signal to one that a person approved; empty where it is configured no more. */
    public List<Message> approved(Decision decision, String name, Instant at) {
        return config.to().stream()
                .filter(receiver -> receiver.name().equals(name))
                .map(receiver -> signal(decision, receiver, at))
                .toList();
    }

    private Message signal(Decision decision, ReceiverConfig receiver, Instant at) {
        Notice notice = notices.notice(
                        NotificationEvent.ROLLBACK, IncidentAction.TRIGGER, decision.at(), decision.reason())
                .about(notices.evidence(decision.check(), CheckState.FAILING))
                .decided(decision.id());
        return new Message(
                decision.id() + '/' + receiver.name(), deployment.id(), receiver.name(), notice.incident(), at, notice);
    }

    /**
     * A rollback begins.
     *
     * @param needsWord whether a person has to say that it is done
     */
    public List<Message> begun(Decision decision, boolean needsWord, Instant at) {
        String byHand = config.to().isEmpty()
                ? ". Nothing is signalled, because rollback.to names no receiver: " + byHand()
                : "";
        String word = needsWord && byHand.isEmpty()
                ? ". No version is read and no check is bad, so the agent waits for your word: when the earlier version is"
                        + " back, " + confirm()
                : "";
        Notice begun = notices.notice(
                        NotificationEvent.ROLLBACK, IncidentAction.TRIGGER, at, decision.reason() + byHand + word)
                .about(notices.evidence(decision.check(), CheckState.FAILING));
        List<Message> told = new ArrayList<>(notices.tell(notices.rollingBack(begun)));
        List<String> awaited =
                config.names().stream().filter(config.approval()::contains).toList();
        if (!awaited.isEmpty()) {
            told.addAll(awaited(awaited, at));
        }
        return told;
    }

    private List<Message> awaited(List<String> receivers, Instant at) {
        String commands =
                receivers.stream().map(receiver -> approve(receiver, at)).collect(Collectors.joining(", and "));
        String what = String.join(", ", receivers) + " starts only after a person approves it: " + commands
                + "; otherwise it will not be started";
        return notices.tell(escalation(RollbackEscalation.APPROVAL, at, what));
    }

    /**
     * How a person approves, and until when; or why nobody can.
     *
     * @param begun when the rollback was begun
     */
    public String approve(String receiver, Instant begun) {
        if (!config.names().contains(receiver)) {
            return "rollback.to no longer names it, " + CANNOT;
        }
        return "type \"probation approve " + deployment.id() + ' ' + receiver + " --by NAME\" before "
                + begun.plus(config.deadline()).truncatedTo(ChronoUnit.SECONDS);
    }

    /** What is left to a person where no receiver does it. */
    public String byHand() {
        return "roll back by hand, then " + confirm();
    }

    /** How a person says that the earlier version is back. */
    public String confirm() {
        return "type \"probation rollback " + deployment.id() + " --confirm --by NAME\"";
    }

    /**
     * A rollback would be right, and is left to a person.
     *
     * @param why the mode, or the rollback just before
     */
    public List<Message> advised(Decision decision, String why) {
        return notices.tell(escalation(
                        RollbackEscalation.ADVISED,
                        decision.at(),
                        decision.reason() + ". Nothing is signalled: " + leftToAPerson(why))
                .about(notices.evidence(decision.check(), CheckState.FAILING)));
    }

    /**
     * What a person has to know who decides about a rollback.
     *
     * @param why the mode, or the rollback just before; null where an earlier agent did not keep it
     */
    public String leftToAPerson(@Nullable String why) {
        String would = config.to().isEmpty()
                ? "rollback.to names no receiver, so roll back by hand, then announce what runs with \"probation deploy "
                        + deployment.service() + " VERSION\""
                : String.join(", ", config.names()) + " would have been signalled; to order the rollback, type"
                        + " \"probation rollback " + deployment.id() + " --reason TEXT --by NAME\"";
        return why == null ? would : why + ". " + would;
    }

    /** People have to know. */
    public List<Message> escalated(RollbackEscalation escalation, String reason, Instant at) {
        return notices.tell(escalation(escalation, at, reason));
    }

    private Notice escalation(RollbackEscalation escalation, Instant at, String reason) {
        return notices.notice(NotificationEvent.ROLLBACK, IncidentAction.TRIGGER, at, reason)
                .escalated(escalation);
    }

    /** What people were told to act on is over; only those hear of it whose incident would stay open. */
    public List<Message> over(Collection<RollbackEscalation> escalations, String reason, Instant at) {
        List<Message> told = new ArrayList<>();
        for (RollbackEscalation escalation : escalations.stream().sorted().toList()) {
            told.addAll(closed(escalation, reason, at));
        }
        return told;
    }

    private List<Message> closed(RollbackEscalation escalation, String reason, Instant at) {
        return notices.tell(
                notices.notice(NotificationEvent.ROLLBACK, IncidentAction.RESOLVE, at, reason)
                        .escalated(escalation),
                receiver -> receiver.settings().showsIncidents());
    }

    /** The deployment ended in the middle of its rollback. */
    public List<Message> abandoned(String reason, Instant at) {
        return notices.tell(notices.notice(NotificationEvent.ROLLBACK, IncidentAction.RESOLVE, at, reason)
                .escalated(RollbackEscalation.ABANDONED));
    }

    /** The deployment ended, and nobody had the rollback carried out that was advised. */
    public List<Message> unheeded(String reason, Instant at) {
        return closed(RollbackEscalation.ABANDONED, reason, at);
    }

    public List<Message> confirmed(String by, Instant at) {
        return notices.confirmed(by, at);
    }

    public List<Message> recovered(String reason, Instant at) {
        return notices.recovered(reason, at);
    }
}
