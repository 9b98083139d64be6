package dev.probation.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Config;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.time.FakeTime;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.window.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bad version is live from 20 s on, and is rolled back at 50 s; it has left connections behind. */
class RestoredVersionWatchTest {

    private static final Config CONFIG = WatchRig.config(
            List.of(
                    WatchRig.check("latency", "< 500ms", OnBreach.ROLLBACK),
                    WatchRig.check("connections", "< 180", OnBreach.ALERT)),
            List.of());

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime(WatchRig.START);

    private WatchRig rig(int latencyUntil, int connectionsUntil) {
        return new WatchRig(folder.resolve("probation.db"), time, CONFIG, script(latencyUntil, connectionsUntil));
    }

    private static Function<String, Function<Instant, Outcome>> script(int latencyUntil, int connectionsUntil) {
        return name -> at -> {
            long second = Duration.between(WatchRig.START, at).toSeconds();
            return name.equals("latency")
                    ? Outcome.Measured.of(second >= 20 && second < latencyUntil ? 0.9 : 0.1)
                    : Outcome.Measured.of(second >= 20 && second < connectionsUntil ? 190 : 100);
        };
    }

    /** The bad version first, then the restored one. */
    private static List<DeploymentView> rolledBack(WatchRig rig) {
        DeploymentView good = rig.deploy("1.4.1");
        rig.pass(Duration.ofSeconds(10));
        DeploymentView bad = rig.deploy("1.4.2");
        rig.pass(Duration.ofSeconds(40));
        DeploymentView restored = rig.deploy("1.4.1");
        assertThat(rig.view(good).stored().phase()).isEqualTo(Phase.SUPERSEDED);
        assertThat(rig.view(bad).stored().phase()).isEqualTo(Phase.ROLLING_BACK);
        assertThat(restored.stored().deployment().rollback()).isTrue();
        return List.of(bad, restored);
    }

    private static List<String> states(WatchRig rig, DeploymentView of) {
        return rig.journal(of.stored().deployment().id()).stream()
                .filter(entry -> entry.kind() == Kind.TRANSITION)
                .filter(entry -> entry.data().getString("check").equals("connections"))
                .map(entry -> entry.data().getString("to"))
                .toList();
    }

    @Test
    void whatDrainsBeforeTheRollbackHasRecoveredIsNotTheRestoredVersions() {
        try (WatchRig rig = rig(100, 90)) {
            List<DeploymentView> both = rolledBack(rig);

            rig.pass(Duration.ofMinutes(6));

            assertThat(rig.view(both.get(0)).stored().phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(states(rig, both.get(0))).contains("failing");
            assertThat(states(rig, both.get(1))).containsExactly("breaching", "ok");
            assertThat(rig.view(both.get(1)).verdict()).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void peopleAreToldOfWhatIsStillThereOnceTheRollbackHasRecovered() {
        try (WatchRig rig = rig(60, 600)) {
            List<DeploymentView> both = rolledBack(rig);
            rig.pass(Duration.ofSeconds(5));
            List<String> before = states(rig, both.get(1));

            rig.pass(Duration.ofMinutes(1));

            assertThat(rig.view(both.get(0)).stored().phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(before).containsExactly("breaching");
            assertThat(states(rig, both.get(1))).containsExactly("breaching", "failing");
        }
    }

    @Test
    void peopleAreToldWhereTheRollbackHasNotRecovered() {
        try (WatchRig rig = rig(600, 600)) {
            List<DeploymentView> both = rolledBack(rig);
            rig.pass(Duration.ofMinutes(2));
            List<String> before = states(rig, both.get(1));

            rig.pass(Duration.ofMinutes(2));

            assertThat(rig.view(both.get(0)).stored().phase()).isEqualTo(Phase.NOT_RECOVERED);
            assertThat(before).containsExactly("breaching");
            assertThat(states(rig, both.get(1))).contains("failing");
        }
    }

    @Test
    void anAgentThatIsStartedAgainKnowsWhetherTheRollbackIsFollowed() {
        List<DeploymentView> both;
        try (WatchRig rig = rig(600, 600)) {
            both = rolledBack(rig);
            rig.pass(Duration.ofSeconds(30));
        }
        try (WatchRig rig = rig(600, 600)) {
            rig.pass(Duration.ofMinutes(1));
            assertThat(states(rig, both.get(1))).containsExactly("breaching");

            rig.pass(Duration.ofMinutes(3));
            assertThat(states(rig, both.get(1))).contains("failing");
        }
    }

    /** Nobody follows it, so nothing would ever end the excuse. */
    @Test
    void aVersionThatIsSaidToBeARollbackOfNothingIsExcusedNothing() {
        try (WatchRig rig = rig(0, 600)) {
            rig.pass(Duration.ofSeconds(30));
            DeploymentView restored = WatchRig.await(rig.watch.deployments().announce("shop", "1.4.1", null, true));

            rig.pass(Duration.ofMinutes(1));

            assertThat(states(rig, restored)).contains("failing");
        }
    }
}
