package dev.probation.agent.cli;

import dev.probation.agent.assembly.Agent;
import dev.probation.agent.assembly.VertxFactory;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ConfigOptions;
import dev.probation.agent.cli.command.EndOfProcess;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.IgnoredSignals;
import dev.probation.agent.cli.log.LogOptions;
import dev.probation.agent.config.Config;
import dev.probation.agent.receiver.Receivers;
import dev.probation.agent.time.AllowForbiddenApi;
import io.vertx.core.Vertx;
import java.util.Objects;
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
        IgnoredSignals.ignore();
        // made while the configuration is read, which takes as long
        CompletableFuture<Vertx> starting = CompletableFuture.supplyAsync(VertxFactory::create);
        Config config = files.load(context);
        tellWhatRollbacksLack(config);
        Vertx vertx = starting.join();
        Agent agent = Agent.of(vertx, config);
        // it may wait for its store for long, and is to be ended then as well
        Thread stop = new Thread(() -> stopAsTold(agent, vertx), "stop");
        if (!EndOfProcess.add(stop)) {
            return ExitCode.INCONCLUSIVE;
        }
        start(agent, vertx, stop);
        log.info(
                "agent ready address=http://{}:{} store={}",
                config.agent().host(),
                agent.port(),
                config.agent().store());
        new CountDownLatch(1).await();
        return ExitCode.PASS;
    }

    /** It may come later, as a folder of another unit does after a boot; an agent that is down would watch nothing. */
    static void tellWhatRollbacksLack(Config config) {
        Receivers.missing(config)
                .forEach(missing -> log.error("a rollback could not be carried out now cause={}", missing));
    }

    /** Where it fails, all is stopped again; by the signal's own thread where one has come. */
    private static void start(Agent agent, Vertx vertx, Thread stop) throws InterruptedException {
        try {
            Void unusedStarted =
                    agent.start().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (EndOfProcess.remove(stop)) {
                stop(agent, vertx);
            }
            throw new CommandFailure(ExitCode.USAGE, "the agent cannot start: " + message(e));
        }
    }

    private static String message(ExecutionException failure) {
        Throwable cause = Optional.ofNullable(failure.getCause()).orElse(failure);
        return Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    }

    private static void stopAsTold(Agent agent, Vertx vertx) {
        log.info("agent stopping");
        stop(agent, vertx);
    }

    private static void stop(Agent agent, Vertx vertx) {
        try {
            agent.stop().toCompletionStage().toCompletableFuture().get(SECONDS_TO_STOP, TimeUnit.SECONDS);
            vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            log.error("agent not stopped cleanly cause={}", e.toString());
        }
    }
}
