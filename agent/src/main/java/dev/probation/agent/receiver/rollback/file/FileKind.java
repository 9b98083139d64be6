package dev.probation.agent.receiver.rollback.file;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;

/** A file that a script watches. */
public final class FileKind implements ReceiverKind {

    @Override
    public Class<FileSettings> settings() {
        return FileSettings.class;
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        return new FileReceiver((FileSettings) config.settings());
    }
}
