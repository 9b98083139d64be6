package dev.probation.agent.outbox.stage.finish;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.RollbackEscalation;
import dev.probation.agent.outbox.stage.SignalDelays;
import dev.probation.agent.outbox.stage.select.MessageBatch;
import dev.probation.agent.outbox.stage.send.Attempt;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.Message;
import dev.probation.agent.text.Truncation;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What the journal says of a message's end, and who is told because of it. */
public final class DeliveryResults {

    private static final String UNKNOWN = "unknown";

    private final List<ConfiguredReceiver> people;

    public DeliveryResults(Collection<ConfiguredReceiver> receivers) {
        this.people = receivers.stream()
                .filter(receiver -> !receiver.isDeployer())
                .sorted(Comparator.comparing(ConfiguredReceiver::name))
                .toList();
    }

    /**
     * What is known where a message was refused.
     *
     * @param isOver whether its deployment has ended
     * @param isRefusing whether its receiver refused the message before as well; asked only where it matters
     */
    public record Known(boolean isOver, BooleanSupplier isRefusing) {}

    /** The kind of the receiver that a message is for, which may be configured no more. */
    public static String kind(Attempt attempt) {
        return attempt.receiver().map(ConfiguredReceiver::kind).orElse(UNKNOWN);
    }

    /** Of an attempt that was answered for good. */
    public static JournalEntry entry(Attempt attempt, Instant now) {
        boolean isSignal = attempt.isSignal();
        Delivery delivery = attempt.answer().orElseThrow();
        JsonObject data = data(attempt);
        if (delivery instanceof Delivered delivered) {
            Kind kind = isSignal ? Kind.ROLLBACK_SIGNALLED : Kind.DELIVERED;
            return new JournalEntry(now, kind, data.put("answer", delivered.detail()));
        }
        if (isSignal) {
            data.put("signal", true);
        } else if (attempt.batch().unreadable().isEmpty()) {
            data.put("said", attempt.batch().message().notice().headline());
        }
        return new JournalEntry(now, Kind.UNDELIVERED, data.put(SignalDelays.REASON, ((Refused) delivery).detail()));
    }

    /** What people are told because of an attempt that was refused for good. */
    public List<Message> because(Attempt attempt, Known known, Instant now) {
        boolean isSignal = attempt.isSignal();
        Refused refused = (Refused) attempt.answer().orElseThrow();
        return told(isSignal, attempt.batch(), refused, known, now)
                .map(notice -> messages(isSignal, notice, attempt.batch().message(), now))
                .orElse(List.of());
    }

    /** Of a rollback signal that is tried again, where the journal does not say the same of it already. */
    public static Optional<JournalEntry> ofDelay(
            Attempt attempt, TryAgain why, List<JournalEntry> journal, Instant now) {
        String message = attempt.lead().message().id();
        Optional<String> told = SignalDelays.last(journal, message);
        JsonObject data = data(attempt).put(SignalDelays.REASON, why.detail());
        return told.filter(why.detail()::equals).isPresent() || SignalDelays.areMany(journal, message, now)
                ? Optional.empty()
                : Optional.of(new JournalEntry(now, Kind.ROLLBACK_SIGNAL_DELAYED, data));
    }

    private static JsonObject data(Attempt attempt) {
        Message message = attempt.lead().message();
        JsonObject data = new JsonObject()
                .put(SignalDelays.MESSAGE, message.id())
                .put("receiver", message.receiver())
                .put("kind", kind(attempt))
                .put(
                        "occasion",
                        attempt.lead().unreadable().isPresent()
                                ? UNKNOWN
                                : message.notice().occasion().label())
                .put("attempts", attempt.number());
        return attempt.batch().others().isEmpty()
                ? data
                : data.put("messages", attempt.batch().ids().size());
    }

    /** A rollback that nobody carries out is for people to know, and a message that one did not get for the others. */
    private static Optional<Notice> told(
            boolean isSignal, MessageBatch batch, Refused refused, Known known, Instant now) {
        Message lost = batch.message();
        if (isSignal) {
            return Optional.of(signalLost(lost, refused, known, now));
        }
        // that a message was lost is told to everybody who could be told
        boolean isUnreadable = batch.unreadable().isPresent();
        boolean isTold = lost.notice().occasion() == NotificationEvent.UNDELIVERED && !isUnreadable;
        if (isTold || isOld(lost.notice(), known)) {
            return Optional.empty();
        }
        IncidentAction action = action(lost.notice(), known);
        return Optional.of(
                isUnreadable ? unreadable(lost, action, now) : messageLost(lost, refused.detail(), action, now));
    }

    /** Whether nobody needs to hear of one more message that the same receiver refused. */
    private static boolean isOld(Notice lost, Known known) {
        return known.isOver() && !isForPeopleToAct(lost) && known.isRefusing().getAsBoolean();
    }

    /** Nobody is woken because somebody was not told that all is well, nor of what is over. */
    private static IncidentAction action(Notice lost, Known known) {
        boolean opens = lost.action() == IncidentAction.TRIGGER && (!known.isOver() || isForPeopleToAct(lost));
        return opens ? IncidentAction.TRIGGER : IncidentAction.INFO;
    }

    /** The one thing that is left to people when the deployment is over. */
    private static boolean isForPeopleToAct(Notice lost) {
        return lost.escalation().equals(Optional.of(RollbackEscalation.NOT_RECOVERED));
    }

    private List<Message> messages(boolean isSignal, Notice told, Message lost, Instant now) {
        return people.stream()
                .filter(person -> !person.name().equals(lost.receiver()) && person.hears(told))
                .map(person -> new Message(
                        id(isSignal, lost, told, person), lost.deployment(), person.name(), told.incident(), now, told))
                .toList();
    }

    /**
     * Of a person's receiver once for each deployment, since what refuses one message refuses the next; but for an alarm that
     * follows on lesser news.
     */
    private static String id(boolean isSignal, Message lost, Notice told, ConfiguredReceiver person) {
        String about = isSignal ? lost.id() + "/undelivered" : lost.deployment() + "/undelivered/" + lost.receiver();
        String alarm = !isSignal && told.action() == IncidentAction.TRIGGER
                ? '/' + told.action().label()
                : "";
        return about + alarm + '/' + person.name();
    }

    /** Where the deployment ended first, people heard how, and nothing would resolve what is opened now. */
    private static Notice signalLost(Message lost, Refused refused, Known known, Instant now) {
        boolean ended = known.isOver() || refused.why() == DeliveryFailure.OVERTAKEN;
        String text = "gave up the rollback signal to " + lost.receiver() + ": "
                + Truncation.codePoints(refused.detail(), 1_000)
                + ". Check whether the rollback happened and, if not, do it manually.";
        IncidentAction action = ended ? IncidentAction.INFO : IncidentAction.TRIGGER;
        return lost(lost.notice(), NotificationEvent.ROLLBACK, action, text, now)
                .escalated(RollbackEscalation.SIGNAL_LOST);
    }

    private static Notice messageLost(Message lost, String reason, IncidentAction action, Instant now) {
        Notice notice = lost.notice();
        String text = "could not notify " + lost.receiver() + ": " + Truncation.codePoints(notice.headline(), 300)
                + ". Cause: "
                + Truncation.codePoints(reason, 1_000)
                + ". The message is not sent again. Check the receiver's configuration and the agent's dead letters.";
        return lost(notice, NotificationEvent.UNDELIVERED, action, text, now);
    }

    private static Notice unreadable(Message lost, IncidentAction action, Instant now) {
        Notice notice = lost.notice();
        String text = "could not send " + lost.receiver() + " " + notice.reason()
                + ". It is not tried again. Check the agent's dead letters.";
        return lost(notice, NotificationEvent.UNDELIVERED, action, text, now);
    }

    private static Notice lost(Notice of, NotificationEvent occasion, IncidentAction action, String text, Instant now) {
        return new Notice(
                occasion,
                action,
                now,
                of.service(),
                of.version(),
                of.deployment(),
                text,
                of.details().unannounced());
    }
}
