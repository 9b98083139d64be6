package dev.probation.agent.probe;

import dev.probation.agent.config.Target;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;

/** One kind of target that can be asked: the one thing that a new probe package registers. */
public interface ProbeKind {

    /** The key in the configuration: {@code http}. */
    String name();

    /** Whether such targets can be asked. Not so where they tell a running agent by themselves, and none runs. */
    default boolean isAsked() {
        return true;
    }

    /** A client for a target of this kind. Opens no connection yet. */
    TargetClient connect(Target target, Vertx vertx, Time time);
}
