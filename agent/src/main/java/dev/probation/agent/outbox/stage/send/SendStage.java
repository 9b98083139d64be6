package dev.probation.agent.outbox.stage.send;

import dev.probation.agent.outbox.stage.KnownIncidents;
import dev.probation.agent.outbox.stage.ReceiverPace;
import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.receiver.ConfiguredReceiver;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import java.time.Duration;

/** Sends, and answers what came of it. */
public final class SendStage implements Stage<Attempt> {

    private final Sender sender;
    private final ReceiverPace pace;
    private final KnownIncidents incidents;
    private final Time time;

    public SendStage(Sender sender, ReceiverPace pace, KnownIncidents incidents, Time time) {
        this.sender = sender;
        this.pace = pace;
        this.incidents = incidents;
        this.time = time;
    }

    @Override
    public Future<Attempt> run(Attempt attempt) {
        ConfiguredReceiver receiver = attempt.to();
        return sender.post(receiver, attempt.message()).map(delivery -> {
            Duration spacing = receiver.traits().spacing();
            if (!spacing.isZero()) {
                pace.leaveAlone(receiver.name(), time.now().plus(spacing));
            }
            if (delivery instanceof Delivered) {
                attempt.batch().messages().forEach(incidents::told);
            }
            return attempt.answered(delivery);
        });
    }
}
