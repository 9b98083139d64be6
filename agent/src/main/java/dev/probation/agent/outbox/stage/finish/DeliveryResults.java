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

    /** A message's end, for the store. */
    public record Ending(JournalEntry entry, List<Message> because) {
        public Ending {
            because = List.copyOf(because);
        }
    }

    /** The kind of the receiver that a message is for, which may be configured no more. */
    public static String kind(Attempt attempt) {
        return attempt.receiver().map(ConfiguredReceiver::kind).orElse(UNKNOWN);
    }

    /** Of an attempt that was answered for good. */
    public Ending of(Attempt attempt, Instant now) {
        boolean toDeployer =
                attempt.receiver().filter(ConfiguredReceiver::isDeployer).isPresent();
        Delivery delivery = attempt.answer().orElseThrow();
        JsonObject data = data(attempt);
        if (delivery instanceof Delivered delivered) {
            Kind kind = toDeployer ? Kind.ROLLBACK_SIGNALLED : Kind.DELIVERED;
            return new Ending(new JournalEntry(now, kind, data.put("answer", delivered.detail())), List.of());
        }
        Refused refused = (Refused) delivery;
        String reason = refused.detail();
        if (toDeployer) {
            data.put("signal", true);
        }
        JournalEntry entry = new JournalEntry(now, Kind.UNDELIVERED, data.put(SignalDelays.REASON, reason));
        Optional<Notice> told = told(toDeployer, attempt.batch(), refused, now);
        return new Ending(
                entry,
                told.map(notice -> messages(toDeployer, notice, attempt.batch().message(), now))
                        .orElse(List.of()));
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
    private static Optional<Notice> told(boolean toDeployer, MessageBatch batch, Refused refused, Instant now) {
        Message lost = batch.message();
        String reason = refused.detail();
        if (toDeployer) {
            return Optional.of(signalLost(lost, refused, now));
        }
        if (batch.unreadable().isPresent()) {
            return Optional.of(unreadable(lost, now));
        }
        // that a message was lost is told to everybody who could be told
        return lost.notice().occasion() == NotificationEvent.UNDELIVERED
                ? Optional.empty()
                : Optional.of(messageLost(lost, reason, now));
    }

    private List<Message> messages(boolean toDeployer, Notice told, Message lost, Instant now) {
        return people.stream()
                .filter(person -> !person.name().equals(lost.receiver()) && person.hears(told))
                .map(person -> new Message(
                        id(toDeployer, told, lost, person),
                        lost.deployment(),
                        person.name(),
                        told.incident(),
                        now,
                        told))
                .toList();
    }

    /** Of a person's receiver once for each deployment, since what refuses one message refuses the next. */
    private static String id(boolean toDeployer, Notice told, Message lost, ConfiguredReceiver person) {
        String about = toDeployer
                ? lost.id() + "/undelivered"
                : lost.deployment() + "/undelivered/" + lost.receiver() + '/'
                        + told.action().label();
        return about + '/' + person.name();
    }

    /** Where the deployment ended first, people heard how, and the rollback's incident may be resolved. */
    private static Notice signalLost(Message lost, Refused refused, Instant now) {
        boolean overtaken = refused.why() == DeliveryFailure.OVERTAKEN;
        String text = "gave up the rollback signal to " + lost.receiver() + ": "
                + Truncation.codePoints(refused.detail(), 1_000)
                + ". Check whether the rollback happened and, if not, do it manually.";
        IncidentAction action = overtaken ? IncidentAction.INFO : IncidentAction.TRIGGER;
        return lost(lost.notice(), NotificationEvent.ROLLBACK, action, text, now)
                .escalated(RollbackEscalation.SIGNAL_LOST);
    }

    /** Nobody is woken because somebody was not told that all is well. */
    private static Notice messageLost(Message lost, String reason, Instant now) {
        Notice notice = lost.notice();
        String text = "could not notify " + lost.receiver() + ": " + Truncation.codePoints(notice.headline(), 300)
                + ". Cause: "
                + Truncation.codePoints(reason, 1_000)
                + ". The message is not sent again. Check the receiver's configuration and the agent's dead letters.";
        return lost(notice, NotificationEvent.UNDELIVERED, triggerOrInfo(notice), text, now);
    }

    private static Notice unreadable(Message lost, Instant now) {
        Notice notice = lost.notice();
        String text = "could not send " + lost.receiver() + " " + notice.reason()
                + ". It is not tried again. Check the agent's dead letters.";
        return lost(notice, NotificationEvent.UNDELIVERED, triggerOrInfo(notice), text, now);
    }

    private static IncidentAction triggerOrInfo(Notice notice) {
        return notice.action() == IncidentAction.TRIGGER ? IncidentAction.TRIGGER : IncidentAction.INFO;
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
