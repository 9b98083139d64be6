package dev.probation.agent.cli.local;

import dev.probation.agent.assembly.VertxFactory;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.past.BaselineRecorder;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.ProbeKinds;
import dev.probation.agent.probe.TargetClients;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Sample;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Measuring in this process. Blocks, on the command's own thread. */
final class LocalMeasuring implements AutoCloseable {

    /** No answer of a loop in this process takes so long. */
    private static final long SECONDS = 30;

    private final Vertx vertx;
    private final Context loop;
    private final TargetClients clients;
    private final BaselineRecorder recorder;

    private LocalMeasuring(Vertx vertx, Context loop, TargetClients clients, BaselineRecorder recorder) {
        this.vertx = vertx;
        this.loop = loop;
        this.clients = clients;
        this.recorder = recorder;
    }

    static LocalMeasuring begin(ServiceConfig service, Duration length, ProbeKinds kinds) {
        Vertx vertx = VertxFactory.create();
        Context loop = vertx.getOrCreateContext();
        Time time = new VertxTime(vertx, loop);
        TargetClients clients = new TargetClients(kinds, new ProbeContext(vertx, time));
        BaselineRecorder recorder = on(loop, () -> {
            BaselineRecorder begun = new BaselineRecorder(service, clients, time);
            begun.begin(length);
            return begun;
        });
        return new LocalMeasuring(vertx, loop, clients, recorder);
    }

    int count() {
        return on(loop, recorder::count);
    }

    List<Sample> end() {
        return on(loop, recorder::end);
    }

    List<CheckId> withoutValue() {
        return on(loop, recorder::withoutValue);
    }

    @Override
    public void close() {
        await(clients.close().eventually(vertx::close));
    }

    private static <T> T on(Context loop, Supplier<T> work) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(ignored -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException | Error mistake) {
                done.fail(mistake);
            }
        });
        return await(done.future());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException mistake) {
            throw new IllegalStateException("measuring failed", mistake);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INCONCLUSIVE, "interrupted");
        }
    }
}
