package dev.probation.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.DeploymentConfig;
import dev.probation.agent.config.SignOffConfig;
import dev.probation.agent.deployments.Checklists;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.deployments.Deployments.RefusedException;
import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.store.Change;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.store.sql.StoredChanges;
import dev.probation.agent.time.FakeTime;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchLoopTest {

    private static final Config TWO_CHECKS = WatchRig.config(
            List.of(
                    WatchRig.check("latency", "< 500ms", OnBreach.ROLLBACK),
                    WatchRig.check("jobs", "< 10", OnBreach.ALERT)),
            List.of());

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime(WatchRig.START);

    private WatchRig rig(Config config, Function<String, Function<Instant, Outcome>> script) {
        return new WatchRig(folder.resolve("probation.db"), time, config, script);
    }

    private static Outcome good() {
        return Outcome.Measured.of(0.1);
    }

    private static Function<String, Function<Instant, Outcome>> latencyBadBetween(Duration from, Duration to) {
        return name -> at -> {
            boolean bad = name.equals("latency")
                    && !at.isBefore(WatchRig.START.plus(from))
                    && at.isBefore(WatchRig.START.plus(to));
            return bad ? Outcome.Measured.of(0.9) : good();
        };
    }

    @Test
    void aGoodReleasePassesAllItsWindows() {
        try (WatchRig rig = rig(TWO_CHECKS, name -> at -> good())) {
            DeploymentView deployed = rig.deploy("1.4.1");

            rig.pass(Duration.ofMinutes(6));

            DeploymentView end = rig.view(deployed);
            assertThat(end.stored().phase()).isEqualTo(Phase.FINISHED);
            assertThat(end.verdict()).isEqualTo(Verdict.PASS);
            assertThat(end.windows()).extracting(WindowVerdict::verdict).containsExactly(Verdict.PASS, Verdict.PASS);
            assertThat(end.rollback()).isEmpty();
        }
    }

    @Test
    void aBadReleaseIsDecidedOnceAndEscalatesWhenNothingRollsItBack() {
        try (WatchRig rig = rig(TWO_CHECKS, latencyBadBetween(Duration.ofSeconds(30), Duration.ofDays(1)))) {
            DeploymentView deployed = rig.deploy("1.4.2");

            rig.pass(Duration.ofMinutes(1));
            DeploymentView decided = rig.view(deployed);
            rig.pass(Duration.ofMinutes(4));

            assertThat(decided.stored().phase()).isEqualTo(Phase.ROLLING_BACK);
            assertThat(decided.rollback().orElseThrow().stage()).isEqualTo(Stage.DECIDED);
            assertThat(decided.rollback().orElseThrow().decidedAt()).isEqualTo(WatchRig.START.plusSeconds(40));
            DeploymentView end = rig.view(deployed);
            assertThat(end.stored().phase()).isEqualTo(Phase.NOT_RECOVERED);
            assertThat(end.rollback().orElseThrow().stage()).isEqualTo(Stage.NOT_RECOVERED);
            assertThat(kinds(rig, deployed)).containsOnlyOnce(Kind.ROLLBACK_DECIDED, Kind.ROLLBACK_NOT_RECOVERED);
        }
    }

    @Test
    void aConfirmedRollbackRecoversOnceTheChecksThatDecidedAreGoodAgain() {
        try (WatchRig rig = rig(TWO_CHECKS, latencyBadBetween(Duration.ofSeconds(30), Duration.ofSeconds(90)))) {
            DeploymentView deployed = rig.deploy("1.4.2");
            String id = deployed.stored().deployment().id();

            rig.pass(Duration.ofSeconds(60));
            WatchRig.settle(rig.watch.deployments().confirmRollback(id, "deployer"));
            rig.pass(Duration.ofSeconds(20));
            DeploymentView confirmed = rig.view(deployed);
            rig.pass(Duration.ofSeconds(30));

            assertThat(confirmed.rollback().orElseThrow().stage()).isEqualTo(Stage.CONFIRMED);
            DeploymentView end = rig.view(deployed);
            assertThat(end.stored().phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(end.rollback().orElseThrow().stage()).isEqualTo(Stage.RECOVERED);
            assertThat(end.verdict()).isEqualTo(Verdict.FAIL);
        }
    }

    @Test
    void whatWasGoodBeforeTheEarlierVersionWasBackProvesNoRecovery() {
        try (WatchRig rig = rig(TWO_CHECKS, latencyBadBetween(Duration.ofSeconds(30), Duration.ofSeconds(45)))) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(58));
            WatchRig.settle(rig.watch
                    .deployments()
                    .confirmRollback(deployed.stored().deployment().id(), "deployer"));
            rig.pass(Duration.ofSeconds(1));
            Stage beforeTheNextSample =
                    rig.view(deployed).rollback().orElseThrow().stage();
            rig.pass(Duration.ofSeconds(3));
            Stage afterOne = rig.view(deployed).rollback().orElseThrow().stage();
            rig.pass(Duration.ofSeconds(5));

            assertThat(beforeTheNextSample).isEqualTo(Stage.CONFIRMED);
            assertThat(afterOne).isEqualTo(Stage.CONFIRMED);
            assertThat(rig.view(deployed).rollback().orElseThrow().stage()).isEqualTo(Stage.RECOVERED);
        }
    }

    @Test
    void aRestartKeepsFailuresInARowAndShowsTheGap() {
        Function<String, Function<Instant, Outcome>> script =
                latencyBadBetween(Duration.ofSeconds(20), Duration.ofDays(1));
        WatchRig before = rig(TWO_CHECKS, script);
        DeploymentView deployed = before.deploy("1.4.2");
        before.pass(Duration.ofSeconds(27));
        assertThat(before.view(deployed).rollback()).isEmpty();
        before.kill();
        time.advance(Duration.ofSeconds(10));

        try (WatchRig after = rig(TWO_CHECKS, script)) {
            after.pass(Duration.ofSeconds(2));

            DeploymentView resumed = after.view(deployed);
            assertThat(resumed.rollback()).isPresent();
            assertThat(resumed.rollback().orElseThrow().reason()).contains("3 of 3 samples");
            assertThat(kinds(after, deployed)).contains(Kind.GAP).containsOnlyOnce(Kind.ROLLBACK_DECIDED);
        }
    }

    @Test
    void anAnnouncementThatIsRepeatedWhileTheFirstIsWrittenIsTheSameDeployment() {
        try (WatchRig rig = rig(TWO_CHECKS, name -> at -> good())) {
            CountDownLatch slow = new CountDownLatch(1);
            Future<Boolean> unusedSlow = rig.store.submit(open -> awaited(slow));
            List<Future<DeploymentView>> announced = new ArrayList<>();
            for (int each = 0; each < 8; each++) {
                announced.add(rig.watch.deployments().announce("shop", "1.4.2", null, false));
                WatchRig.settle(rig.onLoop(() -> time.freeze(Duration.ofMillis(1))));
            }
            slow.countDown();

            assertThat(announced)
                    .extracting(
                            each -> WatchRig.await(each).stored().deployment().id())
                    .containsOnly(WatchRig.await(announced.get(0))
                            .stored()
                            .deployment()
                            .id());
            assertThat(WatchRig.await(rig.watch.deployments().newest("shop", 10)))
                    .hasSize(1);
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aProcessThatWasStoppedForAWhileShowsTheGapOnce() {
        try (WatchRig rig = rig(TWO_CHECKS, name -> at -> good())) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(20));
            time.freeze(Duration.ofSeconds(9));
            rig.pass(Duration.ofSeconds(5));
            assertThat(kinds(rig, deployed)).doesNotContain(Kind.GAP);

            time.freeze(Duration.ofSeconds(30));
            rig.pass(Duration.ofSeconds(5));

            assertThat(kinds(rig, deployed)).containsOnlyOnce(Kind.GAP);
            JournalEntry gap = rig.journal(deployed.stored().deployment().id()).stream()
                    .filter(entry -> entry.kind() == Kind.GAP)
                    .findFirst()
                    .orElseThrow();
            assertThat(gap.data().getInstant("from")).isEqualTo(WatchRig.START.plusSeconds(35));
            assertThat(gap.data().getInstant("to")).isEqualTo(WatchRig.START.plusSeconds(64));
        }
    }

    @Test
    void aRestartWithTheClockAnHourBehindGoesOnWhereItWas() {
        WatchRig before = rig(TWO_CHECKS, name -> at -> good());
        DeploymentView deployed = before.deploy("1.4.1");
        before.pass(Duration.ofSeconds(30));
        before.kill();
        time.stepWallClock(Duration.ofHours(-1));

        try (WatchRig after = rig(TWO_CHECKS, name -> at -> good())) {
            after.pass(Duration.ofMinutes(6));

            assertThat(after.view(deployed).stored().phase()).isEqualTo(Phase.FINISHED);
            assertThat(after.view(deployed).verdict()).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void aRestartAfterTheDecisionDecidesNothingAgain() {
        Function<String, Function<Instant, Outcome>> script = latencyBadBetween(Duration.ZERO, Duration.ofDays(1));
        WatchRig before = rig(TWO_CHECKS, script);
        DeploymentView deployed = before.deploy("1.4.2");
        before.pass(Duration.ofSeconds(20));
        DeploymentView decided = before.view(deployed);
        before.kill();

        try (WatchRig after = rig(TWO_CHECKS, script)) {
            after.pass(Duration.ofSeconds(30));

            DeploymentView resumed = after.view(deployed);
            assertThat(resumed.rollback().orElseThrow().decidedAt())
                    .isEqualTo(decided.rollback().orElseThrow().decidedAt());
            assertThat(resumed.stored().phase()).isEqualTo(Phase.ROLLING_BACK);
            assertThat(kinds(after, deployed)).containsOnlyOnce(Kind.ROLLBACK_DECIDED);
        }
    }

    @Test
    void theLiveAgentAndAReplayOfWhatItRecordedAgree() {
        Function<String, Function<Instant, Outcome>> script = name -> at -> {
            long second = Duration.between(WatchRig.START, at).toSeconds();
            if (second % 45 == 5) {
                return new Outcome.NoData("empty result");
            }
            return second % 70 == 0
                    ? new Outcome.Failed(Outcome.Cause.TIMEOUT, "no answer within 1s")
                    : Outcome.Measured.of(second > 100 && second < 130 ? 0.9 : 0.2);
        };
        Config alerting = WatchRig.config(
                List.of(
                        WatchRig.check("latency", "< 500ms", OnBreach.ALERT),
                        WatchRig.check("jobs", "< 10", OnBreach.ALERT)),
                List.of());
        try (WatchRig rig = rig(alerting, script)) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofMinutes(6));
            DeploymentView live = rig.view(deployed);
            List<Sample> recorded = new ArrayList<>();
            WatchRig.settle(rig.store.run(
                    store -> store.samples().each(deployed.stored().deployment().id(), recorded::add)));

            Checklist checklist = Checklists.of(alerting, alerting.services().get(0));
            Judge replay = new Judge(deployed.stored().deployment(), checklist);
            List<Event> events = new ArrayList<>();
            recorded.forEach(sample -> events.addAll(replay.judge(sample)));
            events.addAll(replay.advance(live.stored().endedAt().orElseThrow()));

            assertThat(replay.windows()).isEqualTo(live.windows());
            assertThat(replay.verdict()).isEqualTo(live.verdict());
            assertThat(events.stream().map(JournalEntries::of).toList())
                    .isEqualTo(journal(rig, deployed).stream()
                            .filter(entry -> entry.kind() == Kind.TRANSITION || entry.kind() == Kind.WINDOW_ENDED)
                            .toList());
            assertThat(events).anyMatch(event -> event instanceof Event.Transition);
        }
    }

    @Test
    void aNewerDeploymentSupersedesTheOlder() {
        try (WatchRig rig = rig(TWO_CHECKS, name -> at -> good())) {
            DeploymentView first = rig.deploy("1.4.1");
            rig.pass(Duration.ofSeconds(60));
            DeploymentView second = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(2));

            assertThat(rig.view(first).stored().phase()).isEqualTo(Phase.SUPERSEDED);
            assertThat(rig.view(first).windows()).hasSize(1);
            assertThat(rig.view(second).stored().phase()).isEqualTo(Phase.WATCHING);
        }
    }

    @Test
    void anAgentToldLateReportsTheMissedWindowAsInconclusive() {
        try (WatchRig rig = rig(TWO_CHECKS, name -> at -> good())) {
            Optional<Instant> threeMinutesAgo = Optional.of(WatchRig.START.minus(Duration.ofMinutes(3)));
            DeploymentView late = WatchRig.await(
                    rig.watch.deployments().announce("shop", "1.4.2", threeMinutesAgo.orElse(null), false));

            assertThat(late.windows()).hasSize(2);
            assertThat(late.windows().get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(late.windows().get(1).verdict()).isEqualTo(Verdict.RUNNING);
        }
    }

    private static final Config ONE_REMEMBERS = WatchRig.config(
            List.of(WatchRig.check("errors", "< 1", OnBreach.ROLLBACK), WatchRig.check("jobs", "< 10", OnBreach.ALERT)),
            List.of());

    private static Optional<Instant> ago(Duration time) {
        return Optional.of(WatchRig.START.minus(time));
    }

    @Test
    void anAgentToldLateReadsWhatTargetsRemember() {
        try (WatchRig rig = rig(ONE_REMEMBERS, name -> at -> good())) {
            DeploymentView late = WatchRig.await(rig.watch
                    .deployments()
                    .announce("shop", "1.4.2", ago(Duration.ofMinutes(3)).orElse(null), false));
            rig.pass(Duration.ofSeconds(2));

            WindowVerdict missed = rig.view(late).windows().get(0);
            assertThat(missed.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(missed.checks())
                    .extracting(check -> check.check().value() + " " + check.verdict() + " " + check.samples())
                    .containsExactly("errors PASS 23", "jobs INCONCLUSIVE 0");
            assertThat(journal(rig, late).stream()
                            .filter(entry -> isPart(entry, "late"))
                            .map(entry -> entry.data().getLong("samples")))
                    .containsExactly(35L);
            rig.pass(Duration.ofMinutes(3));
            assertThat(rig.view(late).windows().get(1).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(rig.view(late).stored().phase()).isEqualTo(Phase.FINISHED);
        }
    }

    @Test
    void aPastThatIsBadRollsNothingBackUnlessThePresentIsToo() {
        Function<String, Function<Instant, Outcome>> healed =
                name -> at -> name.equals("errors") && at.isBefore(WatchRig.START) ? Outcome.Measured.of(5) : good();
        Instant live = WatchRig.START.minusSeconds(30);
        Function<String, Function<Instant, Outcome>> bad =
                name -> at -> name.equals("errors") && !at.isBefore(live) ? Outcome.Measured.of(5) : good();
        try (WatchRig rig = rig(ONE_REMEMBERS, healed)) {
            DeploymentView late = WatchRig.await(rig.watch
                    .deployments()
                    .announce("shop", "1.4.2", ago(Duration.ofMinutes(1)).orElse(null), false));
            rig.pass(Duration.ofSeconds(30));

            assertThat(rig.view(late).rollback()).isEmpty();
            assertThat(kinds(rig, late)).contains(Kind.TRANSITION);
        }
        try (WatchRig rig = new WatchRig(folder.resolve("other.db"), time, ONE_REMEMBERS, bad)) {
            DeploymentView late = WatchRig.await(rig.watch.deployments().announce("shop", "1.4.3", live, false));
            rig.pass(Duration.ofSeconds(2));

            assertThat(rig.view(late).rollback()).isPresent();
        }
    }

    @Test
    void aPastThatCannotBeReadIsSaidAndLeftOut() {
        Function<String, Function<Instant, Outcome>> forgetful = name -> at ->
                at.isBefore(WatchRig.START) ? new Outcome.Failed(Outcome.Cause.REFUSED, "connection refused") : good();
        try (WatchRig rig = rig(ONE_REMEMBERS, forgetful)) {
            DeploymentView late = WatchRig.await(rig.watch
                    .deployments()
                    .announce("shop", "1.4.2", ago(Duration.ofMinutes(3)).orElse(null), false));
            rig.pass(Duration.ofSeconds(10));

            assertThat(rig.view(late).windows().get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(journal(rig, late).stream()
                            .filter(entry -> isPart(entry, "late"))
                            .map(entry -> entry.data().getString("failures")))
                    .containsExactly("errors: at 2026-01-31T09:57:05Z, connection refused");
        }
    }

    @Test
    void aPersonWhoActsWhileThePastIsReadEndsTheReading() {
        try (WatchRig rig = rig(ONE_REMEMBERS, name -> at -> good())) {
            DeploymentView late = WatchRig.await(rig.watch
                    .deployments()
                    .announce("shop", "1.4.2", ago(Duration.ofMinutes(3)).orElse(null), false));
            String id = late.stored().deployment().id();
            DeploymentView decided = WatchRig.await(rig.watch.deployments().rollback(id, "ada", "I know better"));
            rig.pass(Duration.ofSeconds(10));

            assertThat(decided.rollback()).isPresent();
            assertThat(journal(rig, late).stream().filter(entry -> isPart(entry, "late")))
                    .hasSize(1);
            assertThat(rig.view(late).windows().get(1).checks())
                    .allSatisfy(check -> assertThat(check.samples()).isPositive());
        }
    }

    private static List<Sample> baseline(WatchRig rig, DeploymentView of) {
        return WatchRig.await(rig.store.submit(
                store -> store.samples().baseline(of.stored().deployment().id())));
    }

    @Test
    void theTimeBeforeIsReadFromWhatRemembersAndIsNoPartOfTheVerdict() {
        Function<String, Function<Instant, Outcome>> worseBefore =
                name -> at -> at.isBefore(WatchRig.START) ? Outcome.Measured.of(9) : good();
        try (WatchRig rig = rig(ONE_REMEMBERS, worseBefore)) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(10));

            assertThat(baseline(rig, deployed))
                    .hasSize(1500)
                    .startsWith(new Sample(
                            WatchRig.START.minus(Duration.ofHours(25)), new CheckId("errors"), Outcome.Measured.of(9)))
                    .endsWith(
                            new Sample(WatchRig.START.minusSeconds(60), new CheckId("errors"), Outcome.Measured.of(9)));
            assertThat(journal(rig, deployed).stream()
                            .filter(entry -> entry.kind() == Kind.PAST_READ)
                            .map(entry -> entry.data().encode()))
                    .containsExactly("{\"part\":\"baseline\",\"from\":\"2026-01-30T09:00:00Z\","
                            + "\"to\":\"2026-01-31T10:00:00Z\",\"samples\":1500,\"failures\":\"\"}");
            assertThat(journal(rig, deployed).stream()
                            .filter(entry -> entry.kind() == Kind.TRANSITION)
                            .map(entry -> entry.data().getString("to")))
                    .containsExactly("ok", "ok");
            rig.pass(Duration.ofMinutes(6));
            assertThat(rig.view(deployed).verdict()).isEqualTo(Verdict.PASS);
            assertThat(rig.view(deployed).windows().get(0).checks().get(0).samples())
                    .isBetween(23L, 25L);
        }
    }

    @Test
    void whatRemembersNothingHasTheSamplesOfTheDeploymentBefore() {
        try (WatchRig rig = rig(TWO_CHECKS, name -> at -> good())) {
            DeploymentView first = rig.deploy("1.4.1");
            rig.pass(Duration.ofMinutes(4));
            DeploymentView second = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(1));

            Instant live = second.stored().deployment().deployedAt();
            assertThat(baseline(rig, first)).isEmpty();
            assertThat(kinds(rig, first)).doesNotContain(Kind.PAST_READ);
            assertThat(baseline(rig, second))
                    .hasSize(8)
                    .allMatch(sample -> sample.at().isBefore(live));
            assertThat(baseline(rig, second)).extracting(Sample::at).isSorted();
            assertThat(kinds(rig, second)).containsOnlyOnce(Kind.PAST_READ);
        }
    }

    @Test
    void aGivenBaselineIsReadNowhereElse() {
        try (WatchRig rig = rig(ONE_REMEMBERS, name -> at -> good())) {
            Sample given = new Sample(
                    WatchRig.START.minus(Duration.ofDays(3)), new CheckId("errors"), Outcome.Measured.of(0.5));
            Deployments deployments = rig.watch.deployments();
            DeploymentView deployed =
                    WatchRig.await(deployments.announce("shop", "1.4.2", null, false, List.of(given)));
            rig.pass(Duration.ofSeconds(1));

            assertThat(baseline(rig, deployed)).containsExactly(given);
            assertThatThrownBy(() -> WatchRig.await(deployments.announce(
                            "shop", "1", ago(Duration.ofDays(4)).orElse(null), false, List.of(given))))
                    .hasMessageContaining("a newer deployment");
            Sample stranger = new Sample(given.at(), new CheckId("eror"), given.outcome());
            assertThatThrownBy(() ->
                            WatchRig.await(deployments.announce("shop", "2", null, false, List.of(given, stranger))))
                    .hasMessageContaining("baseline: shop has no check \"eror\"");
            Sample late = new Sample(time.now(), new CheckId("errors"), given.outcome());
            assertThatThrownBy(() -> WatchRig.await(deployments.announce("shop", "3", null, false, List.of(late))))
                    .hasMessageContaining(
                            "expected samples from before the deployment at 2026-01-31T10:00:01Z, but found"
                                    + " one of errors at 2026-01-31T10:00:01Z");
        }
    }

    @Test
    void aBaselineThatDoesNotComeKeepsNoDeploymentFromBeingWatched() {
        Function<String, Function<Instant, Outcome>> refusing = name -> at ->
                at.isBefore(WatchRig.START) ? new Outcome.Failed(Outcome.Cause.REFUSED, "connection refused") : good();
        try (WatchRig rig = rig(ONE_REMEMBERS, refusing)) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(10));

            assertThat(baselineFailures(rig, deployed))
                    .containsExactly("errors: 1500 moments, the first at 2026-01-31T09:00:00Z (connection refused)");
            assertThat(rig.view(deployed).windows().get(0).checks().get(0).samples())
                    .isPositive();
        }
        try (WatchRig rig = rig(ONE_REMEMBERS, name -> at -> good())) {
            rig.silent = true;
            DeploymentView deployed = rig.deploy("1.4.3");
            rig.pass(Duration.ofSeconds(9));
            assertThat(kinds(rig, deployed)).doesNotContain(Kind.PAST_READ);
            rig.pass(Duration.ofSeconds(10));

            assertThat(baselineFailures(rig, deployed))
                    .containsExactly("errors: 1500 moments (reading took longer than 10s)");
            assertThat(rig.view(deployed).windows().get(0).checks().get(1).samples())
                    .isPositive();
        }
    }

    @Test
    void whoOrdersARollbackFirstLeavesThePastUnread() {
        try (WatchRig rig = rig(ONE_REMEMBERS, name -> at -> good())) {
            rig.silent = true;
            DeploymentView deployed = rig.deploy("1.4.2");
            DeploymentView ordered = WatchRig.await(rig.watch
                    .deployments()
                    .rollback(deployed.stored().deployment().id(), "ada", "slow"));

            assertThat(ordered.rollback()).isPresent();
            assertThat(baselineFailures(rig, deployed))
                    .containsExactly(
                            "errors: 1500 moments (a person signed off or ordered a rollback before they were read)");
        }
    }

    @Test
    void theTimeOfAReleaseThatWasRolledBackIsNothingToHoldTheNextAgainst() {
        Instant dayBefore = WatchRig.START.minus(Duration.ofDays(1));
        Deployment bad = new Deployment("shop-bad", "shop", "1.4.1", dayBefore, dayBefore, false);
        Deployment other = new Deployment("cart-bad", "cart", "2", dayBefore.minusSeconds(3000), dayBefore, false);
        try (WatchRig rig = rig(ONE_REMEMBERS, name -> at -> good())) {
            for (Deployment each : List.of(bad, other)) {
                Instant decided = dayBefore.plusSeconds(300);
                WatchRig.settle(rig.store.run(open -> {
                    boolean unusedAdded = open.add(each, "", StoredChanges.nothing(each.id()));
                    open.write(new Change(
                            each.id(),
                            List.of(),
                            List.of(JournalEntries.ended(decided.plusSeconds(600), Phase.ROLLED_BACK, "well again")),
                            List.of(),
                            Optional.of(new Change.Decision("r-" + each.id(), decided, "errors", "7 %")),
                            Optional.empty(),
                            Optional.of(Phase.ROLLED_BACK)));
                }));
            }

            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(10));

            assertThat(baseline(rig, deployed))
                    .extracting(Sample::at)
                    .hasSize(1500 - 21)
                    .contains(dayBefore.minusSeconds(60), dayBefore.plusSeconds(1260))
                    .doesNotContain(dayBefore, dayBefore.plusSeconds(1200));
        }
    }

    private static List<String> baselineFailures(WatchRig rig, DeploymentView of) {
        return journal(rig, of).stream()
                .filter(entry -> isPart(entry, "baseline"))
                .map(entry -> entry.data().getString("failures"))
                .toList();
    }

    @ParameterizedTest(name = "after {0} s")
    @ValueSource(longs = {3, 90})
    void aRestartGivesTheJudgeTheBaselineOfTheStore(long seconds) {
        WatchRig before = rig(ONE_REMEMBERS, name -> at -> good());
        DeploymentView deployed = before.deploy("1.4.2");
        before.pass(Duration.ofSeconds(seconds));
        before.kill();

        try (WatchRig after = rig(ONE_REMEMBERS, name -> at -> good())) {
            after.pass(Duration.ofSeconds(30));

            assertThat(baseline(after, deployed)).hasSize(1500);
            assertThat(kinds(after, deployed)).doesNotContain(Kind.GAP).containsOnlyOnce(Kind.PAST_READ);
            RestoredState state = WatchRig.await(after.store.submit(store -> RestoredState.read(
                    store,
                    store.deployments().open().get(0),
                    DeploymentConfig.of(ONE_REMEMBERS, ONE_REMEMBERS.services().get(0)))));
            assertThat(state.lastSeen()).isAfter(WatchRig.START);
            assertThat(state.judge().snapshot().baselines().get(new CheckId("errors")))
                    .isEqualTo(baseline(after, deployed));
        }
    }

    @Test
    void aStepOfTheWallClockEndsNoWindowAndIsNoted() {
        try (WatchRig rig = rig(TWO_CHECKS, name -> at -> good())) {
            DeploymentView deployed = rig.deploy("1.4.1");
            rig.pass(Duration.ofSeconds(10));
            time.stepWallClock(Duration.ofHours(1));
            rig.pass(Duration.ofSeconds(10));
            time.stepWallClock(Duration.ofHours(-2));
            rig.pass(Duration.ofSeconds(10));

            assertThat(rig.view(deployed).windows()).hasSize(1);
            assertThat(rig.view(deployed).asOf()).isEqualTo(WatchRig.START.plusSeconds(30));
            assertThat(kinds(rig, deployed).stream().filter(kind -> kind == Kind.CLOCK_JUMPED))
                    .hasSize(2);
        }
    }

    /** Prometheus counts by the clock of others: one that is behind would take what was before for the deployment's own. */
    @ParameterizedTest
    @ValueSource(ints = {-30, 30, 86_400})
    void aDeploymentAfterAStepOfTheWallClockBeginsNoEarlierThanThatClockSays(int seconds) {
        try (WatchRig rig = rig(TWO_CHECKS, name -> at -> good())) {
            DeploymentView unused = rig.deploy("1.4.1");
            rig.pass(Duration.ofSeconds(10));
            time.stepWallClock(Duration.ofSeconds(seconds));
            rig.pass(Duration.ofSeconds(10));
            Instant wall = WatchRig.START.plusSeconds(20 + seconds);

            DeploymentView next = rig.deploy("1.4.2");

            assertThat(next.stored().deployment().deployedAt())
                    .isEqualTo(seconds > 0 ? wall : WatchRig.START.plusSeconds(20));
            rig.pass(Duration.ofMinutes(6));
            assertThat(rig.view(next).verdict()).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void aSignOffCountsWhenSomebodySigns() {
        Config signed = WatchRig.config(
                List.of(WatchRig.check("latency", "< 500ms", OnBreach.ALERT)),
                List.of(new SignOffConfig("feedback", "User feedback positive", Set.of("first"))));
        try (WatchRig rig = rig(signed, name -> at -> good())) {
            DeploymentView deployed = rig.deploy("1.4.1");
            String id = deployed.stored().deployment().id();
            rig.pass(Duration.ofSeconds(10));
            WatchRig.settle(rig.watch.deployments().signOff(id, "feedback", "ada", "asked ten people"));
            rig.pass(Duration.ofMinutes(2));

            assertThat(rig.view(deployed).windows().get(0).verdict()).isEqualTo(Verdict.PASS);
            assertThat(rig.view(deployed)
                            .signOffs()
                            .get(0)
                            .signature()
                            .orElseThrow()
                            .by())
                    .isEqualTo("ada");
        }
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheReason() {
        try (WatchRig rig = rig(TWO_CHECKS, name -> at -> good())) {
            Deployments deployments = rig.watch.deployments();
            Optional<Instant> tomorrow = Optional.of(WatchRig.START.plus(Duration.ofDays(1)));

            assertThatThrownBy(() -> WatchRig.await(deployments.announce("shopp", "1", null, false)))
                    .hasMessageContaining("the configuration has no service \"shopp\"; did you mean \"shop\"?");
            assertThatThrownBy(() -> WatchRig.await(deployments.announce("shop", "1", tomorrow.orElse(null), false)))
                    .hasMessageContaining("is in the future; it is")
                    .cause()
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(RefusedException.Reason.INVALID));
            assertThatThrownBy(() -> WatchRig.await(deployments.cancel("none", "ada", "why not")))
                    .hasMessageContaining("there is no deployment \"none\"");
        }
    }

    private static List<JournalEntry> journal(WatchRig rig, DeploymentView of) {
        return WatchRig.await(rig.store.submit(
                store -> store.journal().of(of.stored().deployment().id())));
    }

    private static boolean isPart(JournalEntry entry, String part) {
        return entry.kind() == Kind.PAST_READ && entry.data().getString("part").equals(part);
    }

    private static List<Kind> kinds(WatchRig rig, DeploymentView of) {
        return journal(rig, of).stream().map(JournalEntry::kind).toList();
    }
}
