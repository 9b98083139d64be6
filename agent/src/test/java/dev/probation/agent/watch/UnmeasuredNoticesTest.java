package dev.probation.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.deployments.Checklists;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.receiver.notify.pagerduty.PagerDutySettings;
import dev.probation.agent.receiver.notify.slack.SlackSettings;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.sql.WrittenMessages;
import dev.probation.agent.time.FakeTime;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Latency could roll back and gets no answer, while errors are measured. */
class UnmeasuredNoticesTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final CheckConfig LATENCY = WatchRig.check("latency", "< 500ms", OnBreach.ROLLBACK);
    private static final CheckConfig ERRORS = WatchRig.check("errors", "< 500ms", OnBreach.ALERT);
    private static final CheckId ID = new CheckId("latency");
    private static final String SINCE = "nothing has been measured since 2026-01-31T10:00:0";

    private final FakeTime time = new FakeTime(WatchRig.START);

    @TempDir
    Path folder;

    private String database = "p.db";

    private static Outcome refusedUntil(Instant end, Instant at) {
        return at.isBefore(end)
                ? new Outcome.Failed(Outcome.Cause.REFUSED, "connection refused")
                : Outcome.Measured.of(0.1);
    }

    private static ReceiverConfig receiver(String name, NotificationEvent... on) {
        ReceiverSettings settings = name.equals("slack")
                ? new SlackSettings(new Secret("http://127.0.0.1"))
                : new PagerDutySettings(new Secret("key"), URI.create("http://127.0.0.1"), false);
        return new ReceiverConfig(name, name.equals("slack") ? "slack" : "pagerduty", settings, Set.of(on));
    }

    private static Config config(Optional<Duration> after, CheckConfig... checks) {
        Config base = WatchRig.config(List.of(checks), List.of());
        ServiceConfig service =
                new ServiceConfig("shop", Optional.empty(), List.of(checks), List.of(), Optional.empty(), after);
        return with(base, List.of(service));
    }

    private static Config with(Config base, List<ServiceConfig> services) {
        return WatchRig.with(
                base,
                services,
                base.rollback(),
                List.of(
                        receiver("pager", NotificationEvent.BLIND),
                        receiver("deaf", NotificationEvent.FAILING),
                        receiver("slack", NotificationEvent.BLIND)));
    }

    /** @param seconds from when on latency is measured */
    private WatchRig rig(long seconds, Optional<Duration> after, CheckConfig... checks) {
        return rig(seconds, config(after, checks));
    }

    private WatchRig rig(long seconds, Config config) {
        Instant end = WatchRig.START.plus(Duration.ofSeconds(seconds));
        return new WatchRig(
                folder.resolve(database),
                time,
                config,
                name -> at -> name.equals("latency") ? refusedUntil(end, at) : Outcome.Measured.of(0.1));
    }

    private static List<String> told(WatchRig rig, String receiver) {
        return WatchRig.await(rig.store.submit(WrittenMessages::of)).stream()
                .filter(row -> row.receiver().equals(receiver))
                .map(WrittenMessages.Row::notice)
                .map(notice -> notice.action() + " " + notice.headline() + " (" + incident(notice) + ")")
                .toList();
    }

    private static String page(WatchRig rig) {
        return new String(rig.metrics.page("", "").bytes(), StandardCharsets.UTF_8);
    }

    private static String incident(Notice notice) {
        return notice.incident().replaceFirst(".*" + notice.deployment() + '/', "");
    }

    private static final String OPENED = "TRIGGER shop 1.4.2: latency measures nothing (unmeasured/latency)";
    private static final String AGAIN = "RESOLVE shop 1.4.2: latency is measured again (unmeasured/latency)";
    private static final String LEFT = "RESOLVE shop 1.4.2: over: latency measured nothing (unmeasured/latency)";

    @Test
    void whoeverHearsOfBlindnessIsToldOnceAndOfItsEndOnce() {
        try (WatchRig rig = rig(30, Optional.of(TEN_SECONDS), LATENCY, ERRORS)) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(20));

            assertThat(rig.view(deployed).unmeasured())
                    .hasEntrySatisfying(ID, reason -> assertThat(reason).startsWith(SINCE));
            assertThat(page(rig))
                    .contains("probation_check_unmeasured{app=\"shop\",check=\"latency\",} 1.0")
                    .doesNotContain("probation_check_unmeasured{app=\"shop\",check=\"errors\"");

            rig.pass(Duration.ofSeconds(20));

            assertThat(told(rig, "pager")).containsExactly(OPENED, AGAIN);
            assertThat(told(rig, "slack")).containsExactly(OPENED, AGAIN);
            assertThat(told(rig, "deaf")).isEmpty();
            assertThat(rig.view(deployed).unmeasured()).isEmpty();
            assertThat(rig.journal(deployed.stored().deployment().id()))
                    .extracting(entry -> entry.kind())
                    .containsOnlyOnce(Kind.UNMEASURED, Kind.UNMEASURED_ENDED);
        }
    }

    @Test
    void nobodyIsToldBeforeItsTimeOrWhereItIsOff() {
        try (WatchRig rig = rig(900, Optional.of(Duration.ofMinutes(1)), LATENCY, ERRORS)) {
            DeploymentView unusedDeployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(30));
            assertThat(told(rig, "pager")).isEmpty();
        }
        try (WatchRig off = rig(900, Optional.empty(), LATENCY, ERRORS)) {
            off.pass(Duration.ofSeconds(30));
            assertThat(told(off, "pager")).isEmpty();
        }
    }

    @Test
    void aRestartInTheMiddleOfItTellsNothingTwiceAndForgetsNothing() {
        WatchRig before = rig(60, Optional.of(TEN_SECONDS), LATENCY, ERRORS);
        DeploymentView deployed = before.deploy("1.4.2");
        before.pass(Duration.ofSeconds(7));
        before.kill();
        WatchRig middle = rig(60, Optional.of(TEN_SECONDS), LATENCY, ERRORS);
        middle.pass(Duration.ofSeconds(20));
        assertThat(told(middle, "pager")).containsExactly(OPENED);
        middle.kill();

        try (WatchRig after = rig(60, Optional.of(TEN_SECONDS), LATENCY, ERRORS)) {
            after.pass(Duration.ofSeconds(5));
            assertThat(after.view(deployed).unmeasured())
                    .hasEntrySatisfying(ID, reason -> assertThat(reason).startsWith(SINCE));
            assertThat(page(after)).contains("probation_check_unmeasured{app=\"shop\",check=\"latency\",} 1.0");

            after.pass(Duration.ofSeconds(40));
            assertThat(told(after, "pager")).containsExactly(OPENED, AGAIN);
        }
    }

    @Test
    void whatIsOpenIsResolvedWhenItsDeploymentEnds() {
        try (WatchRig rig = rig(900, Optional.of(TEN_SECONDS), LATENCY, ERRORS)) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(20));
            DeploymentView unusedEnded = WatchRig.await(rig.watch
                    .deployments()
                    .cancel(deployed.stored().deployment().id(), "ada", "it was a drill"));

            assertThat(told(rig, "pager")).containsExactly(OPENED, LEFT);
            assertThat(told(rig, "slack")).containsExactly(OPENED);
            assertThat(rig.view(deployed).unmeasured()).isEmpty();
            assertThat(page(rig)).doesNotContain("probation_check_unmeasured{app=\"shop\",check=\"latency\",} 1.0");
            DeploymentView last =
                    WatchRig.await(rig.watch.deployments().newest("shop", 1)).get(0);
            assertThat(last.unmeasured()).isEmpty();
        }
    }

    @Test
    void whatIsOpenIsResolvedWhenAnotherReleaseComes() {
        try (WatchRig rig = rig(900, Optional.of(TEN_SECONDS), LATENCY, ERRORS)) {
            DeploymentView unusedFirst = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(20));
            DeploymentView unusedSecond = rig.deploy("1.4.3");
            rig.pass(Duration.ofSeconds(5));

            assertThat(told(rig, "pager")).containsExactly(OPENED, LEFT);
        }
    }

    @Test
    void whatIsOpenIsResolvedWhenItsServiceIsNoLongerConfigured() {
        leftUnmeasured();
        try (WatchRig after = rig(900, with(WatchRig.config(List.of(LATENCY), List.of()), List.of()))) {
            assertThat(told(after, "pager")).containsExactly(OPENED, LEFT);
        }
    }

    @Test
    void whatIsOpenIsResolvedOnceWhenTheCheckIsGoneMayNotRollBackOrIsNotLookedAt() {
        leftUnmeasured();
        for (int restart = 0; restart < 2; restart++) {
            try (WatchRig without = rig(900, Optional.of(TEN_SECONDS), ERRORS)) {
                without.pass(Duration.ofSeconds(2));
                assertThat(told(without, "pager")).containsExactly(OPENED, LEFT);
            }
        }
    }

    @Test
    void whatIsOpenIsResolvedWhenItIsTurnedOff() {
        leftUnmeasured();
        try (WatchRig off = rig(900, Optional.empty(), LATENCY, ERRORS)) {
            off.pass(Duration.ofSeconds(20));
            assertThat(told(off, "pager")).containsExactly(OPENED, LEFT);
        }
    }

    private static String lastReason(WatchRig rig) {
        List<String> reasons = WatchRig.await(rig.store.submit(WrittenMessages::of)).stream()
                .filter(row -> row.receiver().equals("pager"))
                .map(row -> row.notice().reason())
                .toList();
        return reasons.get(reasons.size() - 1);
    }

    @Test
    void whoeverIsToldHearsWhatToDo() {
        try (WatchRig rig = rig(900, Optional.of(TEN_SECONDS), LATENCY, ERRORS)) {
            DeploymentView unusedDeployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(20));

            assertThat(lastReason(rig))
                    .startsWith(SINCE)
                    .endsWith(", so this check cannot decide a rollback; the last: connection refused. To see what it"
                            + " finds now, run \"probation probe\" where the agent runs");
        }
    }

    /** It goes on being asked, and may go on measuring nothing. */
    @Test
    void theEndSaysWhichConfigurationEndedIt() {
        Config on = config(Optional.of(TEN_SECONDS), LATENCY, ERRORS);
        RollbackConfig none = new RollbackConfig(RollbackConfig.Mode.OFF, List.of(), Duration.ofMinutes(3));
        Map<String, Config> others = new LinkedHashMap<>();
        others.put("unmeasured-after is off", config(Optional.empty(), LATENCY, ERRORS));
        others.put(
                "the check decides no rollback any more",
                config(Optional.of(TEN_SECONDS), WatchRig.check("latency", "< 500ms", OnBreach.ALERT), ERRORS));
        others.put(
                "rollback.mode is off, so no check decides a rollback",
                WatchRig.with(on, on.services(), none, on.receivers()));
        others.put("the check is no longer configured", config(Optional.of(TEN_SECONDS), ERRORS));

        others.forEach((reason, config) -> {
            database = reason.replace(' ', '-') + ".db";
            leftUnmeasured();
            try (WatchRig after = rig(900, config)) {
                assertThat(told(after, "pager")).containsExactly(OPENED, LEFT);
                assertThat(lastReason(after)).isEqualTo(reason);
            }
        });
    }

    /** As by an agent that knew nothing of it, which left its samples and told nobody. */
    @Test
    void whatWasNeverToldIsToldAtTheNextStart() {
        WatchRig before = rig(900, Optional.empty(), LATENCY, ERRORS);
        DeploymentView unusedDeployed = before.deploy("1.4.2");
        before.pass(Duration.ofSeconds(20));
        assertThat(told(before, "pager")).isEmpty();
        before.kill();

        for (int restart = 0; restart < 2; restart++) {
            WatchRig after = rig(900, Optional.of(TEN_SECONDS), LATENCY, ERRORS);
            assertThat(told(after, "pager")).containsExactly(OPENED);
            after.kill();
        }
    }

    @Test
    void theLiveAgentAndAReplayOfWhatItRecordedAgree() {
        Function<String, Function<Instant, Outcome>> script = name -> at -> {
            long second = Duration.between(WatchRig.START, at).toSeconds();
            if (name.equals("errors") || second > 60) {
                return Outcome.Measured.of(0.1);
            }
            return second < 20 ? Outcome.NoData.idle("no traffic") : new Outcome.NoData("no series matches");
        };
        Config config = config(Optional.of(TEN_SECONDS), LATENCY, ERRORS);
        try (WatchRig rig = new WatchRig(folder.resolve(database), time, config, script)) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(70));
            List<Sample> recorded = new ArrayList<>();
            String id = deployed.stored().deployment().id();
            WatchRig.settle(rig.store.run(store -> store.samples().each(id, recorded::add)));

            Judge replay = new Judge(
                    deployed.stored().deployment(),
                    Checklists.of(config, config.services().get(0)));
            List<JournalEntry> again = recorded.stream()
                    .flatMap(sample -> replay.judge(sample).stream())
                    .filter(event -> event instanceof Event.Unmeasured || event instanceof Event.UnmeasuredEnded)
                    .map(JournalEntries::of)
                    .toList();

            assertThat(again).hasSize(2);
            assertThat(Duration.between(WatchRig.START, again.get(0).at()))
                    .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
            assertThat(rig.journal(id)).containsAll(again);
        }
    }

    private void leftUnmeasured() {
        WatchRig before = rig(900, Optional.of(TEN_SECONDS), LATENCY, ERRORS);
        DeploymentView unusedDeployed = before.deploy("1.4.2");
        before.pass(Duration.ofSeconds(20));
        assertThat(told(before, "pager")).containsExactly(OPENED);
        before.close();
    }

    /** Errors is what can be asked of the time before the announcement. */
    private List<String> toldLate(Instant measuredFrom, Duration ago, String receiver) {
        Config base = WatchRig.config(
                List.of(
                        WatchRig.check("latency", "< 500ms", OnBreach.ALERT),
                        WatchRig.check("errors", "< 500ms", OnBreach.ROLLBACK)),
                List.of());
        ServiceConfig service = new ServiceConfig(
                "shop",
                Optional.empty(),
                base.services().get(0).checks(),
                List.of(),
                Optional.empty(),
                Optional.of(TEN_SECONDS));
        Config config = WatchRig.with(
                base, List.of(service), base.rollback(), List.of(receiver("pager", NotificationEvent.BLIND)));
        Path file = folder.resolve(measuredFrom.getEpochSecond() + ".db");
        try (WatchRig rig = new WatchRig(
                file,
                time,
                config,
                name -> at -> name.equals("errors") && at.isBefore(measuredFrom)
                        ? new Outcome.NoData("no series matches")
                        : Outcome.Measured.of(0.1))) {
            Instant live = time.now().minus(ago);
            DeploymentView unusedLate = WatchRig.await(rig.watch.deployments().announce("shop", "1.4.2", live, false));
            rig.pass(Duration.ofSeconds(20));
            return told(rig, receiver);
        }
    }

    @Test
    void whatIsReadOfThePastIsToldOnlyWhereItIsStillSo() {
        assertThat(toldLate(WatchRig.START.minusSeconds(20), Duration.ofMinutes(2), "pager"))
                .isEmpty();
        assertThat(toldLate(time.now().plusSeconds(10), Duration.ofMinutes(2), "pager"))
                .containsExactly(OPENED.replace("latency", "errors"), AGAIN.replace("latency", "errors"));
    }

    /** All windows ended before anybody knew of the deployment. */
    @Test
    void ofATimeThatHasPassedNoIncidentIsOpened() {
        assertThat(toldLate(time.now().plusSeconds(60), Duration.ofHours(36), "pager"))
                .isEmpty();
    }
}
