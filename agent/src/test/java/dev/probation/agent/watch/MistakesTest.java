package dev.probation.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.RollbackConfig.Mode;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.VersionSource;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.receiver.notify.slack.SlackSettings;
import dev.probation.agent.store.DirectlyTold;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.store.sql.RefusedWrites;
import dev.probation.agent.time.FakeTime;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Mistake;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Verdict;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever one part of the agent throws, an Error included, the watch goes on. */
class MistakesTest {

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime(WatchRig.START);

    private static Config config(String check) {
        Config base = WatchRig.config(List.of(WatchRig.check(check, "< 500ms", OnBreach.ROLLBACK)), List.of());
        ReceiverConfig team = new ReceiverConfig(
                "team",
                "slack",
                new SlackSettings(new Secret("http://127.0.0.1:1/")),
                Set.of(NotificationEvent.FAILING, NotificationEvent.ROLLBACK));
        return WatchRig.with(base, base.services(), base.rollback(), List.of(team));
    }

    /** Whoever asks these settings while it is set gets it thrown. */
    private static final class BrokenSettings implements ReceiverSettings {
        private volatile @Nullable Mistake mistake;

        @Override
        public boolean holdsIncidents() {
            Mistake thrown = mistake;
            return thrown != null && thrown.<Boolean>make();
        }
    }

    private static Config config(ReceiverSettings settings) {
        Config base = config("latency");
        ReceiverConfig team = new ReceiverConfig(
                "team",
                "slack",
                settings,
                Set.of(NotificationEvent.FAILING, NotificationEvent.RECOVERED, NotificationEvent.ROLLBACK));
        ReceiverConfig deployer =
                new ReceiverConfig("deploy", "webhook", new SlackSettings(new Secret("http://127.0.0.1:1/")), Set.of());
        RollbackConfig rollback = new RollbackConfig(
                Mode.SIGNAL,
                List.of(deployer),
                Set.of(),
                Duration.ofMinutes(4),
                Duration.ofMinutes(1),
                Duration.ofHours(1));
        return WatchRig.with(base, base.services(), rollback, List.of(team));
    }

    private static Outcome badWithin(Instant at, int from, int to) {
        return isWithin(at, from, to) ? Outcome.Measured.of(0.9) : good();
    }

    private WatchRig failing(BrokenSettings settings) {
        return new WatchRig(folder.resolve("p.db"), time, config(settings), name -> at -> badWithin(at, 30, 200));
    }

    /** A deployment whose check has failed meanwhile, where whoever was to be told of the decision threw. */
    private static DeploymentView deployWithDecisionUntold(WatchRig rig, BrokenSettings settings, Mistake mistake) {
        DeploymentView deployed = rig.deploy("1.4.2");
        rig.pass(Duration.ofSeconds(20));
        assertThat(rig.watch.isBehind()).isFalse();
        settings.mistake = mistake;
        rig.pass(Duration.ofSeconds(40));
        return deployed;
    }

    @ParameterizedTest
    @EnumSource
    void aDecisionThatCouldNotBeToldIsMadeAsSoonAsItCan(Mistake mistake) {
        BrokenSettings settings = new BrokenSettings();
        try (WatchRig rig = failing(settings)) {
            DeploymentView deployed = deployWithDecisionUntold(rig, settings, mistake);
            assertThat(rig.journal(id(deployed))).extracting(JournalEntry::kind).doesNotContain(Kind.ROLLBACK_DECIDED);
            assertThat(rig.watch.isBehind()).isTrue();
            settings.mistake = null;
            rig.pass(Duration.ofSeconds(3));

            assertThat(rig.watch.isBehind()).isFalse();
            assertThat(rig.journal(id(deployed)))
                    .extracting(JournalEntry::kind)
                    .containsOnlyOnce(Kind.ROLLBACK_DECIDED);
            assertThat(rig.view(deployed).stored().phase()).isEqualTo(Phase.ROLLING_BACK);
            assertThat(rig.view(deployed).rollback().orElseThrow().stage()).isEqualTo(Stage.DECIDED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDecisionThatCouldNotBeToldIsMadeAfterARestart(Mistake mistake) {
        BrokenSettings settings = new BrokenSettings();
        DeploymentView deployed;
        try (WatchRig rig = failing(settings)) {
            deployed = deployWithDecisionUntold(rig, settings, mistake);
        }
        settings.mistake = null;
        try (WatchRig rig = failing(settings)) {
            rig.pass(Duration.ofSeconds(30));

            assertThat(rig.journal(id(deployed)))
                    .extracting(JournalEntry::kind)
                    .containsOnlyOnce(Kind.ROLLBACK_DECIDED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeploymentOfWhichADecisionCouldNotBeToldCanBeCancelled(Mistake mistake) {
        BrokenSettings settings = new BrokenSettings();
        try (WatchRig rig = failing(settings)) {
            DeploymentView deployed = deployWithDecisionUntold(rig, settings, mistake);
            settings.mistake = null;
            WatchRig.settle(rig.watch.deployments().cancel(id(deployed), "me", "no use"));

            assertThat(rig.journal(id(deployed)))
                    .anyMatch(entry -> "failing".equals(entry.data().getString("to")))
                    .extracting(JournalEntry::kind)
                    .doesNotContain(Kind.ROLLBACK_DECIDED)
                    .endsWith(Kind.ENDED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatBecameOfASignalIsToldOnceItCan(Mistake mistake) {
        BrokenSettings settings = new BrokenSettings();
        try (WatchRig rig =
                new WatchRig(folder.resolve("p.db"), time, config(settings), name -> at -> badWithin(at, 30, 60))) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(50));
            settings.mistake = mistake;
            rig.pass(Duration.ofSeconds(40));
            assertThat(rig.watch.isBehind()).isTrue();
            String message = "rollback-" + id(deployed) + "/deploy";
            JsonObject data = new JsonObject().put("message", message).put("receiver", "deploy");
            WatchRig.settle(rig.store.run(store -> store.outgoing()
                    .settle(message, new JournalEntry(time.now(), Kind.ROLLBACK_SIGNALLED, data), null, List.of())));
            rig.watch.signalled(id(deployed));
            rig.pass(Duration.ofSeconds(3));
            assertThat(rig.view(deployed).rollback().orElseThrow().stage()).isEqualTo(Stage.DECIDED);
            settings.mistake = null;
            rig.pass(Duration.ofSeconds(3));

            assertThat(rig.view(deployed).rollback().orElseThrow().stage()).isEqualTo(Stage.SIGNALLED);
        }
    }

    private static Outcome good() {
        return Outcome.Measured.of(0.1);
    }

    private static String id(DeploymentView view) {
        return view.stored().deployment().id();
    }

    private static boolean isWithin(Instant at, int from, int to) {
        return !at.isBefore(WatchRig.START.plusSeconds(from)) && at.isBefore(WatchRig.START.plusSeconds(to));
    }

    @ParameterizedTest
    @EnumSource
    void aProbeThatThrowsIsAskedAgain(Mistake mistake) {
        try (WatchRig rig = new WatchRig(
                folder.resolve("p.db"),
                time,
                config("latency"),
                name -> at -> isWithin(at, 10, 20) ? mistake.make() : good())) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofMinutes(5));

            assertThat(rig.view(deployed).stored().phase()).isEqualTo(Phase.FINISHED);
            assertThat(rig.view(deployed).verdict()).isEqualTo(Verdict.PASS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClockThatThrowsStopsNoWatch(Mistake mistake) {
        try (WatchRig rig = new WatchRig(folder.resolve("p.db"), time, config("latency"), name -> at -> good())) {
            DeploymentView deployed = rig.deploy("1.4.2");
            long before = Guard.mistakes().getOrDefault("watch-loop", 0L);
            time.breakWallClock(mistake);
            rig.pass(Duration.ofSeconds(3));
            time.breakWallClock(null);
            assertThat(Guard.mistakes().getOrDefault("watch-loop", 0L)).isGreaterThanOrEqualTo(before + 2);
            rig.pass(Duration.ofMinutes(5));

            assertThat(rig.view(deployed).stored().phase()).isEqualTo(Phase.FINISHED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPastThatThrowsIsLeftOut(Mistake mistake) {
        try (WatchRig rig = new WatchRig(
                folder.resolve("p.db"),
                time,
                config(WatchRig.REMEMBERING),
                name -> at -> at.isBefore(WatchRig.START) ? mistake.make() : good())) {
            Instant late = WatchRig.START.minusSeconds(30);
            DeploymentView deployed = WatchRig.await(rig.watch.deployments().announce("shop", "1", late, false));
            rig.pass(Duration.ofMinutes(5));

            assertThat(rig.view(deployed).stored().phase()).isEqualTo(Phase.FINISHED);
            assertThat(rig.journal(id(deployed))).extracting(JournalEntry::kind).contains(Kind.PAST_READ);
            assertThat(rig.view(deployed).windows().get(1).verdict()).isEqualTo(Verdict.PASS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aVersionWhoseReadingThrowsIsReadAgain(Mistake mistake) {
        Config base = config("latency");
        ServiceConfig shop = base.services().get(0);
        VersionSource source = new VersionSource(
                shop.checks().get(0).target(),
                "/",
                "$",
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofMinutes(2));
        Config config = WatchRig.with(
                base,
                List.of(new ServiceConfig("shop", Optional.of(source), shop.checks(), List.of(), Optional.empty())),
                base.rollback(),
                base.receivers());
        try (WatchRig rig = new WatchRig(folder.resolve("p.db"), time, config, name -> at -> good())) {
            rig.version = Optional.of("1.4.1");
            rig.pass(Duration.ofSeconds(30));
            rig.unreadable = mistake;
            rig.pass(Duration.ofSeconds(30));
            rig.unreadable = null;
            rig.version = Optional.of("1.4.2");
            rig.pass(Duration.ofSeconds(30));

            assertThat(WatchRig.await(rig.watch.deployments().newest(null, 10)))
                    .extracting(view -> view.stored().deployment().version())
                    .containsExactly("1.4.2");
        }
    }

    /** Throws when it is given messages, or asked what was told of them. */
    private static final class Broken implements UnwrittenMessages {
        private final Mistake mistake;
        private final AtomicInteger delivering = new AtomicInteger(3);
        private final AtomicInteger telling = new AtomicInteger(3);

        Broken(Mistake mistake) {
            this.mistake = mistake;
        }

        @Override
        public void deliver(List<Message> messages) {
            if (delivering.decrementAndGet() >= 0) {
                mistake.happen();
            }
        }

        @Override
        public List<DirectlyTold> told(List<Message> messages) {
            return !messages.isEmpty() && telling.decrementAndGet() >= 0
                    ? mistake.make()
                    : UnwrittenMessages.KEPT.told(messages);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTellsPeopleDirectlyStopsNeitherTheClockNorTheWriting(Mistake mistake) {
        Broken broken = new Broken(mistake);
        try (WatchRig rig = new WatchRig(
                folder.resolve("p.db"),
                time,
                config("latency"),
                name -> at -> isWithin(at, 30, 60) ? Outcome.Measured.of(0.9) : good(),
                broken)) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(20));
            WatchRig.settle(rig.store.run(RefusedWrites::begin));
            rig.pass(Duration.ofSeconds(60));
            WatchRig.settle(rig.store.run(RefusedWrites::end));
            rig.pass(Duration.ofMinutes(4));

            assertThat(broken.delivering.get()).isLessThan(3);
            assertThat(broken.telling.get()).isNegative();
            assertThat(rig.journal(id(deployed)))
                    .extracting(JournalEntry::kind)
                    .contains(Kind.ROLLBACK_DECIDED, Kind.WINDOW_ENDED, Kind.ENDED);
            assertThat(rig.view(deployed).current()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatThrowsIsAnswered(Mistake mistake) {
        List<Sample> broken = new AbstractList<>() {
            @Override
            public Sample get(int index) {
                return mistake.make();
            }

            @Override
            public int size() {
                return 1;
            }
        };
        try (WatchRig rig = new WatchRig(folder.resolve("p.db"), time, config("latency"), name -> at -> good())) {
            Future<DeploymentView> announced = rig.watch.deployments().announce("shop", "1", null, false, broken);
            rig.pass(Duration.ofSeconds(1));

            assertThat(announced.failed()).isTrue();
        }
    }
}
