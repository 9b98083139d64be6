package dev.probation.agent.cli;

import dev.probation.agent.assembly.Agent;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ConfigOptions;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.VertxFactory;
import dev.probation.agent.cli.log.LogOptions;
import dev.probation.agent.config.Config;
import dev.probation.agent.time.AllowForbiddenApi;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code probation serve}: the agent, until it is told to end. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the agent.",
            "It watches deployments, notifies people, signals rollbacks and serves the API. SIGTERM"
                    + " stops it within 10 s; it continues with the watched deployments at the next start."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  probation serve --config.file probation.yaml", "  probation serve --log.format json"})
@AllowForbiddenApi("waits for the signal that ends the process")
public final class ServeCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);
    /** Whoever starts the agent must leave it this time and two seconds more. */
    static final long SECONDS_TO_STOP = 8;

    private final CommandContext context;

    @Mixin
    private ConfigOptions files = new ConfigOptions();

    @Mixin
    private LogOptions logging = new LogOptions();

    ServeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        logging.apply();
        // made while the configuration is read, which takes as long
        CompletableFuture<Vertx> starting = CompletableFuture.supplyAsync(VertxFactory::create);
        Config config = files.load(context);
        Vertx vertx = starting.join();
        Agent agent = Agent.of(vertx, config);
        // it may wait for its store for long, and is to be ended then as well
        Thread stop = new Thread(() -> stop(agent, vertx), "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            Void unusedStarted = wait(
                    agent.start().recover(cause -> agent.stop().transform(done -> Future.failedFuture(cause))), vertx);
        } catch (CommandFailure failure) {
            boolean unusedRemoved = Runtime.getRuntime().removeShutdownHook(stop);
            throw failure;
        }
        log.info(
                "agent ready address=http://{}:{} store={}",
                config.agent().host(),
                agent.port(),
                config.agent().store());
        new CountDownLatch(1).await();
        return ExitCode.PASS;
    }

    /** The result; where it fails, the message is the user's and Vert.x is closed. */
    static <T> T wait(Future<T> future, Vertx vertx) throws InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            Future<Void> closing = vertx.close();
            log.debug("vertx closing={}", closing);
            throw new CommandFailure(ExitCode.USAGE, "the agent cannot start: " + message(e));
        }
    }

    private static String message(ExecutionException failure) {
        return String.valueOf(
                Optional.ofNullable(failure.getCause()).orElse(failure).getMessage());
    }

    private static void stop(Agent agent, Vertx vertx) {
        log.info("agent stopping");
        try {
            agent.stop().toCompletionStage().toCompletableFuture().get(SECONDS_TO_STOP, TimeUnit.SECONDS);
            vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            log.error("agent not stopped cleanly cause={}", e.toString());
        }
    }
}
