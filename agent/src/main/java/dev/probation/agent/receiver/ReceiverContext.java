package dev.probation.agent.receiver;

import dev.probation.agent.names.HostNames;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;

/**
 * What receivers work with.
 *
 * @param time of the wall, which others know as well
 * @param names of the servers that they send to
 */
public record ReceiverContext(Vertx vertx, Time time, HostNames names) {

    /** Where no agent runs. */
    public ReceiverContext(Vertx vertx, Time time) {
        this(vertx, time, new HostNames(vertx, time));
    }
}
