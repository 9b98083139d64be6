package dev.probation.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.Occasion;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import dev.probation.agent.signal.Notice;
import dev.probation.agent.signal.pagerduty.PagerDutySettings;
import dev.probation.agent.signal.slack.SlackSettings;
import dev.probation.agent.store.Message;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event.Transition;
import dev.probation.rules.sample.CheckId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NoticesTest {

    private static final Deployment DEPLOYMENT = new Deployment("shop-1", "shop", "1", Rig.START, Rig.START, false);
    private static final CheckId LATENCY = new CheckId("latency");

    private static Notices notices(String kind, ReceiverSettings settings, Occasion... on) {
        Config base = Rig.config(List.of(Rig.check("latency", "< 500ms", OnBreach.ROLLBACK)), List.of());
        Config config = new Config(
                base.agent(),
                base.targets(),
                base.services(),
                base.windows(),
                base.rollback(),
                List.of(new ReceiverConfig("someone", kind, settings, Set.of(on))),
                base.fingerprint());
        return new Notices(config, DEPLOYMENT, Optional.of("0"));
    }

    private static Notices pager(Occasion... on) {
        return notices("pagerduty", new PagerDutySettings(new Secret("key"), URI.create("http://127.0.0.1")), on);
    }

    private static Notices channel(Occasion... on) {
        return notices("slack", new SlackSettings(new Secret("http://127.0.0.1")), on);
    }

    private static Transition transition(CheckState from, CheckState to) {
        return new Transition(Rig.START, LATENCY, from, to, "p95 612 ms, expected < 500 ms");
    }

    @Test
    void aPagerThatWasToldOfAFailureIsToldOfItsEndWithoutHavingAsked() {
        Notices notices = pager(Occasion.FAILING);

        assertThat(notices.of(transition(CheckState.BREACHING, CheckState.FAILING)))
                .hasSize(1);
        assertThat(notices.of(transition(CheckState.FAILING, CheckState.OK))).hasSize(1);
        assertThat(notices.closed(LATENCY, Rig.START)).hasSize(1);
    }

    @Test
    void aCheckThatIsStillFailingAtTheEndIsNotCalledGoodAgain() {
        Message closed = pager(Occasion.FAILING).closed(LATENCY, Rig.START).get(0);

        assertThat(Notice.fromJson(closed.body()).headline()).isEqualTo("shop 1: latency is watched no more");
        assertThat(channel(Occasion.values()).closed(LATENCY, Rig.START)).isEmpty();
    }

    @Test
    void failureAndRecoveryAreOneIncident() {
        Notices notices = pager(Occasion.FAILING);
        Message opened =
                notices.of(transition(CheckState.BREACHING, CheckState.FAILING)).get(0);
        Message resolved =
                notices.of(transition(CheckState.FAILING, CheckState.OK)).get(0);

        assertThat(resolved.incident()).isEqualTo(opened.incident());
        assertThat(resolved.id()).isNotEqualTo(opened.id());
    }

    @Test
    void aPagerIsNotToldWhatNeitherOpensNorResolvesAnIncident() {
        assertThat(pager(Occasion.values()).confirmed("deployer", Rig.START)).isEmpty();
        assertThat(pager(Occasion.values()).started(Rig.START)).isEmpty();
        assertThat(pager(Occasion.ROLLBACK).recovered("good again", Rig.START)).hasSize(1);
    }

    @Test
    void aChannelIsToldWhatItAskedForAndNothingElse() {
        Notices notices = channel(Occasion.FAILING, Occasion.STARTED);

        assertThat(notices.started(Rig.START)).hasSize(1);
        assertThat(notices.of(transition(CheckState.BREACHING, CheckState.FAILING)))
                .hasSize(1);
        assertThat(notices.of(transition(CheckState.FAILING, CheckState.OK))).isEmpty();
        assertThat(notices.of(transition(CheckState.OK, CheckState.BREACHING))).isEmpty();
    }
}
