package dev.probation.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.AgentConfig;
import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.CheckConfigBuilder;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.EventsConfig;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.RollbackConfig.Mode;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.SignOffConfig;
import dev.probation.agent.config.Target;
import dev.probation.agent.config.section.AnnouncementFields;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.probe.FakeKind;
import dev.probation.agent.probe.PastProbe;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.ProbeContext;
import dev.probation.agent.probe.ProbeKinds;
import dev.probation.agent.probe.TargetClient;
import dev.probation.agent.probe.TargetClients;
import dev.probation.agent.report.ReportJson;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.store.sql.StoreFactory;
import dev.probation.agent.time.FakeTime;
import dev.probation.agent.time.Mistake;
import dev.probation.agent.time.SteadyTime;
import dev.probation.agent.time.Time;
import dev.probation.agent.watch.commit.CommitListener;
import dev.probation.agent.watch.commit.DeploymentCounters;
import dev.probation.agent.watch.commit.DeploymentLog;
import dev.probation.agent.web.api.ApiSchema;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.window.WindowSpec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A watch loop on a real store, with scripted probes and a time that the test moves. */
public final class WatchRig implements AutoCloseable {

    /** The one check whose target can be asked about the past. */
    static final String REMEMBERING = "errors";

    public static final Instant START = Instant.parse("2026-01-31T10:00:00Z");

    private static final ApiSchema REPORT = ApiSchema.shipped("Report");
    private static final Set<JournalEntry.Kind> BY_OUTBOX = EnumSet.of(
            JournalEntry.Kind.ROLLBACK_SIGNALLED,
            JournalEntry.Kind.ROLLBACK_SIGNAL_DELAYED,
            JournalEntry.Kind.UNDELIVERED);

    final Vertx vertx = Vertx.vertx();
    final Context loop = vertx.getOrCreateContext();
    final FakeTime time;
    final Metrics metrics = new Metrics("test", "test");
    public final StoreExecutor store;
    public final WatchLoop watch;

    /** What each check measures, by its name, at an instant. */
    private final Function<String, Function<Instant, Outcome>> script;

    public WatchRig(Path database, FakeTime time, Config config, Function<String, Function<Instant, Outcome>> script) {
        this(database, time, config, script, UnwrittenMessages.KEPT);
    }

    public WatchRig(
            Path database,
            FakeTime time,
            Config config,
            Function<String, Function<Instant, Outcome>> script,
            UnwrittenMessages unwritten,
            CommitListener... listeners) {
        this.time = time;
        this.script = script;
        this.store = await(StoreExecutor.open(vertx, () -> StoreFactory.open("sqlite:" + database)));
        TargetClients clients =
                new TargetClients(new ProbeKinds(List.of(new Scripted())), new ProbeContext(vertx, time));
        this.watch = new WatchLoop(
                config,
                loop,
                new SteadyTime(time),
                store,
                clients,
                metrics,
                source -> () -> unreadable == null
                        ? version.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture("HTTP 503"))
                        : unreadable.make(),
                unwritten,
                Stream.concat(Stream.of(new DeploymentLog(), new DeploymentCounters(metrics)), Stream.of(listeners))
                        .toList());
        settle(watch.start());
    }

    /** What is read of the running version, where the service has any. */
    public volatile Optional<String> version = Optional.empty();

    /** What is thrown where the running version is to be read, if anything. */
    volatile @Nullable Mistake unreadable;

    /** Whether questions about the present get no answer. */
    volatile boolean unanswered;

    /** Whether questions about the past get no answer. */
    volatile boolean silent;

    private final class Remembering implements PastProbe {
        private final Function<Instant, Outcome> script;
        private final Time time;

        Remembering(Function<Instant, Outcome> script, Time time) {
            this.script = script;
            this.time = time;
        }

        @Override
        public Future<Outcome> ask(Instant deployedAt) {
            return Future.succeededFuture(script.apply(time.now()));
        }

        @Override
        public Future<Outcome> askAt(Instant deployedAt, Instant at) {
            return silent ? Promise.<Outcome>promise().future() : Future.succeededFuture(script.apply(at));
        }
    }

    private final class Scripted extends FakeKind {
        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public TargetClient connect(Target target, ProbeContext context) {
            return new TargetClient() {
                @Override
                public Probe probe(CheckConfig check) {
                    Function<Instant, Outcome> asked =
                            script.apply(check.rule().id().value());
                    Probe present = deployedAt -> unanswered
                            ? Promise.<Outcome>promise().future()
                            : Future.succeededFuture(asked.apply(time.now()));
                    return REMEMBERING.equals(check.rule().id().value()) ? new Remembering(asked, time) : present;
                }

                @Override
                public Future<Void> close() {
                    return Future.succeededFuture();
                }
            };
        }
    }

    /** Lets time pass in steps, each of which ends when the store has caught up. */
    public void pass(Duration by) {
        for (Duration passed = Duration.ZERO; passed.compareTo(by) < 0; passed = passed.plusSeconds(1)) {
            settle(onLoop(() -> time.advance(Duration.ofSeconds(1))));
            settleWrites();
        }
    }

    /** What was read or written has brought about what it does: a write whose end begins another one included. */
    private void settleWrites() {
        for (int write = 0; write < 3; write++) {
            settle(store.submit(open -> true));
            settle(onLoop(() -> {}));
        }
        settle(store.submit(open -> true));
    }

    Future<Void> onLoop(Runnable work) {
        io.vertx.core.Promise<Void> done = io.vertx.core.Promise.promise();
        loop.runOnContext(ignored -> {
            work.run();
            done.complete();
        });
        return done.future();
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for something whose result does not matter. */
    public static void settle(Future<?> future) {
        Boolean done = await(future.map(result -> Boolean.TRUE));
        assertThat(done).isTrue();
    }

    public DeploymentView deploy(String version) {
        return await(watch.deployments().announce("shop", version, null, false));
    }

    public DeploymentView view(DeploymentView of) {
        return await(watch.deployments().find(of.stored().deployment().id())).orElseThrow();
    }

    /** The journal on disk. */
    public List<JournalEntry> journal(String deployment) {
        return await(store.submit(open -> open.journal().of(deployment)));
    }

    /** As after SIGKILL: nothing more is written, not even a snapshot. */
    public void kill() {
        settle(store.close());
        settle(vertx.close());
    }

    /** Each report on a deployment is as the API describes it, but for what tests say in place of the outbox. */
    private void assertReportsAreDescribed() {
        for (DeploymentView view : await(watch.deployments().newest(null, 100))) {
            List<JournalEntry> journal = journal(view.stored().deployment().id()).stream()
                    .filter(entry -> !BY_OUTBOX.contains(entry.kind()))
                    .toList();
            assertThat(REPORT.violations(ReportJson.deployment(view, journal).encode()))
                    .isEmpty();
            view.windows()
                    .forEach(window -> assertThat(ReportJson.window(view, journal, window.name())
                                    .map(report -> REPORT.violations(report.encode())))
                            .hasValue(""));
        }
    }

    @Override
    public void close() {
        try {
            assertReportsAreDescribed();
        } finally {
            settle(watch.stop());
            settle(store.close());
            settle(vertx.close());
        }
    }

    public static CheckConfig check(String name, String expect, OnBreach onBreach) {
        return CheckConfigBuilder.check(name)
                .target("target-of-" + name)
                .every(Duration.ofSeconds(5))
                .expect(expect)
                .onBreach(onBreach)
                .build();
    }

    public static Config config(List<CheckConfig> checks, List<SignOffConfig> signOffs) {
        AgentConfig agent = new AgentConfig(
                "sqlite:unused",
                Optional.empty(),
                Optional.empty(),
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Duration.ofHours(1),
                Duration.ofDays(400));
        List<WindowSpec> windows = List.of(
                new WindowSpec("first", Duration.ZERO, Duration.ofMinutes(2), Optional.empty(), 0, Duration.ZERO),
                new WindowSpec(
                        "second", Duration.ofMinutes(2), Duration.ofMinutes(5), Optional.empty(), 0, Duration.ZERO));
        return new Config(
                agent,
                Map.of(),
                List.of(new ServiceConfig("shop", Optional.empty(), checks, signOffs)),
                windows,
                new RollbackConfig(Mode.SIGNAL, List.of(), Duration.ofMinutes(3)),
                List.of(),
                "fingerprint",
                AnnouncementFields.DEFAULT,
                EventsConfig.NONE,
                List.of());
    }

    /** The same configuration with other services, another rollback and other receivers of notifications. */
    public static Config with(
            Config base, List<ServiceConfig> services, RollbackConfig rollback, List<ReceiverConfig> receivers) {
        return new Config(
                base.agent(),
                base.targets(),
                services,
                base.windows(),
                rollback,
                receivers,
                base.fingerprint(),
                base.announcements(),
                base.events(),
                base.warnings());
    }
}
