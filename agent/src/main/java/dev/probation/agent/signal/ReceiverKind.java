package dev.probation.agent.signal;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;

/** One kind of receiver: the one thing that a new receiver package registers. */
public interface ReceiverKind {

    /** The key in the configuration: {@code slack}. */
    String name();

    /** Opens no connection yet. */
    Receiver open(ReceiverConfig config, Vertx vertx, Time time);
}
