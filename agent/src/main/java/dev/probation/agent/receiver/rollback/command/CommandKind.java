package dev.probation.agent.receiver.rollback.command;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;

/** A program that rolls back. */
public final class CommandKind implements ReceiverKind {

    @Override
    public Class<CommandSettings> settings() {
        return CommandSettings.class;
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        return new CommandReceiver((CommandSettings) config.settings());
    }
}
