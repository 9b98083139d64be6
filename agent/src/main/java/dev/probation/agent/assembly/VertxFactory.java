package dev.probation.agent.assembly;

import dev.probation.agent.web.connection.AcceptLimit;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** Makes the Vert.x of an agent, whether it serves or runs within one command. */
public final class VertxFactory {

    /** The work of an agent is one loop's; a second one keeps the web answering. */
    private static final int EVENT_LOOPS = 2;

    private VertxFactory() {}

    public static Vertx create() {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2);
        return Vertx.builder()
                .with(options)
                .withTransport(AcceptLimit.of(AcceptLimit.connections()))
                .build();
    }
}
