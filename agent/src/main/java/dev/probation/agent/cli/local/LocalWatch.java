package dev.probation.agent.cli.local;

import dev.probation.agent.assembly.Version;
import dev.probation.agent.assembly.VertxFactory;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.config.Config;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.Deployments.RefusedException;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.ProbeKinds;
import dev.probation.agent.probe.TargetClients;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.store.sql.StoreFactory;
import dev.probation.agent.time.SteadyTime;
import dev.probation.agent.time.VertxTime;
import dev.probation.agent.watch.UnwrittenMessages;
import dev.probation.agent.watch.WatchLoop;
import dev.probation.agent.watch.commit.DeploymentLog;
import dev.probation.rules.sample.Sample;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The agent's watching in this process, without its web server and outbox. Blocks, on the command's own thread. */
final class LocalWatch implements AutoCloseable {

    /** No answer of a loop and a store in this process takes so long. */
    private static final long SECONDS = 30;

    private final Vertx vertx;
    private final StoreExecutor store;
    private final TargetClients clients;
    private final WatchLoop watch;

    private LocalWatch(Vertx vertx, StoreExecutor store, TargetClients clients, WatchLoop watch) {
        this.vertx = vertx;
        this.store = store;
        this.clients = clients;
        this.watch = watch;
    }

    /** Begins with an empty store in {@code folder}. */
    static LocalWatch begin(Verification verification, ProbeKinds kinds, Path folder) {
        Vertx vertx = VertxFactory.create();
        try {
            Context loop = vertx.getOrCreateContext();
            SteadyTime time = new SteadyTime(new VertxTime(vertx, loop));
            Config config = verification.config();
            String url = verification.agentIn(folder).store();
            StoreExecutor store = await(StoreExecutor.open(vertx, () -> StoreFactory.open(url)));
            TargetClients clients = new TargetClients(kinds, new ProbeContext(vertx, time.wall()));
            WatchLoop watch = new WatchLoop(
                    config,
                    loop,
                    time,
                    store,
                    clients,
                    new Metrics(Version.text(), "unknown"),
                    source -> () -> Future.failedFuture("versions are not read"),
                    UnwrittenMessages.KEPT,
                    List.of(new DeploymentLog()));
            LocalWatch local = new LocalWatch(vertx, store, clients, watch);
            await(watch.start());
            return local;
        } catch (CommandFailure failure) {
            await(vertx.close());
            throw failure;
        }
    }

    DeploymentView announce(String service, String version, List<Sample> baseline) {
        return await(watch.deployments().announce(service, version, null, false, baseline));
    }

    DeploymentView find(String deployment) {
        return await(watch.deployments().find(deployment)).orElseThrow();
    }

    /** Ends it before its window does. */
    void cutShort(String deployment, String reason) {
        DeploymentView ended = await(watch.deployments().cancel(deployment, "probation verify", reason));
        assert !ended.stored().phase().isOpen();
    }

    List<JournalEntry> journal(String deployment) {
        return await(store.submit(open -> open.journal().of(deployment)));
    }

    @Override
    public void close() {
        await(watch.stop().eventually(clients::close).eventually(store::close).eventually(vertx::close));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RefusedException refused) {
                throw new CommandFailure(ExitCode.USAGE, String.valueOf(refused.getMessage()));
            }
            if (failed.getCause() instanceof StoreException cause) {
                throw new CommandFailure(ExitCode.INCONCLUSIVE, "cannot verify: " + cause.getMessage());
            }
            throw new IllegalStateException("watching failed", failed.getCause());
        } catch (TimeoutException slow) {
            throw new CommandFailure(
                    ExitCode.INCONCLUSIVE, "cannot verify: no answer from the store within " + SECONDS + " s");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INCONCLUSIVE, "interrupted");
        }
    }
}
