package dev.probation.agent.cli.replay;

import dev.probation.agent.cli.command.CommandClock;
import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.DurationText;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.cli.command.Output;
import dev.probation.agent.cli.command.Progress;
import dev.probation.agent.cli.log.LogOptions;
import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.TargetClients;
import dev.probation.agent.probe.prometheus.LabelHistory;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Time;
import dev.probation.agent.time.VertxTime;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Verdict;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probation backtest}: what would these limits have done to past deployments? */
@Command(
        name = "backtest",
        description = {
            "Judges past deployments by these limits, from what Prometheus remembers.",
            "It reads all windows and judges them as the agent would have. Checks of targets that do not remember, such"
                    + " as http or postgres, are inconclusive. Exits with the worst verdict."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  probation backtest shop --since 30d --version-query app_info",
            "  probation backtest shop --deployments releases.txt --set checks.error-rate.expect=\"< 0.5%%\"",
            "  probation backtest shop --version 1.4.2 --deployed-at 2026-01-31T10:00:00Z --output json"
        })
public final class BacktestCommand implements Callable<Integer> {

    private static final int THREADS = 4;
    private static final long LOOK_MILLIS = 200;

    private final CommandContext context;
    private final Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
    private final BacktestTable table = new BacktestTable();

    @Mixin
    private SetOptions config = new SetOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Mixin
    private PastReleases past = new PastReleases();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "SERVICE", description = "The service's name in the configuration.")
    private String service = "";

    /** By itself, since {@code --version} is the deployment's here. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean unusedSincePicocliAnswersIt;

    @Option(
            names = "--step",
            paramLabel = "DURATION",
            converter = DurationText.class,
            description = "The shortest interval of checks, to read less. Windows are judged as if they had it.")
    private Optional<Duration> step = Optional.empty();

    public BacktestCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        log.apply();
        List<PastRelease> given = past.given();
        Config loaded =
                step.map(least -> Backtest.coarser(config.load(context), least)).orElseGet(() -> config.load(context));
        ServiceConfig judged = loaded.service(service)
                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, loaded.unknownService(service)));
        Vertx vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(THREADS).setInternalBlockingPoolSize(THREADS));
        try {
            List<CommandFailure> failures = run(vertx, loaded, judged, given);
            table.print(context.out());
            failures.forEach(failure -> context.err()
                    .println("probation: " + Sanitizer.TERMINAL.line(String.valueOf(failure.getMessage()))));
            int worst = ExitCode.of(verdicts);
            return failures.isEmpty() || worst == ExitCode.FAIL ? worst : ExitCode.INCONCLUSIVE;
        } finally {
            Object closed = await(vertx.close(), () -> {});
            assert closed == null;
        }
    }

    private List<CommandFailure> run(Vertx vertx, Config loaded, ServiceConfig judged, List<PastRelease> given) {
        Context loop = vertx.getOrCreateContext();
        Time time = new VertxTime(vertx, loop);
        Instant now = context.clock().now();
        ProbeContext probes = new ProbeContext(vertx, time);
        TargetClients clients = new TargetClients(context.services().probeKinds(), probes);
        Future<List<PastRelease>> detecting =
                on(loop, () -> past.detected(loaded, target -> new LabelHistory(target, probes), now, this::tell));
        List<PastRelease> all = Stream.concat(given.stream(), await(detecting, () -> {}).stream())
                .sorted(PastRelease.ORDER)
                .toList();
        List<PastRelease> releases =
                all.stream().filter(release -> past.isAsked(release, now)).toList();
        if (releases.size() < all.size()) {
            context.err()
                    .println("probation: left out, because they went live before --since: "
                            + (all.size() - releases.size()) + " of " + all.size());
        }
        if (releases.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.INCONCLUSIVE,
                    "no deployment of " + service + " was found in that time; check that the metric or the file has"
                            + " one, or give a longer --since");
        }
        List<Backtest> tests = new ArrayList<>();
        for (int i = 0; i < releases.size(); i++) {
            List<PastRelease> next = releases.subList(i + 1, releases.size());
            tests.add(Backtest.of(loaded, judged, releases.get(i), next, now));
        }
        return judgeAll(tests, clients, loop);
    }

    private List<CommandFailure> judgeAll(List<Backtest> tests, TargetClients clients, Context loop) {
        List<Map<CheckConfig, List<Instant>>> moments =
                tests.stream().map(test -> test.moments(clients)).toList();
        tellUnreadable(tests.get(0).service(), moments.get(0));
        long total = moments.stream()
                .flatMap(each -> each.values().stream())
                .mapToLong(List::size)
                .sum();
        CommandClock clock = context.clock();
        BacktestProgress progress = new BacktestProgress(new Progress(context.err(), context), clock, total);
        List<CommandFailure> failures = new ArrayList<>();
        for (int i = 0; i < tests.size(); i++) {
            Backtest test = tests.get(i);
            Map<CheckConfig, List<Instant>> read = moments.get(i);
            String what = test.name() + " (" + (i + 1) + " of " + tests.size() + ")";
            try {
                Future<List<Sample>> reading = on(loop, () -> test.read(clients, read, progress::read));
                List<Sample> samples = await(reading, () -> progress.show(what));
                progress.end();
                print(test.judge(samples), test.service(), read);
            } catch (CommandFailure unreadable) {
                progress.end();
                failures.add(new CommandFailure(
                        ExitCode.INCONCLUSIVE,
                        test.name() + " could not be read, and was not judged: " + unreadable.getMessage()));
            }
        }
        return failures;
    }

    private void tell(String sentence) {
        context.err().println(Sanitizer.TERMINAL.line("probation: " + sentence));
    }

    private void tellUnreadable(ServiceConfig judged, Map<CheckConfig, List<Instant>> readable) {
        List<String> names = unreadable(judged, readable);
        if (!names.isEmpty()) {
            context.err()
                    .println(Sanitizer.TERMINAL.line("probation: inconclusive, because their targets do not remember: "
                            + String.join(", ", names)));
        }
    }

    private static List<String> unreadable(ServiceConfig judged, Map<CheckConfig, List<Instant>> readable) {
        return judged.checks().stream()
                .filter(check -> !readable.containsKey(check))
                .map(check -> check.rule().id().value())
                .toList();
    }

    private void print(Replay.Result result, ServiceConfig judged, Map<CheckConfig, List<Instant>> readable) {
        boolean first = verdicts.add(result.verdict());
        assert first || verdicts.contains(result.verdict());
        try (SpillBuffer transitions = result.transitions()) {
            output.printOneOfMany(
                    context.out(),
                    ReplayJson.of(result).put("notReadable", new JsonArray(unreadable(judged, readable))),
                    new Output.Rest("transitions", transitions::forEach),
                    rows -> table.add(result, readable.keySet()));
        }
    }

    private static <T> Future<T> on(Context loop, Supplier<Future<T>> asked) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(ignored -> Guard.begin(asked).onComplete(done));
        return done.future();
    }

    /** Waits on the command's own thread; probes keep their own deadlines. */
    private static <T> T await(Future<T> future, Runnable meanwhile) {
        CompletableFuture<T> result = future.toCompletionStage().toCompletableFuture();
        while (true) {
            try {
                return result.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                meanwhile.run();
            } catch (ExecutionException failed) {
                Throwable cause = failed.getCause();
                if (cause instanceof CommandFailure known) {
                    throw known;
                }
                if (cause instanceof IOException unread) {
                    throw new CommandFailure(
                            ExitCode.INCONCLUSIVE, Sanitizer.TERMINAL.line(String.valueOf(unread.getMessage())));
                }
                throw new IllegalStateException("the past was not read", cause);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CommandFailure(ExitCode.INCONCLUSIVE, "interrupted");
            }
        }
    }
}
