package dev.probation.agent.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.DeploymentConfig;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.notice.Notice.Span;
import dev.probation.agent.notice.RollbackEscalation;
import dev.probation.agent.receiver.notify.pagerduty.PagerDutySettings;
import dev.probation.agent.receiver.notify.slack.SlackSettings;
import dev.probation.agent.store.Change.Decision;
import dev.probation.agent.store.Message;
import dev.probation.agent.watch.WatchRig;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event.Transition;
import dev.probation.rules.deployment.Event.WindowEnded;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentNoticesTest {

    private static final Deployment DEPLOYMENT =
            new Deployment("shop-1", "shop", "1", WatchRig.START, WatchRig.START, false);
    private static final CheckId LATENCY = new CheckId("latency");

    private static DeploymentNotices notices(String kind, ReceiverSettings settings, NotificationEvent... on) {
        Config base = WatchRig.config(List.of(WatchRig.check("latency", "< 500ms", OnBreach.ROLLBACK)), List.of());
        Config config = WatchRig.with(
                base,
                base.services(),
                base.rollback(),
                List.of(new ReceiverConfig("someone", kind, settings, Set.of(on))));
        return new DeploymentNotices(
                DeploymentConfig.of(config, config.services().get(0)), DEPLOYMENT, "0");
    }

    private static DeploymentNotices pager(NotificationEvent... on) {
        return pager(false, on);
    }

    private static DeploymentNotices pager(boolean changes, NotificationEvent... on) {
        return notices(
                "pagerduty", new PagerDutySettings(new Secret("key"), URI.create("http://127.0.0.1"), changes), on);
    }

    private static DeploymentNotices channel(NotificationEvent... on) {
        return notices("slack", new SlackSettings(new Secret("http://127.0.0.1")), on);
    }

    private static Transition transition(CheckState from, CheckState to) {
        return new Transition(WatchRig.START, LATENCY, from, to, "p95 612 ms, expected < 500 ms");
    }

    @Test
    void aPagerThatWasToldOfAFailureIsToldOfItsEndWithoutHavingAsked() {
        DeploymentNotices notices = pager(NotificationEvent.FAILING);

        assertThat(notices.of(transition(CheckState.BREACHING, CheckState.FAILING), Verdict.FAIL))
                .hasSize(1);
        assertThat(notices.of(transition(CheckState.FAILING, CheckState.OK), Verdict.FAIL))
                .hasSize(1);
        assertThat(notices.closed(LATENCY, WatchRig.START)).hasSize(1);
    }

    @Test
    void aCheckThatIsStillFailingAtTheEndIsNotCalledGoodAgain() {
        Message closed =
                pager(NotificationEvent.FAILING).closed(LATENCY, WatchRig.START).get(0);

        assertThat(closed.notice().headline()).isEqualTo("shop 1: latency is no longer watched");
        assertThat(channel(NotificationEvent.values()).closed(LATENCY, WatchRig.START))
                .isEmpty();
    }

    @Test
    void failureAndRecoveryAreOneIncident() {
        DeploymentNotices notices = pager(NotificationEvent.FAILING);
        Message opened = notices.of(transition(CheckState.BREACHING, CheckState.FAILING), Verdict.FAIL)
                .get(0);
        Message resolved = notices.of(transition(CheckState.FAILING, CheckState.OK), Verdict.FAIL)
                .get(0);

        assertThat(resolved.incident()).isEqualTo(opened.incident());
        assertThat(resolved.id()).isNotEqualTo(opened.id());
    }

    @Test
    void aPagerIsNotToldWhatNeitherOpensNorResolvesAnIncident() {
        assertThat(pager(NotificationEvent.values()).of(ended("first"), Verdict.FAIL))
                .isEmpty();
        assertThat(pager(NotificationEvent.values()).started(WatchRig.START)).isEmpty();
        assertThat(pager(NotificationEvent.ROLLBACK).recovered("good again", WatchRig.START))
                .hasSize(1);
    }

    @Test
    void aPagerIsToldThatARollbackIsSeenTo() {
        assertThat(pager(NotificationEvent.ROLLBACK).confirmed("deployer", WatchRig.START))
                .hasSize(1);
        assertThat(pager(NotificationEvent.FAILING).confirmed("deployer", WatchRig.START))
                .isEmpty();
    }

    @Test
    void aPagerMarksEachDeploymentWhateverItAskedFor() {
        DeploymentNotices notices = pager(true, NotificationEvent.FAILING);

        assertThat(notices.started(WatchRig.START)).hasSize(1);
        assertThat(notices.of(ended("first"), Verdict.FAIL)).isEmpty();
        assertThat(notices.of(ended("second"), Verdict.FAIL)).hasSize(1);
        assertThat(notices.confirmed("deployer", WatchRig.START)).hasSize(1);
    }

    private static WindowEnded ended(String window) {
        return new WindowEnded(
                WatchRig.START.plusSeconds(120),
                new WindowVerdict(
                        window,
                        WatchRig.START,
                        WatchRig.START.plusSeconds(120),
                        Verdict.FAIL,
                        List.of(),
                        "latency failed"));
    }

    @Test
    void aWindowsEndSaysWhatItWasAbout() {
        Notice notice = channel(NotificationEvent.WINDOW)
                .of(ended("second"), Verdict.FAIL)
                .get(0)
                .notice();

        assertThat(notice.window())
                .contains(new Ending(
                        "second",
                        Verdict.FAIL,
                        Optional.of(new Span(WatchRig.START, WatchRig.START.plusSeconds(120))),
                        Optional.of(Verdict.FAIL)));
    }

    @ParameterizedTest(name = "{0} ended after {1} s: {2}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            window, seconds, verdict, overall
            first, 120, FAIL,
            first, 60, PASS, RUNNING
            first, 60, FAIL, FAIL
            second, 300, PASS, PASS
            second, 300, INCONCLUSIVE, INCONCLUSIVE
            second, 200, INCONCLUSIVE, RUNNING
            """)
    void theLastWindowSaysHowTheDeploymentEnded(
            String window, long seconds, Verdict verdict, @Nullable Verdict overall) {
        WindowEnded ended = new WindowEnded(
                WatchRig.START.plusSeconds(seconds),
                new WindowVerdict(
                        window, WatchRig.START, WatchRig.START.plusSeconds(seconds), verdict, List.of(), "x"));

        Notice notice =
                channel(NotificationEvent.WINDOW).of(ended, verdict).get(0).notice();

        assertThat(notice.window().flatMap(Ending::overall)).isEqualTo(Optional.ofNullable(overall));
    }

    @Test
    void saysToEverybodyWhatTheTurnsOfADeploymentAre() {
        DeploymentNotices notices = channel(NotificationEvent.values());

        assertThat(words(notices.started(WatchRig.START))).contains("shop 1 is going out, after 0.");
        assertThat(words(notices.started(WatchRig.START))).contains("watched for 5m, until 2026-01-31 10:05 UTC");
        assertThat(words(notices.finished(Verdict.PASS, WatchRig.START.plusSeconds(300))))
                .contains("was watched for 5m: all windows ended, verdict pass.");
        Decision decision = new Decision("r-1", WatchRig.START, "latency", "p95 612 ms");
        assertThat(words(rollback(notices).begun(decision, false, WatchRig.START)))
                .contains("being rolled back")
                .contains("What is wrong: p95 612 ms");
        assertThat(words(notices.recovered("latency is good again", WatchRig.START)))
                .contains("what was wrong is good again");
    }

    @Test
    void saysToEverybodyNothingElse() {
        DeploymentNotices notices = channel(NotificationEvent.values());

        assertThat(words(notices.of(ended("second"), Verdict.FAIL))).isEmpty();
        assertThat(words(notices.confirmed("deployer", WatchRig.START))).isEmpty();
        assertThat(words(rollback(notices).escalated(RollbackEscalation.NOT_RECOVERED, "still slow", WatchRig.START)))
                .isEmpty();
    }

    private static RollbackNotices rollback(DeploymentNotices notices) {
        Config config = WatchRig.config(List.of(WatchRig.check("latency", "< 500ms", OnBreach.ROLLBACK)), List.of());
        return new RollbackNotices(config.rollback(), DEPLOYMENT, notices);
    }

    private static String words(List<Message> told) {
        return told.get(0).notice().announcement().orElse("");
    }

    @Test
    void aChannelIsToldWhatItAskedForAndNothingElse() {
        DeploymentNotices notices = channel(NotificationEvent.FAILING, NotificationEvent.STARTED);

        assertThat(notices.started(WatchRig.START)).hasSize(1);
        assertThat(notices.of(transition(CheckState.BREACHING, CheckState.FAILING), Verdict.FAIL))
                .hasSize(1);
        assertThat(notices.of(transition(CheckState.FAILING, CheckState.OK), Verdict.FAIL))
                .isEmpty();
        assertThat(notices.of(transition(CheckState.OK, CheckState.BREACHING), Verdict.FAIL))
                .isEmpty();
    }
}
