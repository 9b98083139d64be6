package dev.probation.agent.receiver.rollback.file;

import dev.probation.agent.blocking.BlockingCalls;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.RollbackSignal;
import dev.probation.agent.store.Message;
import dev.probation.rules.sample.CheckId;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;

/** Writes the rollback to a file, on a thread of its own, since a network's disk may hang; a repeat writes the same. */
final class FileReceiver implements Receiver {

    private final FileSettings settings;
    private final BlockingCalls calls = BlockingCalls.single("rollback-file");

    FileReceiver(FileSettings settings) {
        this.settings = settings;
    }

    @Override
    public Future<Delivery> send(Message message) {
        RollbackSignal signal = RollbackSignal.of(message);
        if (!CheckId.isValid(signal.service())) {
            return Future.succeededFuture(new Refused(
                    DeliveryFailure.REFUSED,
                    "nothing was written: {service} in a file's path only takes names of lower case letters, digits and"
                            + " dashes"));
        }
        RollbackFile file = new RollbackFile(settings.of(signal.service()));
        byte[] content = (signal.toJson().encodePrettily() + '\n').getBytes(StandardCharsets.UTF_8);
        return calls.run(() -> file.write(content));
    }

    @Override
    public Future<Void> close() {
        return calls.close();
    }
}
