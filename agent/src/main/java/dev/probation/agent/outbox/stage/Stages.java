package dev.probation.agent.outbox.stage;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Stages in their order.
 *
 * @param isDone whether the stages that are left have nothing to do
 */
public record Stages<T>(Predicate<T> isDone, List<Stage<T>> stages) {

    public Stages {
        stages = List.copyOf(stages);
    }

    public Future<T> run(T work) {
        Future<T> run = Future.succeededFuture(work);
        for (Stage<T> stage : stages) {
            run = run.compose(done -> isDone.test(done) ? Future.succeededFuture(done) : stage.run(done));
        }
        return run;
    }

    /**
     * The same, blocking. After a stage that took too long, no further one begins.
     *
     * @param most how long one stage may take
     */
    public T await(T work, Duration most) {
        T done = work;
        for (Stage<T> stage : stages) {
            if (isDone.test(done)) {
                return done;
            }
            done = BlockingWait.on(stage.run(done), most);
        }
        return done;
    }
}
