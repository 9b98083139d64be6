package dev.probation.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.SignOffConfig;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.store.sql.RefusedWrites;
import dev.probation.agent.time.FakeTime;
import dev.probation.agent.time.Mistake;
import dev.probation.agent.watch.commit.CommitListener;
import dev.probation.agent.watch.commit.Committed;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.sample.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What listeners are told of a deployment is what its journal on disk says. */
class CommitStreamTest {

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime(WatchRig.START);
    private final List<Committed> told = new CopyOnWriteArrayList<>();

    private static Config config() {
        return WatchRig.config(List.of(WatchRig.check("latency", "< 500ms", OnBreach.ROLLBACK)), List.of());
    }

    /** Bad from the 30th second to the 90th. */
    private WatchRig rig(CommitListener... before) {
        CommitListener[] listeners = Arrays.copyOf(before, before.length + 1);
        listeners[before.length] = told::add;
        return new WatchRig(
                folder.resolve("probation.db"),
                time,
                config(),
                name -> at -> Outcome.Measured.of(isBad(at) ? 0.9 : 0.1),
                UnwrittenMessages.KEPT,
                listeners);
    }

    private static boolean isBad(Instant at) {
        return at.isAfter(WatchRig.START.plusSeconds(29)) && at.isBefore(WatchRig.START.plusSeconds(90));
    }

    private List<JournalEntry> told() {
        return told.stream().flatMap(each -> each.journal().stream()).toList();
    }

    @Test
    void aWholeDeploymentWithARollbackAndAKillInBetweenIsToldAsItsJournalHasIt() {
        WatchRig killed = rig();
        String id = killed.deploy("1.4.2").stored().deployment().id();
        killed.pass(Duration.ofSeconds(45));
        List<JournalEntry> before = told();
        assertThat(before).isEqualTo(killed.journal(id));
        assertThat(before)
                .extracting(JournalEntry::kind)
                .startsWith(Kind.STARTED)
                .contains(Kind.ROLLBACK_DECIDED);
        killed.kill();
        time.advance(Duration.ofSeconds(10));

        try (WatchRig rig = rig()) {
            rig.pass(Duration.ofSeconds(5));
            WatchRig.settle(rig.watch.deployments().confirmRollback(id, "ada"));
            rig.pass(Duration.ofSeconds(120));

            assertThat(told()).isEqualTo(rig.journal(id));
            assertThat(told())
                    .extracting(JournalEntry::kind)
                    .startsWith(before.stream().map(JournalEntry::kind).toArray(Kind[]::new))
                    .containsOnlyOnce(Kind.STARTED, Kind.ROLLBACK_DECIDED, Kind.GAP)
                    .endsWith(Kind.ROLLBACK_RECOVERED, Kind.WINDOW_ENDED, Kind.ENDED);
            Committed last = told.get(told.size() - 1);
            assertThat(last.stored().phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(last.rollback().orElseThrow().stage()).isEqualTo(Stage.RECOVERED);
        }
    }

    @Test
    void whatAKillKeptFromTheDiskIsToldWhenItHappensAgain() {
        WatchRig killed = rig();
        DeploymentView deployed = killed.deploy("1.4.2");
        String id = deployed.stored().deployment().id();
        killed.pass(Duration.ofSeconds(25));
        WatchRig.settle(killed.store.run(RefusedWrites::begin));
        killed.pass(Duration.ofSeconds(20));
        assertThat(killed.view(deployed).current()).isFalse();
        assertThat(told()).extracting(JournalEntry::kind).doesNotContain(Kind.ROLLBACK_DECIDED);
        WatchRig.settle(killed.store.run(RefusedWrites::end));
        killed.kill();

        try (WatchRig rig = rig()) {
            rig.pass(Duration.ofSeconds(30));

            assertThat(told()).isEqualTo(rig.journal(id));
            assertThat(told()).extracting(JournalEntry::kind).containsOnlyOnce(Kind.ROLLBACK_DECIDED);
        }
    }

    @Test
    void noViewIsAheadOfTheDisk() {
        try (WatchRig rig = rig()) {
            String id = rig.deploy("1.4.2").stored().deployment().id();
            rig.pass(Duration.ofSeconds(25));
            WatchRig.settle(rig.store.run(RefusedWrites::begin));
            rig.pass(Duration.ofSeconds(20));
            assertThat(told).noneMatch(each -> each.rollback().isPresent());

            WatchRig.settle(rig.store.run(RefusedWrites::end));
            rig.pass(Duration.ofSeconds(3));

            assertThat(told.get(told.size() - 1).rollback()).isPresent();
            assertThat(told()).isEqualTo(rig.journal(id));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aListenerThatFailsStopsNeitherTheOthersNorTheWatch(Mistake mistake) {
        CommitListener broken = committed -> mistake.happen();
        try (WatchRig rig = rig(broken)) {
            String id = rig.deploy("1.4.2").stored().deployment().id();
            rig.pass(Duration.ofSeconds(45));

            assertThat(told()).isEqualTo(rig.journal(id));
            assertThat(told()).extracting(JournalEntry::kind).contains(Kind.ROLLBACK_DECIDED);
        }
    }

    @Test
    void theEndOfADeploymentWhoseServiceIsConfiguredNoMoreIsTold() {
        WatchRig before = rig();
        String id = before.deploy("1.4.2").stored().deployment().id();
        before.pass(Duration.ofSeconds(5));
        before.close();
        Config config = config();
        Config without = WatchRig.with(config, List.of(), config.rollback(), config.receivers());

        try (WatchRig rig = new WatchRig(
                folder.resolve("probation.db"),
                time,
                without,
                name -> at -> Outcome.Measured.of(0.1),
                UnwrittenMessages.KEPT,
                told::add)) {
            assertThat(told()).isEqualTo(rig.journal(id));
            assertThat(told.get(told.size() - 1).stored().phase()).isEqualTo(Phase.CANCELLED);
        }
    }

    /** A window's end that nobody has seen comes with the signature: both are written, or neither is. */
    @Test
    void aSignOffIsOneChangeWithTheEventsThatItBringsAbout() {
        Config signed = WatchRig.config(
                List.of(WatchRig.check("latency", "< 500ms", OnBreach.ALERT)),
                List.of(new SignOffConfig("feedback", "User feedback positive", Set.of("second"))));
        try (WatchRig rig = new WatchRig(
                folder.resolve("probation.db"),
                time,
                signed,
                name -> at -> Outcome.Measured.of(0.1),
                UnwrittenMessages.KEPT,
                told::add)) {
            Instant ended = WatchRig.START.minusMillis(300);
            String id = WatchRig.await(rig.watch.deployments().announce("shop", "1.4.2", ended, false))
                    .stored()
                    .deployment()
                    .id();
            rig.pass(Duration.ofSeconds(119));
            time.advance(Duration.ofMillis(800));

            WatchRig.settle(rig.watch.deployments().signOff(id, "feedback", "ada", "asked ten people"));

            assertThat(told)
                    .filteredOn(each -> kinds(each).contains(Kind.SIGNED_OFF))
                    .singleElement()
                    .satisfies(each -> assertThat(kinds(each)).containsExactly(Kind.WINDOW_ENDED, Kind.SIGNED_OFF));
        }
    }

    private static List<Kind> kinds(Committed committed) {
        return committed.journal().stream().map(JournalEntry::kind).toList();
    }
}
