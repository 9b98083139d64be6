package dev.probation.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.RollbackConfig.Mode;
import dev.probation.agent.config.Secret;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.outbox.LogKept;
import dev.probation.agent.receiver.notify.slack.SlackSettings;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.sql.MissingTable;
import dev.probation.agent.store.sql.RefusedWrites;
import dev.probation.agent.time.FakeTime;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log and the counters tell of a deployment what the store has taken, and nothing before. */
class NothingToldBeforeDiskTest {

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime(WatchRig.START);
    private final LogKept log = new LogKept(Logger.getLogger("dev.probation.agent.watch"));
    private volatile Instant badFrom = WatchRig.START.plusSeconds(30);

    @AfterEach
    void keepItNoLonger() {
        log.close();
    }

    private static ReceiverConfig deployer(String name) {
        return new ReceiverConfig(name, "slack", new SlackSettings(new Secret("http://127.0.0.1")), Set.of());
    }

    private WatchRig rig() {
        Config base = WatchRig.config(List.of(WatchRig.check("latency", "< 500ms", OnBreach.ROLLBACK)), List.of());
        RollbackConfig rollback = new RollbackConfig(
                Mode.SIGNAL,
                List.of(deployer("deploy"), deployer("restore")),
                Set.of("restore"),
                Duration.ofMinutes(4),
                Duration.ofMinutes(1),
                Duration.ofHours(1));
        Config config = WatchRig.with(base, base.services(), rollback, List.of());
        return new WatchRig(
                folder.resolve("probation.db"),
                time,
                config,
                name -> at -> Outcome.Measured.of(at.isBefore(badFrom) ? 0.1 : 0.9));
    }

    private static double counted(WatchRig rig, String metric) {
        String page = new String(rig.metrics.page("", "").bytes(), StandardCharsets.UTF_8);
        Matcher line = Pattern.compile("(?m)^" + metric + "\\{[^}]*app=\"shop\"[^}]*} ([0-9.]+)$")
                .matcher(page);
        double sum = 0;
        while (line.find()) {
            sum += Double.parseDouble(line.group(1));
        }
        return sum;
    }

    private long logged(String line) {
        return log.lines().stream().filter(each -> each.startsWith(line)).count();
    }

    /** Has something happen while the store is away, and looks for what is told of it before and after. */
    private void isToldOnceItIsOnDisk(WatchRig rig, Runnable happens, String line, Optional<String> metric) {
        double before = metric.map(name -> counted(rig, name)).orElse(0.0);
        WatchRig.settle(rig.store.run(RefusedWrites::begin));
        happens.run();
        assertThat(logged(line)).as("lines before it is on disk").isZero();
        metric.ifPresent(name -> assertThat(counted(rig, name)).isEqualTo(before));

        WatchRig.settle(rig.store.run(RefusedWrites::end));
        rig.pass(Duration.ofSeconds(5));

        assertThat(logged(line)).as("lines once it is on disk").isOne();
        metric.ifPresent(name -> assertThat(counted(rig, name)).isEqualTo(before + 1));
    }

    /** Asks for something and lets time pass until it is known that it is not on disk. */
    private static void ask(WatchRig rig, Future<?> asked) {
        rig.pass(Duration.ofSeconds(12));
        assertThat(asked.failed()).isTrue();
    }

    private String decided(WatchRig rig) {
        String id = rig.deploy("1.4.2").stored().deployment().id();
        rig.pass(Duration.ofSeconds(45));
        assertThat(logged("rollback decided")).isOne();
        return id;
    }

    @Test
    void aRollbackOfAPersonIsLoggedAsOrderedWithWhoThatWas() {
        badFrom = Instant.MAX;
        try (WatchRig rig = rig()) {
            String id = rig.deploy("1.4.2").stored().deployment().id();

            isToldOnceItIsOnDisk(
                    rig,
                    () -> ask(rig, rig.watch.deployments().rollback(id, "Ada", "the cart is empty")),
                    "rollback ordered",
                    Optional.of("probation_rollbacks_decided_total"));

            assertThat(log.lines())
                    .anyMatch(line -> line.startsWith("rollback ordered deployment=" + id)
                            && line.contains("reason=the cart is empty (Ada)"));
            assertThat(logged("rollback decided")).isZero();
        }
    }

    @Test
    void aRollbackIsDecided() {
        try (WatchRig rig = rig()) {
            String id = rig.deploy("1.4.2").stored().deployment().id();

            isToldOnceItIsOnDisk(
                    rig,
                    () -> rig.pass(Duration.ofSeconds(50)),
                    "rollback decided",
                    Optional.of("probation_rollbacks_decided_total"));

            assertThat(id).isNotEmpty();
            assertThat(logged("check changed")).isPositive();
        }
    }

    @Test
    void aWindowEnds() {
        badFrom = Instant.MAX;
        try (WatchRig rig = rig()) {
            String id = rig.deploy("1.4.2").stored().deployment().id();
            rig.pass(Duration.ofSeconds(110));

            isToldOnceItIsOnDisk(rig, () -> rig.pass(Duration.ofSeconds(20)), "window ended", Optional.empty());

            assertThat(id).isNotEmpty();
        }
    }

    @Test
    void aDeploymentEnds() {
        badFrom = Instant.MAX;
        try (WatchRig rig = rig()) {
            String id = rig.deploy("1.4.2").stored().deployment().id();

            isToldOnceItIsOnDisk(
                    rig,
                    () -> ask(rig, rig.watch.deployments().cancel(id, "me", "no use")),
                    "deployment ended",
                    Optional.of("probation_deployments_ended_total"));
        }
    }

    @Test
    void theAgentWasAway() {
        badFrom = Instant.MAX;
        WatchRig killed = rig();
        String id = killed.deploy("1.4.2").stored().deployment().id();
        killed.pass(Duration.ofSeconds(20));
        WatchRig.settle(killed.store.run(RefusedWrites::begin));
        killed.kill();
        time.advance(Duration.ofSeconds(30));

        try (WatchRig rig = rig()) {
            rig.pass(Duration.ofSeconds(5));
            assertThat(counted(rig, "probation_gaps_total")).isZero();

            WatchRig.settle(rig.store.run(RefusedWrites::end));
            rig.pass(Duration.ofSeconds(5));

            assertThat(counted(rig, "probation_gaps_total")).isOne();
            assertThat(rig.journal(id)).extracting(JournalEntry::kind).containsOnlyOnce(Kind.GAP);
        }
    }

    @Test
    void aPersonApprovesAStep() {
        asked(
                "rollback step approved",
                (rig, id) -> ask(rig, rig.watch.deployments().approve(id, "restore", "ada")));
        assertThat(log.lines())
                .filteredOn(line -> line.startsWith("rollback step approved"))
                .allMatch(line -> line.contains(" receiver=restore by=ada"));
    }

    @Test
    void theDeployerSaysThatTheEarlierVersionIsBack() {
        asked(
                "rollback confirmed",
                (rig, id) -> ask(rig, rig.watch.deployments().confirmRollback(id, "ada")));
    }

    private void asked(String line, BiConsumer<WatchRig, String> ask) {
        try (WatchRig rig = rig()) {
            String id = decided(rig);

            isToldOnceItIsOnDisk(rig, () -> ask.accept(rig, id), line, Optional.empty());
        }
    }

    @Test
    void aReceiverTakesTheSignalOnceHoweverOftenTheOutboxSaysSo() {
        try (WatchRig rig = rig()) {
            String id = decided(rig);
            String message = "rollback-" + id + "/deploy";
            rig.watch.signalled(id);
            rig.pass(Duration.ofSeconds(1));
            assertThat(logged("rollback signal accepted")).isZero();

            settleSignal(rig, message);
            rig.watch.signalled(id);
            rig.watch.signalled(id);
            rig.pass(Duration.ofSeconds(2));

            assertThat(logged("rollback signal accepted deployment=" + id + " receiver=deploy"))
                    .isOne();
            assertThat(counted(rig, "probation_rollback_signals_total")).isOne();
        }
    }

    @Test
    void aReceiverTakesTheSignalAfterTheEndOfTheDeployment() {
        try (WatchRig rig = rig()) {
            String id = decided(rig);
            WatchRig.settle(rig.watch.deployments().cancel(id, "ada", "no use"));
            rig.pass(Duration.ofSeconds(5));
            assertThat(logged("deployment ended")).isOne();

            settleSignal(rig, "rollback-" + id + "/deploy");
            rig.watch.signalled(id);
            rig.watch.signalled(id);
            rig.pass(Duration.ofSeconds(2));
            rig.watch.signalled(id);
            rig.pass(Duration.ofSeconds(2));

            assertThat(logged("rollback signal accepted deployment=" + id + " receiver=deploy"))
                    .isOne();
            assertThat(counted(rig, "probation_rollback_signals_total")).isOne();
            assertThat(stage(rig, id)).isEqualTo(Stage.SIGNALLED);
            assertThat(rig.journal(id)).extracting(JournalEntry::kind).containsOnlyOnce(Kind.ENDED);
        }
    }

    @Test
    void whatHasEndedIsShownAsOfItsEndWhileItsSignalIsUnderWay() {
        try (WatchRig rig = rig()) {
            String id = decided(rig);
            WatchRig.settle(rig.watch.deployments().cancel(id, "ada", "no use"));
            Instant ended = time.now();
            rig.pass(Duration.ofSeconds(5));

            DeploymentView view =
                    WatchRig.await(rig.watch.deployments().find(id)).orElseThrow();

            assertThat(view.asOf()).isEqualTo(ended);
            assertThat(view.stored().endedAt()).contains(ended);
        }
    }

    private void settleSignal(WatchRig rig, String message) {
        JsonObject data = new JsonObject().put("message", message).put("receiver", "deploy");
        WatchRig.settle(rig.store.run(store -> store.outgoing()
                .settle(message, new JournalEntry(time.now(), Kind.ROLLBACK_SIGNALLED, data), null, List.of())));
    }

    private static Stage stage(WatchRig rig, String id) {
        return WatchRig.await(rig.watch.deployments().find(id))
                .orElseThrow()
                .rollback()
                .orElseThrow()
                .stage();
    }

    @Test
    void whatWasHeardOfASignalStaysShownWhileAnApprovalWaits() {
        try (WatchRig rig = rig()) {
            String id = decided(rig);
            settleSignal(rig, "rollback-" + id + "/deploy");
            rig.watch.signalled(id);
            rig.pass(Duration.ofSeconds(2));
            assertThat(stage(rig, id)).isEqualTo(Stage.SIGNALLED);
            WatchRig.settle(rig.store.run(RefusedWrites::begin));

            ask(rig, rig.watch.deployments().approve(id, "restore", "ada"));

            assertThat(stage(rig, id)).isEqualTo(Stage.SIGNALLED);
            WatchRig.settle(rig.store.run(RefusedWrites::end));
        }
    }

    @Test
    void theResultOfASignalIsReadAgainWhereTheStoreCannotBeReadJustThen() {
        try (WatchRig rig = rig()) {
            String id = decided(rig);
            settleSignal(rig, "rollback-" + id + "/deploy");
            WatchRig.settle(rig.store.run(MissingTable.JOURNAL::begin));
            rig.watch.signalled(id);
            rig.pass(Duration.ofSeconds(5));
            assertThat(logged("result of a rollback signal not read")).isOne();
            WatchRig.settle(rig.store.run(MissingTable.JOURNAL::end));

            rig.pass(Duration.ofSeconds(2));

            assertThat(stage(rig, id)).isEqualTo(Stage.SIGNALLED);
            assertThat(logged("rollback signal accepted")).isOne();
        }
    }

    @Test
    void theResultsOfManySignalsAreReadTogetherWhereTheStoreCannotBeReadJustThen() {
        try (WatchRig rig = rig()) {
            String id = decided(rig);
            WatchRig.settle(rig.store.run(MissingTable.JOURNAL::begin));
            rig.watch.signalled(id);
            rig.pass(Duration.ofSeconds(2));
            long timers = time.waiting();
            for (int signal = 0; signal < 5; signal++) {
                rig.watch.signalled(id);
            }
            rig.pass(Duration.ofSeconds(2));

            assertThat(time.waiting()).isEqualTo(timers);
            WatchRig.settle(rig.store.run(MissingTable.JOURNAL::end));
            rig.pass(Duration.ofSeconds(2));
            assertThat(time.waiting()).isEqualTo(timers - 1);
        }
    }

    @Test
    void theResultOfASignalThatWasNotReadIsKnownAfterARestart() {
        WatchRig before = rig();
        String id = decided(before);
        settleSignal(before, "rollback-" + id + "/deploy");
        WatchRig.settle(before.store.run(MissingTable.JOURNAL::begin));
        before.watch.signalled(id);
        before.pass(Duration.ofSeconds(2));
        WatchRig.settle(before.store.run(MissingTable.JOURNAL::end));
        before.kill();

        try (WatchRig rig = rig()) {
            assertThat(stage(rig, id)).isEqualTo(Stage.SIGNALLED);
        }
    }
}
