package dev.probation.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.Secret;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.receiver.notify.slack.SlackSettings;
import dev.probation.agent.store.DirectlyTold;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.store.sql.RefusedWrites;
import dev.probation.agent.time.FakeTime;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that refuses all that is written while a deployment is watched. */
class StoreAwayTest {

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime(WatchRig.START);
    private final Messages messages = new Messages();

    private static final class Messages implements UnwrittenMessages {
        private final List<Message> unwritten = new CopyOnWriteArrayList<>();

        @Override
        public void deliver(List<Message> late) {
            unwritten.addAll(late);
        }

        @Override
        public List<DirectlyTold> told(List<Message> all) {
            return UnwrittenMessages.KEPT.told(all);
        }

        List<NotificationEvent> occasions() {
            return unwritten.stream()
                    .map(message -> message.notice().occasion())
                    .toList();
        }
    }

    private static Config config() {
        Config without = WatchRig.config(List.of(WatchRig.check("latency", "< 500ms", OnBreach.ROLLBACK)), List.of());
        ReceiverConfig team = new ReceiverConfig(
                "team",
                "slack",
                new SlackSettings(new Secret("http://127.0.0.1:1/")),
                Set.of(NotificationEvent.FAILING, NotificationEvent.RECOVERED, NotificationEvent.ROLLBACK));
        return WatchRig.with(without, without.services(), without.rollback(), List.of(team));
    }

    private WatchRig rig() {
        return rig(30);
    }

    /** @param good for how many seconds what is measured is good */
    private WatchRig rig(int good) {
        return new WatchRig(
                folder.resolve("probation.db"),
                time,
                config(),
                name -> at -> Outcome.Measured.of(at.isBefore(WatchRig.START.plusSeconds(good)) ? 0.1 : 0.9),
                messages);
    }

    private static void refuse(WatchRig rig, boolean on) {
        WatchRig.settle(rig.store.run(on ? RefusedWrites::begin : RefusedWrites::end));
    }

    private static boolean isOnDisk(WatchRig rig, String id) {
        return WatchRig.await(rig.watch.deployments().find(id)).orElseThrow().current();
    }

    private static boolean isDecided(WatchRig rig, String id) {
        return WatchRig.await(
                rig.store.submit(open -> open.deployments().decision(id).isPresent()));
    }

    @Test
    void whatPeopleMustKnowIsHandedOnAfterTenSecondsAndAllIsWrittenInItsOrderLater() {
        try (WatchRig rig = rig()) {
            String id = rig.deploy("1.4.2").stored().deployment().id();
            rig.pass(Duration.ofSeconds(20));
            refuse(rig, true);

            rig.pass(Duration.ofSeconds(28));
            assertThat(messages.occasions()).isEmpty();
            rig.pass(Duration.ofSeconds(52));
            assertThat(messages.occasions()).containsExactly(NotificationEvent.FAILING, NotificationEvent.ROLLBACK);
            assertThat(isOnDisk(rig, id)).isFalse();
            assertThat(isDecided(rig, id)).isFalse();
            assertThat(rig.watch.storeProblem().orElse("")).contains("away");

            refuse(rig, false);
            rig.pass(Duration.ofSeconds(10));

            assertThat(isOnDisk(rig, id)).isTrue();
            assertThat(rig.watch.storeProblem()).isEmpty();
            List<JournalEntry> journal =
                    WatchRig.await(rig.store.submit(open -> open.journal().of(id)));
            assertThat(journal)
                    .extracting(JournalEntry::kind)
                    .containsOnlyOnce(Kind.ROLLBACK_DECIDED)
                    .doesNotContain(Kind.GAP);
            assertThat(messages.occasions()).hasSize(2);
            List<Sample> samples = WatchRig.await(rig.store.submit(open -> {
                List<Sample> all = new ArrayList<>();
                open.samples().each(id, all::add);
                return all;
            }));
            assertThat(samples).hasSizeBetween(21, 23).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
            assertThat(new HashSet<>(samples)).hasSameSizeAs(samples);
        }
    }

    @Test
    void whoeverGivesAnOrderIsToldThatItIsNotOnDisk() {
        try (WatchRig rig = rig()) {
            String id = rig.deploy("1.4.2").stored().deployment().id();
            refuse(rig, true);

            Future<DeploymentView> cancelled = rig.watch.deployments().cancel(id, "me", "no use");
            rig.pass(Duration.ofSeconds(12));

            assertThat(cancelled.failed()).isTrue();
            assertThat(cancelled.cause())
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("not saved yet")
                    .hasMessageContaining("away");
            refuse(rig, false);
            rig.pass(Duration.ofSeconds(2));
            Optional<DeploymentView> after =
                    WatchRig.await(rig.watch.deployments().find(id));
            assertThat(after.orElseThrow().stored().phase().isOpen()).isFalse();
        }
    }

    @Test
    void whatHasEndedIsKnownToHaveEndedBeforeThatIsOnDisk() {
        try (WatchRig rig = rig()) {
            String id = rig.deploy("1.4.2").stored().deployment().id();
            assertThat(WatchRig.await(rig.watch.hasEnded(id))).isFalse();
            refuse(rig, true);

            Future<DeploymentView> cancelled = rig.watch.deployments().cancel(id, "me", "no use");
            rig.pass(Duration.ofSeconds(12));

            assertThat(cancelled.failed()).isTrue();
            assertThat(WatchRig.await(rig.watch.hasEnded(id))).isTrue();
            refuse(rig, false);
            rig.pass(Duration.ofSeconds(2));
        }
    }

    @Test
    void whatIsShownIsOnDisk() {
        try (WatchRig rig = rig()) {
            DeploymentView deployed = rig.deploy("1.4.2");
            String id = deployed.stored().deployment().id();
            rig.pass(Duration.ofSeconds(20));
            refuse(rig, true);

            rig.pass(Duration.ofSeconds(40));
            assertThat(isOnDisk(rig, id)).isFalse();
            assertThat(rig.view(deployed).rollback()).isEmpty();
            assertThat(newest(rig).rollback()).isEmpty();

            Future<DeploymentView> cancelled = rig.watch.deployments().cancel(id, "me", "no use");
            rig.pass(Duration.ofSeconds(12));
            assertThat(cancelled.failed()).isTrue();
            assertThat(rig.view(deployed).stored().phase().isOpen()).isTrue();
            assertThat(newest(rig).stored().phase().isOpen()).isTrue();

            refuse(rig, false);
            rig.pass(Duration.ofSeconds(2));

            assertThat(rig.view(deployed).stored().phase()).isEqualTo(Phase.CANCELLED);
            assertThat(rig.view(deployed).rollback()).isPresent();
            assertThat(newest(rig).rollback()).isPresent();
        }
    }

    private static long samples(DeploymentView view) {
        return view.windows().get(0).checks().get(0).samples();
    }

    @Test
    void whatIsShownIsWhatWasSavedInTheLastTenSeconds() {
        try (WatchRig rig = rig(1000)) {
            DeploymentView deployed = rig.deploy("1.4.2");
            String id = deployed.stored().deployment().id();
            rig.pass(Duration.ofSeconds(95));
            long saved = samples(rig.view(deployed));
            assertThat(saved).isGreaterThanOrEqualTo(19);
            assertThat(rig.view(deployed).current()).isTrue();
            refuse(rig, true);

            rig.pass(Duration.ofSeconds(20));
            showsWhatWasSaved(rig.view(deployed), saved);
            Future<DeploymentView> cancelled = rig.watch.deployments().cancel(id, "me", "no use");
            rig.pass(Duration.ofSeconds(12));
            assertThat(cancelled.failed()).isTrue();
            showsWhatWasSaved(rig.view(deployed), saved);
            showsWhatWasSaved(newest(rig), saved);

            refuse(rig, false);
            rig.pass(Duration.ofSeconds(2));
            assertThat(rig.view(deployed).current()).isTrue();
            assertThat(samples(rig.view(deployed))).isGreaterThan(saved);
        }
    }

    /** What waits is saved as one: a state of the judge, as of an order, and samples that it has not seen. */
    @Test
    void allThatWasSavedAfterAnOutageIsJudgedAfterAKill() {
        WatchRig before = rig();
        DeploymentView deployed = before.deploy("1.4.2");
        before.pass(Duration.ofSeconds(32));
        refuse(before, true);
        before.pass(Duration.ofSeconds(5));
        Future<DeploymentView> unusedOrdered = before.watch
                .deployments()
                .rollback(deployed.stored().deployment().id(), "me", "customers cannot pay");
        before.pass(Duration.ofSeconds(9));
        refuse(before, false);
        before.pass(Duration.ofSeconds(3));
        DeploymentView shown = before.view(deployed);
        assertThat(shown.windows().get(0).checks().get(0).state()).isEqualTo(CheckState.FAILING);
        before.kill();

        try (WatchRig after = rig()) {
            assertThat(after.view(deployed).windows()).isEqualTo(shown.windows());
        }
    }

    private static void showsWhatWasSaved(DeploymentView view, long samples) {
        assertThat(view.current()).isFalse();
        assertThat(view.asOf()).isBetween(WatchRig.START.plusSeconds(85), WatchRig.START.plusSeconds(96));
        assertThat(samples(view)).isBetween(samples - 2, samples);
        assertThat(view.stored().phase()).isEqualTo(Phase.WATCHING);
    }

    @Test
    void theNewestSampleIsShownThoughNoneCameAfterIt() {
        try (WatchRig rig = rig(1000)) {
            DeploymentView deployed = rig.deploy("1.4.2");
            // the last answer comes less than ten seconds after the last view with one
            rig.pass(Duration.ofSeconds(95));
            rig.unanswered = true;
            rig.pass(Duration.ofSeconds(15));
            long saved = samples(rig.view(deployed));
            refuse(rig, true);
            Future<DeploymentView> unusedCancelled = rig.watch
                    .deployments()
                    .cancel(deployed.stored().deployment().id(), "me", "no use");
            rig.pass(Duration.ofSeconds(12));

            assertThat(rig.view(deployed).current()).isFalse();
            assertThat(samples(rig.view(deployed))).isEqualTo(saved);
            refuse(rig, false);
            rig.pass(Duration.ofSeconds(2));
        }
    }

    private static DeploymentView newest(WatchRig rig) {
        return WatchRig.await(rig.watch.deployments().newest("shop", 1)).get(0);
    }

    @Test
    void whoeverGivesAnOrderToADeploymentThatHasEndedUnsavedIsToldThatItIsNotSaved() {
        try (WatchRig rig = rig()) {
            String id = rig.deploy("1.4.2").stored().deployment().id();
            refuse(rig, true);
            Future<DeploymentView> first = rig.watch.deployments().cancel(id, "me", "no use");
            rig.pass(Duration.ofSeconds(12));

            Future<DeploymentView> second = rig.watch.deployments().cancel(id, "you", "no use");
            rig.pass(Duration.ofSeconds(12));

            assertThat(first.failed()).isTrue();
            assertThat(first.cause()).hasMessageStartingWith("accepted, but not saved yet");
            assertThat(second.cause())
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("not taken")
                    .hasMessageContaining("has ended as cancelled, which is not saved yet")
                    .hasMessageContaining("away")
                    .hasMessageNotContaining("accepted");
            refuse(rig, false);
            rig.pass(Duration.ofSeconds(2));
            Future<DeploymentView> third = rig.watch.deployments().cancel(id, "you", "no use");
            rig.pass(Duration.ofSeconds(1));
            assertThat(third.cause()).hasMessageContaining("has ended as cancelled");
        }
    }
}
