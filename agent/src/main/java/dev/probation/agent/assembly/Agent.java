package dev.probation.agent.assembly;

import dev.probation.agent.config.Config;
import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.store.StoreInUseException;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent, which runs for as long as its store is its own. Where another agent has taken that, all of the run is given up, and
 * a new one waits for the store, as that of an agent that was just started does. Callable from any thread.
 */
public final class Agent {

    private static final Logger log = LoggerFactory.getLogger(Agent.class);
    private static final Duration TO_TRY_AGAIN = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Config config;
    private final Time time;
    private final Promise<Void> started = Promise.promise();
    private AgentRun run;
    private boolean stopping;

    private Agent(Vertx vertx, Config config) {
        this.vertx = vertx;
        this.config = config;
        this.time = new VertxTime(vertx, vertx.getOrCreateContext());
        this.run = new AgentRun(vertx, config, config.agent().port(), this::lost);
    }

    /** One that does nothing yet. */
    public static Agent of(Vertx vertx, Config config) {
        return new Agent(vertx, config);
    }

    /** Makes an agent and {@linkplain #start() starts} it; ends it where that fails. */
    public static Future<Agent> start(Vertx vertx, Config config) {
        Agent agent = of(vertx, config);
        return agent.start().map(agent).recover(cause -> agent.stop().transform(done -> Future.failedFuture(cause)));
    }

    /**
     * Listens, opens the store, and goes on where the last agent stopped. Where the store cannot be used it waits for it,
     * however long that takes; fails with what no waiting helps against.
     */
    public Future<Void> start() {
        begin(current());
        return started.future();
    }

    private void begin(AgentRun begun) {
        begun.start().onSuccess(ready -> ready()).onFailure(cause -> {
            if (!begun.isEnded() && !started.tryFail(cause)) {
                log.error("agent not started again, trying again cause={}", cause.getMessage());
                Future<Void> unusedEnd = begun.stop().onComplete(stopped -> beginAgain(begun));
            }
        });
    }

    private void ready() {
        if (!started.tryComplete()) {
            log.info("agent ready again, as the store is its own again");
        }
    }

    private synchronized void lost(StoreInUseException why) {
        if (stopping) {
            return;
        }
        log.warn("store lost, writing and sending nothing any more cause={}", why.getMessage());
        AgentRun last = run;
        Future<Void> unusedEnd = last.abandon(why).onComplete(ended -> beginAgain(last));
    }

    private void beginAgain(AgentRun last) {
        Time.Cancellable unusedTimer = time.after(TO_TRY_AGAIN, () -> after(last));
    }

    private synchronized void after(AgentRun last) {
        if (!stopping && run == last) {
            run = new AgentRun(vertx, config, last.port(), this::lost);
            begin(run);
        }
    }

    private synchronized AgentRun current() {
        return run;
    }

    /** The port it listens on, which matters where the configured one is 0. */
    public int port() {
        return current().port();
    }

    Deployments deployments() {
        return current().deployments();
    }

    /** Stops taking, asking and sending, and closes the store; what is unfinished goes on at the next start. */
    public Future<Void> stop() {
        return stopping().stop();
    }

    private synchronized AgentRun stopping() {
        stopping = true;
        return run;
    }
}
