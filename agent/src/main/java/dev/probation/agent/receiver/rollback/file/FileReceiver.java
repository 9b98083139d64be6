package dev.probation.agent.receiver.rollback.file;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.RollbackSignal;
import dev.probation.agent.store.Message;
import dev.probation.rules.sample.CheckId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;

/** Writes the rollback to a file, on a thread of its own, since a network's disk may hang; a repeat writes the same. */
final class FileReceiver implements Receiver {

    private final FileSettings settings;

    FileReceiver(FileSettings settings) {
        this.settings = settings;
    }

    @Override
    public Future<Delivery> send(Message message) {
        RollbackSignal signal = RollbackSignal.of(message);
        if (!CheckId.isValid(signal.service())) {
            return Future.succeededFuture(new Refused(
                    DeliveryFailure.REFUSED,
                    "nothing was written: a service that a file is named after may hold lower case letters, digits and"
                            + " dashes only"));
        }
        Promise<Delivery> done = Promise.promise();
        RollbackFile file = new RollbackFile(settings.of(signal.service()));
        byte[] content = (signal.toJson().encodePrettily() + '\n').getBytes(StandardCharsets.UTF_8);
        Thread thread = new Thread(() -> done.tryComplete(file.write(content)), "rollback-file");
        thread.setDaemon(true);
        thread.start();
        return done.future();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
