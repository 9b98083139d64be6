package dev.probation.agent.signal;

import dev.probation.agent.config.Occasion;
import dev.probation.agent.signal.Delivery.Delivered;
import dev.probation.agent.signal.Delivery.Refused;
import dev.probation.agent.signal.Notice.Step;
import dev.probation.agent.store.Journal;
import dev.probation.agent.store.Journal.Kind;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.Outgoing.Pending;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the journal says of a message's end, and who is told because of it. */
final class Endings {

    private final List<String> people;

    Endings(Collection<Addressee> addressees) {
        this.people = addressees.stream()
                .filter(Addressee::hearsOfRollbacks)
                .map(Addressee::name)
                .sorted()
                .toList();
    }

    /** A message's end, for the store. */
    record Ending(Journal entry, List<Message> because) {
        Ending {
            because = List.copyOf(because);
        }
    }

    Ending of(Optional<Addressee> addressee, Pending pending, Delivery delivery, Instant now) {
        boolean deployer = addressee.filter(Addressee::isDeployer).isPresent();
        Message message = pending.message();
        JsonObject data = new JsonObject()
                .put("message", message.id())
                .put("receiver", message.receiver())
                .put("kind", addressee.map(Addressee::kind).orElse("unknown"))
                .put("occasion", message.body().getString("occasion", "unknown"))
                .put("attempts", pending.attempts() + 1);
        if (delivery instanceof Delivered delivered) {
            Kind kind = deployer ? Kind.ROLLBACK_SIGNALLED : Kind.DELIVERED;
            return new Ending(new Journal(now, kind, data.put("answer", delivered.detail())), List.of());
        }
        String reason = ((Refused) delivery).detail();
        Journal entry = new Journal(now, Kind.UNDELIVERED, data.put("reason", reason));
        return new Ending(entry, deployer ? told(message, reason, now) : List.of());
    }

    /** A rollback that nobody carries out is for people to know. */
    private List<Message> told(Message lost, String reason, Instant now) {
        Notice signal = Notice.fromJson(lost.body());
        String told = "the rollback signal to " + lost.receiver() + " did not get through: " + Excerpt.of(reason, 1_000)
                + ". Look whether it was carried out, and do it by hand where it was not.";
        Notice notice = new Notice(
                Occasion.ROLLBACK,
                Step.OPENS,
                now,
                signal.service(),
                signal.version(),
                signal.deployment(),
                told,
                signal.particulars());
        return people.stream()
                .map(person -> new Message(
                        lost.id() + "/undelivered/" + person,
                        lost.deployment(),
                        person,
                        notice.incident(),
                        now,
                        notice.toJson()))
                .toList();
    }
}
