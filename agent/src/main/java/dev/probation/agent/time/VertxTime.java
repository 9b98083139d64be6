package dev.probation.agent.time;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;

/** The real clocks, with timers on the Vert.x context that it was made for. */
@AllowForbiddenApi("the real clocks come in here, and nowhere else")
public final class VertxTime implements Time {

    private final Vertx vertx;
    private final Context context;

    public VertxTime(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        long id = vertx.setTimer(Math.max(1, delay.toMillis()), fired -> context.runOnContext(ignored -> task.run()));
        return () -> vertx.cancelTimer(id);
    }
}
