package dev.probation.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.RollbackConfig.Mode;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.receiver.notify.notifywebhook.BodyType;
import dev.probation.agent.receiver.notify.notifywebhook.NotifyWebhookSettings;
import dev.probation.agent.receiver.notify.pagerduty.PagerDutySettings;
import dev.probation.agent.receiver.notify.slack.SlackSettings;
import dev.probation.agent.receiver.notify.teams.TeamsSettings;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.store.sql.StoredChanges;
import dev.probation.agent.store.sql.WrittenMessages;
import dev.probation.agent.time.FakeTime;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.window.Verdict;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that people are to see to is left open about a deployment that nobody watches any more. */
class WatchEndTest {

    private static final Outcome BAD = Outcome.Measured.of(0.9);
    private static final Outcome UNKNOWN = new Outcome.Failed(Outcome.Cause.TIMEOUT, "no answer within 1s");

    private static final CheckConfig LATENCY = WatchRig.check("latency", "< 500ms", OnBreach.ROLLBACK);
    private static final CheckConfig ERRORS = WatchRig.check("errors", "< 500ms", OnBreach.ALERT);

    private final FakeTime time = new FakeTime(WatchRig.START);

    @TempDir
    Path folder;

    private static ReceiverConfig receiver(String kind) {
        return new ReceiverConfig(
                kind,
                kind,
                switch (kind) {
                    case "pagerduty" -> new PagerDutySettings(new Secret("key"), URI.create("http://127.0.0.1"), false);
                    case "webhook" ->
                        new NotifyWebhookSettings(
                                new Secret("http://127.0.0.1"), Optional.empty(), Optional.empty(), BodyType.JSON);
                    case "teams" -> new TeamsSettings(new Secret("http://127.0.0.1"));
                    default -> new SlackSettings(new Secret("http://127.0.0.1"));
                },
                EnumSet.allOf(NotificationEvent.class));
    }

    private WatchRig rig(Outcome measured) {
        return rig(measured, Config::services, LATENCY, ERRORS);
    }

    private WatchRig rig(Outcome measured, Function<Config, List<ServiceConfig>> services, CheckConfig... checks) {
        Config base = WatchRig.config(List.of(checks), List.of());
        RollbackConfig rollback = new RollbackConfig(
                Mode.SIGNAL,
                List.of(receiver("slack")),
                Set.of("slack"),
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                Duration.ofHours(1));
        Config config = WatchRig.with(
                base,
                services.apply(base),
                rollback,
                List.of(receiver("pagerduty"), receiver("webhook"), receiver("teams")));
        return new WatchRig(folder.resolve("p.db"), time, config, name -> at -> measured);
    }

    private static String id(DeploymentView deployed) {
        return deployed.stored().deployment().id();
    }

    private static List<Notice> told(WatchRig rig, String receiver) {
        return WatchRig.await(rig.store.submit(WrittenMessages::of)).stream()
                .filter(row -> row.receiver().equals(receiver))
                .map(WrittenMessages.Row::notice)
                .toList();
    }

    /** The ends of the keys of the incidents that were opened, in the order of opening. */
    private static List<String> incidents(WatchRig rig, String receiver, IncidentAction action) {
        return told(rig, receiver).stream()
                .filter(notice -> notice.action() == action)
                .map(notice -> notice.incident().replaceFirst(".*" + notice.deployment() + '/', ""))
                .toList();
    }

    private static void assertAllIsResolved(WatchRig rig, String receiver) {
        List<String> opened = incidents(rig, receiver, IncidentAction.TRIGGER);
        assertThat(opened)
                .containsExactlyInAnyOrder(
                        "latency", "errors", "rollback", "rollback/approval", "rollback/slow", "undelivered");
        assertThat(incidents(rig, receiver, IncidentAction.RESOLVE)).containsExactlyInAnyOrderElementsOf(opened);
        assertNoGoodNews(rig, receiver);
    }

    private static void assertNoGoodNews(WatchRig rig, String receiver) {
        assertThat(told(rig, receiver))
                .noneMatch(notice -> notice.isGoodNews() || notice.headline().contains("good again"));
    }

    private static void cancel(WatchRig rig, DeploymentView deployed) {
        DeploymentView unusedEnded =
                WatchRig.await(rig.watch.deployments().cancel(id(deployed), "ada", "it was a drill"));
    }

    /** As the outbox does when another receiver refuses a message. */
    private static void lose(WatchRig rig, DeploymentView deployed, String receiver) {
        Notice lost = Notice.of(
                NotificationEvent.UNDELIVERED,
                IncidentAction.TRIGGER,
                WatchRig.START,
                deployed.stored().deployment(),
                "could not notify team");
        Message message = new Message("lost", id(deployed), receiver, lost.incident(), lost.at(), lost);
        WatchRig.settle(rig.store.run(open -> open.write(StoredChanges.messages(id(deployed), message))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pagerduty", "webhook"})
    void allThatWasOpenedIsResolvedWhenADeploymentIsCancelled(String receiver) {
        try (WatchRig rig = rig(BAD)) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofMinutes(2));
            lose(rig, deployed, receiver);

            cancel(rig, deployed);

            assertAllIsResolved(rig, receiver);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pagerduty", "webhook"})
    void allThatWasOpenedIsResolvedWhenItsServiceIsNoLongerConfigured(String receiver) {
        WatchRig before = rig(BAD);
        DeploymentView deployed = before.deploy("1.4.2");
        before.pass(Duration.ofMinutes(2));
        lose(before, deployed, receiver);
        before.close();

        try (WatchRig after = rig(BAD, base -> List.of(), LATENCY)) {
            assertAllIsResolved(after, receiver);
            assertThat(after.view(deployed).stored().phase()).isEqualTo(Phase.CANCELLED);
            assertThat(after.view(deployed).verdict()).isEqualTo(Verdict.FAIL);
        }
    }

    @Test
    void aReleaseWhoseServiceIsNoLongerConfiguredHasProvenNothing() {
        WatchRig before = rig(Outcome.Measured.of(0.1));
        DeploymentView deployed = before.deploy("1.4.2");
        before.pass(Duration.ofMinutes(1));
        before.close();

        try (WatchRig after = rig(Outcome.Measured.of(0.1), base -> List.of(), LATENCY)) {
            assertThat(after.view(deployed).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        }
    }

    /** It was bad in all its windows, which had ended before anybody knew of it. */
    @Test
    void noIncidentIsOpenedOfATimeThatHasPassed() {
        try (WatchRig rig = rig(BAD)) {
            Instant live = time.now().minus(Duration.ofHours(36));
            DeploymentView late = WatchRig.await(rig.watch.deployments().announce("shop", "1.4.2", live, false));
            rig.pass(Duration.ofSeconds(20));

            assertThat(rig.view(late).stored().phase()).isEqualTo(Phase.FINISHED);
            assertThat(rig.journal(id(late)))
                    .anyMatch(entry -> "failing".equals(entry.data().getString("to")));
            assertThat(incidents(rig, "webhook", IncidentAction.TRIGGER)).isEmpty();
            assertThat(incidents(rig, "pagerduty", IncidentAction.RESOLVE)).isEmpty();
        }
    }

    @Test
    void blindnessIsOverWhenItsServiceIsNoLongerConfigured() {
        WatchRig before = rig(UNKNOWN);
        DeploymentView unusedDeployed = before.deploy("1.4.2");
        before.pass(Duration.ofMinutes(1));
        before.close();

        try (WatchRig after = rig(UNKNOWN, base -> List.of(), LATENCY)) {
            assertThat(incidents(after, "pagerduty", IncidentAction.RESOLVE)).containsExactly("blind");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pagerduty", "webhook"})
    void theIncidentOfACheckThatIsNoLongerConfiguredIsResolvedOnce(String receiver) {
        WatchRig before = rig(BAD);
        DeploymentView unusedDeployed = before.deploy("1.4.2");
        before.pass(Duration.ofSeconds(30));
        before.close();

        for (int restart = 0; restart < 2; restart++) {
            try (WatchRig after = rig(BAD, Config::services, LATENCY)) {
                after.pass(Duration.ofSeconds(2));

                assertThat(incidents(after, receiver, IncidentAction.RESOLVE)).containsOnlyOnce("errors");
                assertThat(incidents(after, receiver, IncidentAction.RESOLVE)).doesNotContain("latency");
                assertNoGoodNews(after, receiver);
            }
        }
    }

    @Test
    void aCheckThatIsConfiguredAgainAndStillFailsIsToldAgain() {
        WatchRig before = rig(BAD);
        DeploymentView unusedDeployed = before.deploy("1.4.2");
        before.pass(Duration.ofSeconds(30));
        before.close();
        WatchRig without = rig(BAD, Config::services, LATENCY);
        without.pass(Duration.ofSeconds(2));
        without.kill();

        try (WatchRig again = rig(BAD)) {
            again.pass(Duration.ofSeconds(30));

            assertThat(incidents(again, "webhook", IncidentAction.TRIGGER).stream()
                            .filter("errors"::equals))
                    .hasSize(2);
        }
    }

    @Test
    void anApprovalThatIsGivenIsNoLongerAwaitedByThoseThatKeepIncidents() {
        try (WatchRig rig = rig(BAD)) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(40));

            DeploymentView unusedApproved =
                    WatchRig.await(rig.watch.deployments().approve(id(deployed), null, "Ada"));

            assertThat(incidents(rig, "webhook", IncidentAction.RESOLVE)).containsExactly("rollback/approval");
            assertThat(told(rig, "webhook")).last().extracting(Notice::reason).isEqualTo("approved by Ada");
            assertThat(told(rig, "teams"))
                    .isNotEmpty()
                    .noneMatch(notice -> notice.reason().contains("Ada"));
        }
    }

    @Test
    void whatWasNotOpenedIsNotResolved() {
        try (WatchRig rig = rig(Outcome.Measured.of(0.1))) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofMinutes(1));

            cancel(rig, deployed);

            assertThat(told(rig, "pagerduty")).isEmpty();
            assertThat(incidents(rig, "webhook", IncidentAction.RESOLVE)).isEmpty();
        }
    }

    @Test
    void blindnessIsOverWithItsDeploymentThoughNothingCanBeMeasured() {
        try (WatchRig rig = rig(UNKNOWN)) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofMinutes(1));

            cancel(rig, deployed);

            assertThat(told(rig, "pagerduty"))
                    .extracting(Notice::headline)
                    .containsExactly(
                            "shop 1.4.2: the agent cannot measure anything",
                            "shop 1.4.2: is no longer watched, and nothing could be measured");
            assertThat(incidents(rig, "pagerduty", IncidentAction.RESOLVE)).containsExactly("blind");
            assertThat(told(rig, "pagerduty")).noneMatch(Notice::isGoodNews);
        }
    }
}
