package dev.probation.agent.outbox;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Step;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.Message;
import dev.probation.agent.text.Truncation;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the journal says of a message's end, and who is told because of it. */
public final class DeliveryResults {

    private final List<ConfiguredReceiver> people;

    public DeliveryResults(Collection<ConfiguredReceiver> addressees) {
        this.people = addressees.stream()
                .filter(addressee -> !addressee.isDeployer())
                .sorted(Comparator.comparing(ConfiguredReceiver::name))
                .toList();
    }

    /** A message's end, for the store. */
    public record Ending(JournalEntry entry, List<Message> because) {
        public Ending {
            because = List.copyOf(because);
        }
    }

    public Ending of(Optional<ConfiguredReceiver> addressee, MessageBatch batch, Delivery delivery, Instant now) {
        boolean deployer = addressee.filter(ConfiguredReceiver::isDeployer).isPresent();
        Message message = batch.lead().message();
        JsonObject data = new JsonObject()
                .put("message", message.id())
                .put("receiver", message.receiver())
                .put("kind", addressee.map(ConfiguredReceiver::kind).orElse(ReceiverDelivery.UNKNOWN))
                .put("occasion", message.body().getString("occasion", "unknown"))
                .put("attempts", batch.lead().attempts() + 1);
        if (!batch.mates().isEmpty()) {
            data.put("messages", batch.ids().size());
        }
        if (delivery instanceof Delivered delivered) {
            Kind kind = deployer ? Kind.ROLLBACK_SIGNALLED : Kind.DELIVERED;
            return new Ending(new JournalEntry(now, kind, data.put("answer", delivered.detail())), List.of());
        }
        String reason = ((Refused) delivery).detail();
        JournalEntry entry = new JournalEntry(now, Kind.UNDELIVERED, data.put("reason", reason));
        return new Ending(entry, told(deployer, batch.message(), reason, now));
    }

    /** A rollback that nobody carries out is for people to know, and a message that one did not get for the others. */
    private List<Message> told(boolean deployer, Message lost, String reason, Instant now) {
        Notice notice = Notice.fromJson(lost.body());
        if (notice.occasion() == NotificationEvent.UNDELIVERED) {
            // told to everybody who could be told
            return List.of();
        }
        Notice told = deployer ? signalLost(notice, lost, reason, now) : messageLost(notice, lost, reason, now);
        return people.stream()
                .filter(person -> !person.name().equals(lost.receiver()) && person.hears(told))
                .map(person -> new Message(
                        id(deployer, told, lost, person),
                        lost.deployment(),
                        person.name(),
                        told.incident(),
                        now,
                        told.toJson()))
                .toList();
    }

    /** Of a person's receiver once for each deployment, since what refuses one message refuses the next. */
    private static String id(boolean deployer, Notice told, Message lost, ConfiguredReceiver person) {
        String about = deployer
                ? lost.id() + "/undelivered"
                : lost.deployment() + "/undelivered/" + lost.receiver() + '/'
                        + told.step().name().toLowerCase(Locale.ROOT);
        return about + '/' + person.name();
    }

    private static Notice signalLost(Notice signal, Message lost, String reason, Instant now) {
        String text = "the rollback signal to " + lost.receiver() + " did not get through: "
                + Truncation.codePoints(reason, 1_000)
                + ". Look whether it was carried out, and do it by hand where it was not.";
        return lost(signal, NotificationEvent.ROLLBACK, Step.OPENS, text, now);
    }

    /** Nobody is woken because somebody was not told that all is well. */
    private static Notice messageLost(Notice notice, Message lost, String reason, Instant now) {
        String text =
                lost.receiver() + " was not told: " + Truncation.codePoints(notice.headline(), 300) + ". It answered: "
                        + Truncation.codePoints(reason, 1_000)
                        + ". What was refused is not repeated; look at its configuration, and at the agent's dead letters.";
        return lost(
                notice,
                NotificationEvent.UNDELIVERED,
                notice.step() == Step.OPENS ? Step.OPENS : Step.TELLS,
                text,
                now);
    }

    private static Notice lost(Notice of, NotificationEvent occasion, Step step, String text, Instant now) {
        return new Notice(
                occasion,
                step,
                now,
                of.service(),
                of.version(),
                of.deployment(),
                text,
                of.particulars().unannounced());
    }
}
