package dev.probation.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.VersionSource;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.receiver.notify.pagerduty.PagerDutySettings;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.store.sql.WrittenMessages;
import dev.probation.agent.time.FakeTime;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.window.Verdict;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the agent makes of the versions that it reads, and of those that it is told. */
class ReadVersionsTest {

    private static final Config BASE =
            WatchRig.config(List.of(WatchRig.check("latency", "< 500ms", OnBreach.ROLLBACK)), List.of());

    private static final ReceiverConfig PAGER = new ReceiverConfig(
            "pager",
            "pagerduty",
            new PagerDutySettings(new Secret("key"), URI.create("http://127.0.0.1"), false),
            Set.of(NotificationEvent.VERSION));

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime(WatchRig.START);

    /** Of when on the release is bad. */
    private Instant bad = Instant.MAX;

    private Instant good = Instant.MAX;

    static Config reading() {
        ServiceConfig shop = BASE.services().get(0);
        VersionSource source = new VersionSource(
                shop.checks().get(0).target(),
                "/",
                "$",
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60));
        return WatchRig.with(
                BASE,
                List.of(new ServiceConfig("shop", Optional.of(source), shop.checks(), List.of(), Optional.empty())),
                BASE.rollback(),
                List.of(PAGER));
    }

    private WatchRig rig(String version) {
        WatchRig rig = new WatchRig(
                folder.resolve("p.db"),
                time,
                reading(),
                name -> at -> Outcome.Measured.of(at.isBefore(bad) || !at.isBefore(good) ? 0.1 : 0.9));
        runs(rig, version);
        return rig;
    }

    private static void runs(WatchRig rig, String version) {
        rig.version = Optional.of(version);
        rig.pass(Duration.ofSeconds(6));
    }

    private static List<DeploymentView> deployments(WatchRig rig) {
        return WatchRig.await(rig.watch.deployments().newest("shop", 10));
    }

    private static List<String> versions(WatchRig rig) {
        return deployments(rig).stream()
                .map(view -> view.stored().deployment().version())
                .toList();
    }

    private static Stage stage(WatchRig rig, DeploymentView of) {
        return rig.view(of).rollback().orElseThrow().stage();
    }

    private static List<Kind> kinds(WatchRig rig, DeploymentView of) {
        return rig.journal(of.stored().deployment().id()).stream()
                .map(JournalEntry::kind)
                .toList();
    }

    private static DeploymentView newest(WatchRig rig) {
        return deployments(rig).get(0);
    }

    @ParameterizedTest(name = "{0} is announced, and {1} is read")
    @CsvSource({
        "v1.4.2, 1.4.2",
        "1.4.2, v1.4.2",
        "8f3e21a9c0d4b7e6f5a4938271605f4e3d2c1b0a, 8f3e21a",
        "8f3e21a, 8f3e21a9c0d4b7e6f5a4938271605f4e3d2c1b0a",
    })
    void aVersionIsOneReleaseByAnyOfItsNames(String announced, String read) {
        try (WatchRig rig = rig("1.4.1")) {
            DeploymentView deployed = rig.deploy(announced);
            runs(rig, read);
            DeploymentView again = rig.deploy(read);
            rig.pass(Duration.ofSeconds(10));

            assertThat(versions(rig)).containsExactly(announced);
            assertThat(again.stored().deployment()).isEqualTo(deployed.stored().deployment());
            assertThat(rig.view(deployed).stored().phase()).isEqualTo(Phase.WATCHING);
        }
    }

    @Test
    void aVersionThatWasReadIsTheRollbackWithoutADeploymentOfItsOwn() {
        WatchRig before = rig("1.4.0");
        runs(before, "1.4.1");
        before.kill();
        try (WatchRig rig = rig("1.4.1")) {
            runs(rig, "v1.4.2");
            DeploymentView deployed = newest(rig);
            bad = time.now();
            rig.pass(Duration.ofSeconds(20));
            good = time.now();
            runs(rig, "v1.4.0");
            Stage back = stage(rig, deployed);
            rig.pass(Duration.ofSeconds(20));

            assertThat(back).isEqualTo(Stage.CONFIRMED);
            assertThat(rig.view(deployed).stored().phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(versions(rig)).containsExactly("v1.4.0", "v1.4.2", "1.4.1");
            assertThat(newest(rig).stored().deployment().rollback()).isTrue();
            assertThat(rig.journal(deployed.stored().deployment().id()))
                    .filteredOn(entry -> entry.kind() == Kind.ROLLBACK_CONFIRMED)
                    .extracting(entry -> entry.data().getString("by"))
                    .containsExactly("reading version v1.4.0");
        }
    }

    @Test
    void aVersionThatIsReadForTheFirstTimeIsNoRollback() {
        try (WatchRig rig = rig("1.4.1")) {
            runs(rig, "1.4.2");
            DeploymentView deployed = newest(rig);
            bad = time.now();
            rig.pass(Duration.ofSeconds(20));
            runs(rig, "1.4.3");
            rig.pass(Duration.ofSeconds(2));

            assertThat(rig.view(deployed).stored().phase()).isEqualTo(Phase.SUPERSEDED);
            assertThat(newest(rig).stored().deployment().rollback()).isFalse();
        }
    }

    @Test
    void noRollbackIsConfirmedByTheVersionThatRanAllAlong() {
        try (WatchRig rig = rig("2.0.0")) {
            DeploymentView deployed = rig.deploy("2.1.0");
            bad = time.now();
            rig.pass(Duration.ofSeconds(60));

            assertThat(stage(rig, deployed)).isEqualTo(Stage.DECIDED);
            assertThat(kinds(rig, deployed)).doesNotContain(Kind.ROLLBACK_CONFIRMED);
        }
    }

    @Test
    void aRollbackIsConfirmedWhereTheBadVersionWasReadBeforeARestart() {
        WatchRig before = rig("2.0.0");
        DeploymentView deployed = before.deploy("2.1.0");
        runs(before, "2.1.0");
        bad = time.now();
        before.pass(Duration.ofSeconds(20));
        before.kill();
        try (WatchRig rig = rig("2.0.0")) {
            assertThat(stage(rig, deployed)).isEqualTo(Stage.CONFIRMED);
        }
    }

    @Test
    void aRollbackIsConfirmedWhereNothingWasReadOfTheBadVersion() {
        try (WatchRig rig = rig("2.0.0")) {
            DeploymentView deployed = rig.deploy("2.1.0");
            rig.version = Optional.empty();
            bad = time.now();
            rig.pass(Duration.ofSeconds(30));
            Stage dead = stage(rig, deployed);
            runs(rig, "2.0.0");

            assertThat(dead).isEqualTo(Stage.DECIDED);
            assertThat(stage(rig, deployed)).isEqualTo(Stage.CONFIRMED);
        }
    }

    /** What the pager was told of a deployment: what it does, to which incident, and why. */
    private static List<String> told(WatchRig rig, DeploymentView of) {
        return WatchRig.await(rig.store.submit(WrittenMessages::of)).stream()
                .map(WrittenMessages.Row::notice)
                .filter(notice ->
                        notice.deployment().equals(of.stored().deployment().id()))
                .map(notice -> notice.action() + ": " + notice.headline() + ": " + notice.reason())
                .toList();
    }

    private static Verdict firstWindow(WatchRig rig, DeploymentView of) {
        return rig.view(of).windows().get(0).verdict();
    }

    @Test
    void aVersionThatNeverRanIsToldOnceAndIsNotProven() {
        try (WatchRig rig = rig("2.0.0")) {
            DeploymentView deployed = rig.deploy("2.1.0");
            rig.pass(Duration.ofSeconds(59));
            List<String> within = told(rig, deployed);
            rig.pass(Duration.ofSeconds(75));

            String problem = "2.1.0 was announced at 2026-01-31T10:00:06Z, but the service reports 2.0.0";
            assertThat(within).isEmpty();
            assertThat(told(rig, deployed))
                    .containsExactly("TRIGGER: shop 2.1.0: the service does not report this version: " + problem);
            assertThat(rig.view(deployed).versionProblem()).contains(problem);
            assertThat(firstWindow(rig, deployed)).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(rig.view(deployed).windows().get(0).reason()).isEqualTo(problem);
            rig.pass(Duration.ofMinutes(4));

            assertThat(rig.view(deployed).stored().phase()).isEqualTo(Phase.FINISHED);
            assertThat(rig.view(deployed).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(rig.view(deployed).versionProblem()).contains(problem);
            assertThat(told(rig, deployed))
                    .hasSize(2)
                    .last(STRING)
                    .isEqualTo("RESOLVE: shop 2.1.0: is no longer watched, and the service did not report this"
                            + " version: the deployment has ended");
        }
    }

    @Test
    void aDifferenceIsToldOnceOverARestartAndHoldsTheVerdictStill() {
        WatchRig before = rig("2.0.0");
        DeploymentView deployed = before.deploy("2.1.0");
        before.pass(Duration.ofSeconds(70));
        before.kill();
        try (WatchRig rig = rig("2.0.0")) {
            rig.pass(Duration.ofSeconds(62));

            assertThat(told(rig, deployed)).hasSize(1);
            assertThat(firstWindow(rig, deployed)).isEqualTo(Verdict.INCONCLUSIVE);
        }
    }

    @Test
    void anAgentThatEndsBeforeTheNextReadingTakesTheVersionThatRunsForNoRelease() {
        WatchRig before = rig("2.0.0");
        DeploymentView deployed = before.deploy("2.1.0");
        before.kill();
        try (WatchRig rig = rig("2.0.0")) {
            rig.pass(Duration.ofSeconds(70));

            assertThat(versions(rig)).containsExactly("2.1.0");
            assertThat(told(rig, deployed)).hasSize(1);
        }
    }

    @Test
    void aRolloutThatTakesLongerThanTheGraceIsHealedOnceItsVersionIsRead() {
        try (WatchRig rig = rig("2.0.0")) {
            DeploymentView deployed = rig.deploy("2.1.0");
            rig.pass(Duration.ofSeconds(70));
            runs(rig, "2.1.0");
            rig.pass(Duration.ofSeconds(60));

            assertThat(told(rig, deployed))
                    .hasSize(2)
                    .last(STRING)
                    .isEqualTo("RESOLVE: shop 2.1.0: the service reports this version: the service reports 2.1.0");
            assertThat(rig.view(deployed).versionProblem()).isEmpty();
            assertThat(firstWindow(rig, deployed)).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void aVersionThatIsReadOnceWhileReplicasChangeIsNoDifference() {
        try (WatchRig rig = rig("2.0.0")) {
            DeploymentView deployed = rig.deploy("2.1.0");
            rig.pass(Duration.ofSeconds(20));
            runs(rig, "2.1.0");
            runs(rig, "2.0.0");
            runs(rig, "2.1.0");
            rig.pass(Duration.ofSeconds(100));

            assertThat(versions(rig)).containsExactly("2.1.0");
            assertThat(told(rig, deployed)).isEmpty();
            assertThat(kinds(rig, deployed)).containsOnlyOnce(Kind.VERSION_READ);
            assertThat(firstWindow(rig, deployed)).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void theVersionBeforeIsAReleaseAgainOnceReplicasHaveHadTheirTime() {
        try (WatchRig rig = rig("2.0.0")) {
            DeploymentView deployed = rig.deploy("2.1.0");
            runs(rig, "2.1.0");
            runs(rig, "2.0.0");
            rig.pass(Duration.ofSeconds(70));

            assertThat(versions(rig)).containsExactly("2.0.0", "2.1.0");
            assertThat(rig.view(deployed).stored().phase()).isEqualTo(Phase.SUPERSEDED);
        }
    }

    @Test
    void aVersionThatCannotBeReadAnyMoreIsToldOnceAndHealed() {
        try (WatchRig rig = rig("2.0.0")) {
            DeploymentView deployed = rig.deploy("2.1.0");
            runs(rig, "2.1.0");
            rig.version = Optional.empty();
            rig.pass(Duration.ofSeconds(62));
            List<String> within = told(rig, deployed);
            rig.pass(Duration.ofSeconds(60));
            Optional<String> problem = rig.view(deployed).versionProblem();
            runs(rig, "2.1.0");

            assertThat(within).isEmpty();
            assertThat(problem)
                    .contains("the service has reported no version since 2026-01-31T10:00:15Z (HTTP 503), though it did"
                            + " before");
            assertThat(told(rig, deployed))
                    .containsExactly(
                            "TRIGGER: shop 2.1.0: the service does not report this version: " + problem.orElseThrow(),
                            "RESOLVE: shop 2.1.0: the service reports this version: the service reports 2.1.0");
            assertThat(firstWindow(rig, deployed)).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void aVersionThatCouldNeverBeReadIsNotMissed() {
        try (WatchRig rig =
                new WatchRig(folder.resolve("p.db"), time, reading(), name -> at -> Outcome.Measured.of(0.1))) {
            DeploymentView deployed = rig.deploy("2.1.0");
            rig.pass(Duration.ofMinutes(2));

            assertThat(told(rig, deployed)).isEmpty();
            assertThat(firstWindow(rig, deployed)).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void anIncidentThatIsOpenIsResolvedWhereTheServiceIsConfiguredNoMore() {
        WatchRig before = rig("2.0.0");
        DeploymentView deployed = before.deploy("2.1.0");
        before.pass(Duration.ofSeconds(70));
        before.kill();
        Config config = reading();
        Config others = WatchRig.with(config, List.of(), config.rollback(), config.receivers());
        try (WatchRig rig =
                new WatchRig(folder.resolve("p.db"), time, others, name -> at -> Outcome.Measured.of(0.1))) {
            assertThat(told(rig, deployed)).hasSize(2).last(STRING).startsWith("RESOLVE: ");
        }
    }
}
