package dev.probation.agent.cli.check;

import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.ProbeKinds;
import dev.probation.agent.probe.TargetClients;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks every check, all at the same time, as the agent would. */
final class ProbeRound {

    /** Counts since a deployment are asked as of one hour ago. */
    private static final Duration LOOKING_BACK = Duration.ofHours(1);

    private static final int THREADS = 4;
    /** One after the other, each with a check's timeout. */
    private static final int MOST_REQUESTS = 8;

    private final TargetClients clients;
    private final Instant since;
    private final Context context;

    private ProbeRound(ProbeKinds kinds, Vertx vertx) {
        context = vertx.getOrCreateContext();
        Time time = new VertxTime(vertx, context);
        clients = new TargetClients(kinds, new ProbeContext(vertx, time));
        since = time.now().minus(LOOKING_BACK);
    }

    /** Puts one question to the client of a check's target. */
    @FunctionalInterface
    private interface Question<T> {
        Future<T> ask(ProbeRound round, String service, CheckConfig check);
    }

    /** The answers, in the order of the checklists. */
    static List<ProbeAnswer> of(Config config, ProbeKinds kinds) {
        return of(
                config,
                kinds,
                (round, service, check) -> round.warm(check)
                        .map(outcome -> new ProbeAnswer(service, check, outcome, round.clients.isAsked(check))));
    }

    /** Asks again where the first answer took part of its time in this process, which has just begun. */
    private Future<Outcome> warm(CheckConfig check) {
        Probe probe = clients.probe(check);
        return probe.ask(since)
                .compose(first -> isOfTime(check, first) ? probe.ask(since) : Future.succeededFuture(first));
    }

    private static boolean isOfTime(CheckConfig check, Outcome first) {
        return first instanceof Outcome.Failed failed
                ? failed.cause() == Outcome.Cause.TIMEOUT
                : first instanceof Outcome.Measured && check.rule().reachability();
    }

    /** What is probably wrong in the questions themselves, as their targets see them. */
    static List<LintedCheck> lint(Config config, ProbeKinds kinds) {
        return of(
                config,
                kinds,
                (round, service, check) ->
                        round.clients.lint(check).map(findings -> new LintedCheck(service, check, findings)));
    }

    private static <T> List<T> of(Config config, ProbeKinds kinds, Question<T> question) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(THREADS).setInternalBlockingPoolSize(THREADS));
        try {
            ProbeRound round = new ProbeRound(kinds, vertx);
            return await(round.ask(config, question), longest(config));
        } finally {
            await(vertx.close(), LOOKING_BACK);
        }
    }

    private <T> Future<List<T>> ask(Config config, Question<T> question) {
        Promise<List<T>> done = Promise.promise();
        context.runOnContext(
                ignored -> Guard.begin(() -> askAll(config, question)).onComplete(done));
        return done.future();
    }

    private <T> Future<List<T>> askAll(Config config, Question<T> question) {
        List<Future<T>> asked = new ArrayList<>();
        for (ServiceConfig service : config.services()) {
            for (CheckConfig check : service.checks()) {
                asked.add(question.ask(this, service.name(), check));
            }
        }
        return Future.join(asked)
                .map(all -> asked.stream().map(Future::result).toList())
                .eventually(clients::close);
    }

    /** Probes keep their own deadlines; this is only there so that a mistake in one cannot hang the command. */
    private static Duration longest(Config config) {
        Duration longest = config.services().stream()
                .flatMap(service -> service.checks().stream())
                .map(CheckConfig::timeout)
                .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other);
        return longest.multipliedBy(MOST_REQUESTS).plusSeconds(10);
    }

    private static <T> T await(Future<T> future, Duration atMost) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException mistake) {
            throw new IllegalStateException("a probe failed in place of giving an outcome", mistake.getCause());
        } catch (TimeoutException mistake) {
            throw new IllegalStateException("a probe did not keep its deadline", mistake);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INCONCLUSIVE, "interrupted");
        }
    }
}
