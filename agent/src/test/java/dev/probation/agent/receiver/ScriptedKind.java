package dev.probation.agent.receiver;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.settings.ObjectSchema;
import java.time.Duration;

/** The kind of a receiver that a test has made itself: it is in no configuration, and is open from the start. */
public record ScriptedKind(boolean bundles, Duration spacing) implements ReceiverKind {

    public static final String NAME = "scripted";

    /** One that sends each message at once and for itself. */
    public static final ReceiverKind AT_ONCE = new ScriptedKind(false, Duration.ZERO);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Use use() {
        return Use.NOTIFY;
    }

    @Override
    public ObjectSchema<? extends ReceiverSettings> settings() {
        throw new UnsupportedOperationException("no configuration is read with it");
    }

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        throw new UnsupportedOperationException("it is open");
    }
}
