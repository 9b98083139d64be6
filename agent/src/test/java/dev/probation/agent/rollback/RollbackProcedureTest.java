package dev.probation.agent.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.config.Config;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.RollbackConfig.Mode;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.config.VersionSource;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.DeploymentView.Rollback;
import dev.probation.agent.deployments.DeploymentView.Signal;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.deployments.RollbackTimes;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.RollbackEscalation;
import dev.probation.agent.receiver.notify.pagerduty.PagerDutySettings;
import dev.probation.agent.receiver.notify.slack.SlackSettings;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.store.sql.WrittenMessages;
import dev.probation.agent.time.FakeTime;
import dev.probation.agent.watch.WatchRig;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.sample.Outcome;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rollback from its decision to its end, with all that may come between. Decided 40 s after the deployment. */
class RollbackProcedureTest {

    private static final String PAGER = "pager";

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime(WatchRig.START);

    /** What the latency is, which the tests change on the way. */
    private volatile Function<Instant, Outcome> latency = badFrom(WatchRig.START.plusSeconds(30));

    private static Function<Instant, Outcome> badFrom(Instant from) {
        return at -> Outcome.Measured.of(at.isBefore(from) ? 0.1 : 0.9);
    }

    private static ReceiverConfig deployer(String name) {
        return new ReceiverConfig(name, "slack", new SlackSettings(new Secret("http://127.0.0.1")), Set.of());
    }

    private static RollbackConfig rollback(Mode mode, String... approval) {
        return new RollbackConfig(
                mode,
                List.of(deployer("deploy"), deployer("restore")),
                Set.of(approval),
                Duration.ofMinutes(4),
                Duration.ofMinutes(1),
                Duration.ofHours(1));
    }

    private static Config config(RollbackConfig rollback, boolean versioned) {
        Config base = WatchRig.config(List.of(WatchRig.check("latency", "< 500ms", OnBreach.ROLLBACK)), List.of());
        Optional<VersionSource> version = Optional.of(new VersionSource(
                        base.services().get(0).checks().get(0).target(),
                        "/",
                        "$",
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(2)))
                .filter(source -> versioned);
        ServiceConfig service = new ServiceConfig(
                "shop", version, base.services().get(0).checks(), List.of(), Optional.of(Duration.ofMinutes(1)));
        ReceiverConfig pager = new ReceiverConfig(
                PAGER,
                "pagerduty",
                new PagerDutySettings(new Secret("key"), URI.create("http://127.0.0.1"), false),
                Set.of(NotificationEvent.ROLLBACK));
        return WatchRig.with(base, List.of(service), rollback, List.of(pager));
    }

    private WatchRig rig(RollbackConfig rollback, boolean versioned) {
        return new WatchRig(folder.resolve("p.db"), time, config(rollback, versioned), name -> at -> latency.apply(at));
    }

    private WatchRig signalling() {
        return rig(rollback(Mode.SIGNAL), false);
    }

    private DeploymentView bad(WatchRig rig) {
        Instant live = time.now();
        latency = badFrom(live.plusSeconds(30));
        DeploymentView deployed = rig.deploy("1.4.2");
        rig.pass(Duration.ofSeconds(41));
        assertThat(rollback(rig, deployed).decidedAt()).isEqualTo(live.plusSeconds(40));
        return deployed;
    }

    private static String id(DeploymentView view) {
        return view.stored().deployment().id();
    }

    private static Rollback rollback(WatchRig rig, DeploymentView of) {
        return rig.view(of).rollback().orElseThrow();
    }

    private static Stage stage(WatchRig rig, DeploymentView of) {
        return rollback(rig, of).stage();
    }

    private static Phase phase(WatchRig rig, DeploymentView of) {
        return rig.view(of).stored().phase();
    }

    /** As the outbox does when a receiver has answered. */
    private void settle(WatchRig rig, DeploymentView of, String receiver, Kind kind) {
        String message = "rollback-" + id(of) + '/' + receiver;
        JsonObject data = new JsonObject().put("message", message).put("receiver", receiver);
        if (kind == Kind.UNDELIVERED) {
            data.put("reason", "because of the test");
        }
        WatchRig.settle(rig.store.run(
                store -> store.outgoing().settle(message, new JournalEntry(time.now(), kind, data), null, List.of())));
        rig.watch.signalled(id(of));
        rig.pass(Duration.ofSeconds(1));
    }

    private void taken(WatchRig rig, DeploymentView of, String receiver) {
        settle(rig, of, receiver, Kind.ROLLBACK_SIGNALLED);
    }

    private record Sent(String receiver, String incident, Notice notice) {}

    private static List<Sent> sent(WatchRig rig) {
        return WatchRig.await(rig.store.submit(WrittenMessages::of)).stream()
                .map(row -> new Sent(row.receiver(), row.incident(), row.notice()))
                .toList();
    }

    private static List<String> signalled(WatchRig rig) {
        return sent(rig).stream()
                .map(Sent::receiver)
                .filter(receiver -> !receiver.equals(PAGER))
                .toList();
    }

    /** What the pager was told: each step and the end of the incident's key. */
    private static List<String> paged(WatchRig rig, DeploymentView of) {
        return sent(rig).stream()
                .filter(each -> each.receiver().equals(PAGER)
                        && each.notice().deployment().equals(id(of)))
                .map(each -> each.notice().action() + " " + each.incident().replaceFirst(".*" + id(of), ""))
                .toList();
    }

    private static String reason(WatchRig rig, RollbackEscalation escalation) {
        return sent(rig).stream()
                .map(Sent::notice)
                .filter(notice -> notice.escalation().equals(Optional.of(escalation))
                        && notice.action() == IncidentAction.TRIGGER)
                .map(Notice::reason)
                .reduce((first, last) -> last)
                .orElse("");
    }

    private static List<Kind> kinds(WatchRig rig, DeploymentView of) {
        return WatchRig.await(rig.store.submit(store -> store.journal().of(id(of)))).stream()
                .map(JournalEntry::kind)
                .filter(kind -> kind.name().startsWith("ROLLBACK"))
                .toList();
    }

    private void heal() {
        latency = at -> Outcome.Measured.of(0.1);
    }

    @Test
    void itIsFollowedFromTheDecisionToTheRecoveryAndTimed() {
        try (WatchRig rig = signalling()) {
            DeploymentView deployed = bad(rig);
            assertThat(stage(rig, deployed)).isEqualTo(Stage.DECIDED);
            assertThat(rollback(rig, deployed).waitsFor()).contains("deploy or restore to accept the signal");
            taken(rig, deployed, "deploy");
            assertThat(stage(rig, deployed)).isEqualTo(Stage.SIGNALLED);
            heal();
            rig.pass(Duration.ofSeconds(30));

            RollbackTimes times = rollback(rig, deployed).times();
            assertThat(phase(rig, deployed)).isEqualTo(Phase.ROLLED_BACK);
            assertThat(times.toDetect()).isEqualTo(Duration.ofSeconds(10));
            assertThat(times.toSignal()).contains(Duration.ofSeconds(1));
            assertThat(times.toRecover().orElseThrow()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(20));
            assertThat(times.isRtoKept()).contains(true);
            assertThat(paged(rig, deployed)).containsExactly("TRIGGER /rollback", "RESOLVE /rollback");
        }
    }

    @Test
    void whatIsSlowIsToldOnceAndFollowedOn() {
        try (WatchRig rig = signalling()) {
            DeploymentView deployed = bad(rig);
            rig.pass(Duration.ofMinutes(2));
            assertThat(reason(rig, RollbackEscalation.SLOW)).contains("deploy or restore to accept the signal");
            taken(rig, deployed, "deploy");
            heal();
            rig.pass(Duration.ofSeconds(30));

            assertThat(phase(rig, deployed)).isEqualTo(Phase.ROLLED_BACK);
            assertThat(rollback(rig, deployed).times().rtoInWords())
                    .contains("the recovery time objective (rto) of 1m was missed by 1m20s");
            assertThat(paged(rig, deployed))
                    .containsExactly(
                            "TRIGGER /rollback",
                            "TRIGGER /rollback/slow",
                            "RESOLVE /rollback/slow",
                            "RESOLVE /rollback");
        }
    }

    @Test
    void whatDoesNotHelpOpensAnIncidentOfItsOwn() {
        try (WatchRig rig = signalling()) {
            DeploymentView deployed = bad(rig);
            taken(rig, deployed, "deploy");
            rig.pass(Duration.ofMinutes(4));

            assertThat(phase(rig, deployed)).isEqualTo(Phase.NOT_RECOVERED);
            assertThat(paged(rig, deployed)).containsExactly("TRIGGER /rollback", "TRIGGER /rollback/not-recovered");
            assertThat(reason(rig, RollbackEscalation.NOT_RECOVERED))
                    .contains("after 4m it was still waiting for latency to be good again: ")
                    .contains("expected < 500 ms");
            assertThat(rollback(rig, deployed).times().isRtoKept()).contains(false);
        }
    }

    private static RollbackConfig within(Duration deadline, Duration quick) {
        return new RollbackConfig(
                Mode.SIGNAL, List.of(deployer("deploy")), Set.of(), deadline, quick, Duration.ofHours(1));
    }

    @Test
    void deadlinesCountAlsoInTheFirstMinuteAfterTheDeployment() {
        try (WatchRig rig = rig(within(Duration.ofSeconds(10), Duration.ofSeconds(4)), false)) {
            DeploymentView deployed = bad(rig);
            rig.pass(Duration.ofSeconds(4));
            assertThat(reason(rig, RollbackEscalation.SLOW)).contains("deploy to accept the signal");
            assertThat(phase(rig, deployed)).isEqualTo(Phase.ROLLING_BACK);

            rig.pass(Duration.ofSeconds(6));
            assertThat(phase(rig, deployed)).isEqualTo(Phase.NOT_RECOVERED);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing measured | no-data
            errors only      | error
            """)
    void missingDataIsNoRecovery(String name, String outcome) {
        try (WatchRig rig = signalling()) {
            DeploymentView deployed = bad(rig);
            heal();
            rig.pass(Duration.ofSeconds(20));
            latency = at -> outcome.equals("error")
                    ? new Outcome.Failed(Outcome.Cause.REFUSED, "connection refused")
                    : new Outcome.NoData("no series");
            rig.pass(Duration.ofSeconds(5));
            taken(rig, deployed, "deploy");
            rig.pass(Duration.ofMinutes(4));

            assertThat(phase(rig, deployed)).isEqualTo(Phase.NOT_RECOVERED);
        }
    }

    @Test
    void peopleAreToldAtOnceWhereNobodyTakesTheSignalAndGoOnByHand() {
        try (WatchRig rig = signalling()) {
            DeploymentView deployed = bad(rig);
            settle(rig, deployed, "deploy", Kind.UNDELIVERED);
            assertThat(reason(rig, RollbackEscalation.NOT_SIGNALLED)).isEmpty();
            settle(rig, deployed, "restore", Kind.UNDELIVERED);
            assertThat(stage(rig, deployed)).isEqualTo(Stage.DECIDED);
            assertThat(reason(rig, RollbackEscalation.NOT_SIGNALLED))
                    .contains(
                            "deploy (because of the test), restore (because of the test). Check whether the rollback happened"
                                    + " and, if not, roll back by hand, then type \"probation rollback ");

            WatchRig.settle(rig.watch.deployments().confirmRollback(id(deployed), "ada"));
            heal();
            rig.pass(Duration.ofSeconds(20));
            assertThat(phase(rig, deployed)).isEqualTo(Phase.ROLLED_BACK);
            assertThat(paged(rig, deployed)).contains("RESOLVE /rollback/not-signalled");
        }
    }

    @Test
    void theLastPageNamesNoCommandThatIsRefusedThen() {
        try (WatchRig rig = signalling()) {
            DeploymentView deployed = bad(rig);
            settle(rig, deployed, "deploy", Kind.UNDELIVERED);
            settle(rig, deployed, "restore", Kind.UNDELIVERED);
            rig.pass(Duration.ofMinutes(4));

            assertThat(reason(rig, RollbackEscalation.NOT_RECOVERED))
                    .contains("it was still waiting for a person")
                    .contains("The agent has stopped following it")
                    .doesNotContain("--confirm");
        }
    }

    @Test
    void theEarlierVersionReadAgainConfirmsAndIsItselfNeverRolledBack() {
        try (WatchRig rig = versioned("1.4.1")) {
            DeploymentView deployed = bad(rig);
            taken(rig, deployed, "deploy");
            rig.version = Optional.of("1.4.1");
            rig.pass(Duration.ofSeconds(12));
            assertThat(stage(rig, deployed)).isEqualTo(Stage.CONFIRMED);
            rig.pass(Duration.ofMinutes(4));

            DeploymentView back =
                    WatchRig.await(rig.watch.deployments().newest("shop", 1)).get(0);
            assertThat(phase(rig, deployed)).isEqualTo(Phase.NOT_RECOVERED);
            assertThat(back.stored().deployment().version()).isEqualTo("1.4.1");
            assertThat(back.stored().deployment().rollback()).isTrue();
            assertThat(back.rollback()).isEmpty();
            assertThatThrownBy(() -> WatchRig.await(rig.watch.deployments().rollback(id(back), "ada", "still slow")))
                    .hasMessageContaining("is itself a rollback, and a rollback is never rolled back");
        }
    }

    @Test
    void theVersionThatRanAllAlongConfirmsNothingAndThatIsSaid() {
        try (WatchRig rig = versioned("1.4.1")) {
            rig.version = Optional.of("1.4.1");
            DeploymentView deployed = bad(rig);
            taken(rig, deployed, "deploy");
            rig.pass(Duration.ofSeconds(12));

            assertThat(stage(rig, deployed)).isEqualTo(Stage.SIGNALLED);
            assertThat(rollback(rig, deployed).waitsFor().orElseThrow())
                    .isEqualTo("the earlier version to be back"
                            + " (1.4.2 was not read since it was announced, but 1.4.1 all along)");
        }
    }

    /** Its version is read: the earlier one first, then 1.4.2, which the test announces. */
    private WatchRig versioned(String earlier) {
        WatchRig rig = rig(rollback(Mode.SIGNAL), true);
        rig.version = Optional.of(earlier);
        rig.pass(Duration.ofSeconds(11));
        rig.version = Optional.of("1.4.2");
        return rig;
    }

    @Test
    void aVersionThatNeverRanBeforeIsANewReleaseAndNoRollback() {
        try (WatchRig rig = versioned("1.4.1")) {
            DeploymentView deployed = bad(rig);
            rig.version = Optional.of("1.4.3");
            rig.pass(Duration.ofSeconds(12));

            DeploymentView next =
                    WatchRig.await(rig.watch.deployments().newest("shop", 1)).get(0);
            assertThat(phase(rig, deployed)).isEqualTo(Phase.SUPERSEDED);
            assertThat(next.stored().deployment().version()).isEqualTo("1.4.3");
            assertThat(next.stored().deployment().rollback()).isFalse();
            assertThat(paged(rig, deployed)).containsExactly("TRIGGER /rollback", "RESOLVE /rollback");
            assertThat(sent(rig))
                    .anySatisfy(each ->
                            assertThat(each.notice().headline()).isEqualTo("shop 1.4.2: rollback tracking stopped"));
        }
    }

    @Test
    void aDeployersWordDoesNotCountWhereTheBadVersionIsStillRead() {
        try (WatchRig rig = versioned("1.4.1")) {
            DeploymentView deployed = bad(rig);
            taken(rig, deployed, "deploy");
            DeploymentView claimed = WatchRig.await(rig.watch.deployments().confirmRollback(id(deployed), "deployer"));
            heal();
            rig.pass(Duration.ofSeconds(75));

            assertThat(claimed.rollback().orElseThrow().waitsFor().orElseThrow())
                    .contains("deployer says it is, but the service still reports version 1.4.2");
            assertThat(stage(rig, deployed)).isEqualTo(Stage.SIGNALLED);
            assertThat(reason(rig, RollbackEscalation.NOT_CONFIRMED))
                    .isEqualTo("deployer says that it is done, but the service still reports version 1.4.2");
            rig.version = Optional.of("1.4.1");
            rig.pass(Duration.ofSeconds(25));
            assertThat(phase(rig, deployed)).isEqualTo(Phase.ROLLED_BACK);
        }
    }

    @Test
    void aDeployersWordCountsWhereNoVersionCanBeRead() {
        try (WatchRig rig = versioned("1.4.1")) {
            DeploymentView deployed = bad(rig);
            rig.version = Optional.empty();
            WatchRig.settle(rig.watch.deployments().confirmRollback(id(deployed), "deployer"));
            assertThat(stage(rig, deployed)).isEqualTo(Stage.DECIDED);
            rig.pass(Duration.ofSeconds(75));

            assertThat(stage(rig, deployed)).isEqualTo(Stage.CONFIRMED);
        }
    }

    @Test
    void aConfirmedRollbackHasNotRecoveredWhileTheBadVersionIsReadAgain() {
        try (WatchRig rig = versioned("1.4.1")) {
            DeploymentView deployed = bad(rig);
            taken(rig, deployed, "deploy");
            rig.version = Optional.of("1.4.1");
            rig.pass(Duration.ofSeconds(12));
            rig.version = Optional.of("1.4.2");
            rig.pass(Duration.ofSeconds(12));
            heal();
            rig.pass(Duration.ofSeconds(75));

            assertThat(stage(rig, deployed)).isEqualTo(Stage.CONFIRMED);
            assertThat(reason(rig, RollbackEscalation.NOT_CONFIRMED))
                    .isEqualTo("it was confirmed, but the service still reports version 1.4.2");
        }
    }

    @Test
    void anAnnouncementOfTheEarlierVersionDuringARollbackIsTheRollback() {
        try (WatchRig rig = signalling()) {
            DeploymentView good = rig.deploy("1.4.1");
            rig.pass(Duration.ofSeconds(5));
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(60));
            assertThat(stage(rig, deployed)).isEqualTo(Stage.DECIDED);
            DeploymentView back = rig.deploy("1.4.1");

            assertThat(id(back)).isNotEqualTo(id(good));
            assertThat(back.stored().deployment().rollback()).isTrue();
            assertThat(stage(rig, deployed)).isEqualTo(Stage.CONFIRMED);
        }
    }

    @Test
    void aStepThatNeedsApprovalIsInNoOutboxBeforeAPersonHasApproved() {
        try (WatchRig rig = rig(rollback(Mode.SIGNAL, "restore"), false)) {
            Deployments deployments = rig.watch.deployments();
            DeploymentView deployed = rig.deploy("1.4.2");
            refused(rig, deployed, null, "has no rollback decision, so there is nothing to approve");
            rig.pass(Duration.ofSeconds(41));
            assertThat(signalled(rig)).containsExactly("deploy");
            assertThat(reason(rig, RollbackEscalation.APPROVAL))
                    .contains("probation approve " + id(deployed) + " restore --by NAME");
            refused(rig, deployed, "deploy", "has a receiver deploy that needs no approval");
            refused(rig, deployed, "restor", "has no receiver \"restor\"; did you mean \"restore\"?");

            WatchRig.settle(deployments.approve(id(deployed), null, "ada"));
            assertThat(signalled(rig)).containsExactly("deploy", "restore");
            refused(rig, deployed, "restore", "has a step restore, which ada has approved already");
            refused(rig, deployed, null, "has a step restore, which ada has approved already");
            assertThat(paged(rig, deployed)).contains("TRIGGER /rollback/approval", "RESOLVE /rollback/approval");
            rig.pass(Duration.ofMinutes(5));
            refused(rig, deployed, "restore", "has ended as not-recovered, and takes no orders or sign-offs anymore");
            assertThat(signalled(rig)).containsExactly("deploy", "restore");
        }
    }

    @Test
    void whatIsConfiguredNoMoreIsNotApprovedNorWaitedForAfterTheEnd() {
        WatchRig before = rig(rollback(Mode.SIGNAL, "restore"), false);
        DeploymentView deployed = bad(before);
        taken(before, deployed, "deploy");
        before.kill();
        time.advance(Duration.ofSeconds(3));
        RollbackConfig without = new RollbackConfig(
                Mode.SIGNAL,
                List.of(deployer("deploy")),
                Set.of(),
                Duration.ofMinutes(4),
                Duration.ofMinutes(1),
                Duration.ofHours(1));

        try (WatchRig after = rig(without, false)) {
            refused(
                    after,
                    deployed,
                    "restore",
                    "has a step restore that rollback.to no longer names, so that nobody would carry it out;"
                            + " configure it again and restart the agent, or carry it out yourself");
            assertThat(rollback(after, deployed).waitsFor().orElseThrow())
                    .endsWith(
                            "; and for approval of restore (rollback.to no longer names it, so that nobody would carry it"
                                    + " out; configure it again and restart the agent, or carry it out yourself)")
                    .doesNotContain("probation approve");
            WatchRig.settle(after.watch.deployments().cancel(id(deployed), "ada", "no use"));
            after.pass(Duration.ofSeconds(5));

            assertThat(phase(after, deployed)).isEqualTo(Phase.CANCELLED);
            assertThat(WatchRig.await(after.watch.hasEnded(id(deployed))))
                    .as("its watch is kept")
                    .isFalse();
        }
    }

    private static void refused(WatchRig rig, DeploymentView of, @Nullable String receiver, String why) {
        assertThatThrownBy(() -> WatchRig.await(rig.watch.deployments().approve(id(of), receiver, "bob")))
                .hasMessageContaining(why);
    }

    @Test
    void whatNobodyApprovesIsNeverStartedAndPeopleAreToldSo() {
        try (WatchRig rig = rig(rollback(Mode.SIGNAL, "restore"), false)) {
            DeploymentView deployed = bad(rig);
            taken(rig, deployed, "deploy");
            rig.pass(Duration.ofMinutes(4));

            assertThat(signalled(rig)).containsExactly("deploy");
            assertThat(kinds(rig, deployed))
                    .contains(Kind.ROLLBACK_NOT_APPROVED)
                    .doesNotContain(Kind.ROLLBACK_APPROVED);
            assertThat(rollback(rig, deployed).signals())
                    .extracting(Signal::state)
                    .containsExactly(Signal.State.TAKEN, Signal.State.NOT_APPROVED);
            assertThat(reason(rig, RollbackEscalation.NOT_RECOVERED))
                    .contains("; and for approval of restore. restore was not approved, so it will not be started. ")
                    .doesNotContain("probation approve");
        }
    }

    @Test
    void adviceIsToldWithWhatWouldBeDoneAndAPersonHasItDone() {
        try (WatchRig rig = rig(rollback(Mode.ADVISE), false)) {
            DeploymentView deployed = bad(rig);
            assertThat(stage(rig, deployed)).isEqualTo(Stage.ADVISED);
            assertThat(phase(rig, deployed)).isEqualTo(Phase.WATCHING);
            assertThat(signalled(rig)).isEmpty();
            assertThat(reason(rig, RollbackEscalation.ADVISED))
                    .contains(
                            "Nothing is signalled: rollback.mode is advise. deploy, restore would have been signalled")
                    .contains("probation rollback " + id(deployed) + " --reason TEXT");
            assertThat(rollback(rig, deployed).waitsFor().orElseThrow())
                    .startsWith("a person: rollback.mode is advise. deploy, restore would have been signalled");

            WatchRig.settle(rig.watch.deployments().rollback(id(deployed), "ada", "go"));
            assertThat(stage(rig, deployed)).isEqualTo(Stage.DECIDED);
            assertThat(signalled(rig)).containsExactly("deploy", "restore");
            assertThat(rollback(rig, deployed).reason()).endsWith(" (ordered by ada: go)");
            assertThat(sent(rig))
                    .filteredOn(message -> message.receiver().equals("deploy"))
                    .allSatisfy(message -> assertThat(message.notice().reason()).endsWith(" (ordered by ada: go)"));
            assertThatThrownBy(() -> WatchRig.await(rig.watch.deployments().rollback(id(deployed), "bob", "me too")))
                    .hasMessageContaining("is already being rolled back: advised by latency at ")
                    .hasMessageContaining(", ordered at ");
            rig.pass(Duration.ofMinutes(4));
            assertThat(phase(rig, deployed)).isEqualTo(Phase.NOT_RECOVERED);
        }
    }

    @Test
    void anOrderThatNobodyCanCarryOutSaysThatNoReceiverIsConfigured() {
        RollbackConfig nobody = new RollbackConfig(
                Mode.ADVISE, List.of(), Set.of(), Duration.ofMinutes(4), Duration.ofMinutes(1), Duration.ofHours(1));
        try (WatchRig rig = rig(nobody, false)) {
            DeploymentView deployed = rig.deploy("1.4.2");
            WatchRig.settle(rig.watch.deployments().rollback(id(deployed), "ada", "customers cannot pay"));

            assertThat(rollback(rig, deployed).waitsFor().orElseThrow())
                    .startsWith("a person, because rollback.to names no receiver that could be signalled:"
                            + " roll back by hand, then type ")
                    .doesNotContain("nobody is known");
        }
    }

    @Test
    void nothingIsAwaitedOnceTheDeploymentIsCancelled() {
        try (WatchRig rig = signalling()) {
            DeploymentView deployed = bad(rig);

            DeploymentView cancelled =
                    WatchRig.await(rig.watch.deployments().cancel(id(deployed), "ada", "wrong service"));

            assertThat(cancelled.stored().phase()).isEqualTo(Phase.CANCELLED);
            assertThat(cancelled.rollback().orElseThrow().waitsFor()).isEmpty();
        }
    }

    @Test
    void nobodyIsAskedToDecideAboutADeploymentThatWasCancelled() {
        try (WatchRig rig = rig(rollback(Mode.ADVISE), false)) {
            DeploymentView deployed = bad(rig);

            DeploymentView cancelled =
                    WatchRig.await(rig.watch.deployments().cancel(id(deployed), "ada", "wrong service"));

            assertThat(cancelled.rollback().orElseThrow().stage()).isEqualTo(Stage.ADVISED);
            assertThat(cancelled.rollback().orElseThrow().waitsFor()).isEmpty();
        }
    }

    @Test
    void anOrderWhileAllIsGoodIsNoSuccessBeforeSomebodySaysThatItIsDone() {
        heal();
        try (WatchRig rig = signalling()) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofSeconds(30));
            WatchRig.settle(rig.watch.deployments().rollback(id(deployed), "ada", "customers cannot pay"));
            assertThat(sent(rig))
                    .filteredOn(each -> each.receiver().equals(PAGER))
                    .singleElement()
                    .satisfies(each -> assertThat(each.notice().reason())
                            .contains("the agent waits for your word: when the earlier version is back, type"));
            taken(rig, deployed, "deploy");
            rig.pass(Duration.ofSeconds(90));

            assertThat(stage(rig, deployed)).isEqualTo(Stage.SIGNALLED);
            assertThat(rollback(rig, deployed).waitsFor())
                    .contains(
                            "somebody to say that the earlier version is back, because no version is read and no check was bad: type"
                                    + " \"probation rollback " + id(deployed) + " --confirm --by NAME\"");
            assertThat(reason(rig, RollbackEscalation.SLOW))
                    .contains("somebody to say that the earlier version is back");

            WatchRig.settle(rig.watch.deployments().confirmRollback(id(deployed), "ada"));
            assertThat(rollback(rig, deployed).waitsFor().orElseThrow())
                    .startsWith("latency to be measured again and found good, as it was: ");
            rig.pass(Duration.ofSeconds(30));

            assertThat(phase(rig, deployed)).isEqualTo(Phase.ROLLED_BACK);
            assertThat(paged(rig, deployed)).contains("RESOLVE /rollback/slow", "RESOLVE /rollback");
            assertThat(rollback(rig, deployed).times().breached())
                    .as("nothing was wrong before the order")
                    .isEqualTo(WatchRig.START.plusSeconds(30));
        }
    }

    @Test
    void anOrderWhileSomethingIsWrongIsFollowedByTheChecks() {
        try (WatchRig rig = rig(rollback(Mode.OFF), false)) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofMinutes(1));
            WatchRig.settle(rig.watch.deployments().rollback(id(deployed), "ada", "customers cannot pay"));
            taken(rig, deployed, "deploy");
            heal();
            rig.pass(Duration.ofSeconds(30));

            assertThat(phase(rig, deployed)).isEqualTo(Phase.ROLLED_BACK);
        }
    }

    @Test
    void aPersonsRollbackIsSignalledWhateverTheMode() {
        try (WatchRig rig = rig(rollback(Mode.OFF), false)) {
            DeploymentView deployed = rig.deploy("1.4.2");
            rig.pass(Duration.ofMinutes(1));
            assertThat(rig.view(deployed).rollback()).isEmpty();
            WatchRig.settle(rig.watch.deployments().rollback(id(deployed), "ada", "customers cannot pay"));

            assertThat(signalled(rig)).containsExactly("deploy", "restore");
            assertThat(rollback(rig, deployed).times().breached()).isEqualTo(WatchRig.START.plusSeconds(30));
        }
    }

    @Test
    void anotherRollbackOfTheServiceWithinTheCoolDownIsLeftToAPerson() {
        WatchRig before = signalling();
        DeploymentView first = bad(before);
        before.pass(Duration.ofMinutes(5));
        assertThat(phase(before, first)).isEqualTo(Phase.NOT_RECOVERED);
        before.kill();
        time.advance(Duration.ofMinutes(30));
        latency = badFrom(time.now().plusSeconds(1));

        try (WatchRig rig = signalling()) {
            DeploymentView second = rig.deploy("1.4.3");
            rig.pass(Duration.ofSeconds(20));
            assertThat(stage(rig, second)).isEqualTo(Stage.ADVISED);
            assertThat(reason(rig, RollbackEscalation.ADVISED))
                    .contains("a rollback of shop was begun 35m")
                    .contains("(deployment " + id(first) + "); within the rollback.cool-down of 1h");
            assertThat(rollback(rig, second).waitsFor().orElseThrow())
                    .startsWith("a person: a rollback of shop was begun 35m")
                    .contains("within the rollback.cool-down of 1h")
                    .endsWith("type \"probation rollback " + id(second) + " --reason TEXT --by NAME\"");
            assertThat(signalled(rig)).containsExactly("deploy", "restore");
            WatchRig.settle(rig.watch.deployments().rollback(id(second), "ada", "it is bad, too"));
            assertThat(stage(rig, second)).as("a person may").isEqualTo(Stage.DECIDED);
        }
    }

    @ParameterizedTest(name = "killed when {0}")
    @CsvSource(delimiter = '|', textBlock = """
            approval awaited  | DECIDED
            slow              | DECIDED
            nobody took it    | DECIDED
            signalled         | SIGNALLED
            claimed           | SIGNALLED
            confirmed         | CONFIRMED
            """)
    void aRestartGoesOnFromEveryStage(String moment, Stage expected) {
        WatchRig before = rig(rollback(Mode.SIGNAL, "restore"), moment.equals("claimed"));
        before.version = Optional.of("1.4.2");
        DeploymentView deployed = bad(before);
        reach(before, deployed, moment);
        Rollback left = rollback(before, deployed);
        List<Sent> told = sent(before);
        assertThat(left.stage()).isEqualTo(expected);
        before.kill();
        time.advance(Duration.ofSeconds(3));

        try (WatchRig after = rig(rollback(Mode.SIGNAL, "restore"), moment.equals("claimed"))) {
            after.version = Optional.of("1.4.2");
            after.pass(Duration.ofSeconds(1));
            assertThat(rollback(after, deployed))
                    .usingRecursiveComparison()
                    .ignoringFields("waitsFor")
                    .isEqualTo(left);
            assertThat(sent(after)).as("nothing is told twice").isEqualTo(told);

            WatchRig.settle(after.watch.deployments().approve(id(deployed), null, "ada"));
            after.version = Optional.of("1.4.1");
            WatchRig.settle(after.watch.deployments().confirmRollback(id(deployed), "ada"));
            heal();
            after.pass(Duration.ofSeconds(30));
            assertThat(phase(after, deployed)).isEqualTo(Phase.ROLLED_BACK);
            assertThat(kinds(after, deployed)).containsOnlyOnce(Kind.ROLLBACK_DECIDED, Kind.ROLLBACK_RECOVERED);
        }
    }

    private void reach(WatchRig rig, DeploymentView deployed, String moment) {
        switch (moment) {
            case "slow" -> rig.pass(Duration.ofSeconds(70));
            case "nobody took it" -> settle(rig, deployed, "deploy", Kind.UNDELIVERED);
            case "signalled" -> taken(rig, deployed, "deploy");
            case "claimed" -> {
                taken(rig, deployed, "deploy");
                WatchRig.settle(rig.watch.deployments().confirmRollback(id(deployed), "deployer"));
            }
            case "confirmed" -> WatchRig.settle(rig.watch.deployments().confirmRollback(id(deployed), "deployer"));
            default -> {
                // as it was decided
            }
        }
    }

    @Test
    void anAgentThatWasAwayPastTheDeadlineLooksBeforeItEscalates() {
        WatchRig before = signalling();
        DeploymentView deployed = bad(before);
        taken(before, deployed, "deploy");
        before.kill();
        time.advance(Duration.ofMinutes(20));
        heal();

        try (WatchRig after = signalling()) {
            after.pass(Duration.ofSeconds(20));
            assertThat(phase(after, deployed)).isEqualTo(Phase.ROLLED_BACK);
        }
    }

    @Test
    void anAgentThatStoodStillPastTheDeadlineLooksBeforeItEscalates() {
        try (WatchRig rig = signalling()) {
            DeploymentView deployed = bad(rig);
            taken(rig, deployed, "deploy");
            time.freeze(Duration.ofMinutes(20));
            heal();
            rig.pass(Duration.ofSeconds(20));

            assertThat(phase(rig, deployed)).isEqualTo(Phase.ROLLED_BACK);
        }
    }

    @Test
    void aCommandOfUnknownOutcomeLeavesTheStageAndIsStartedNoSecondTime() {
        try (WatchRig rig = signalling()) {
            DeploymentView deployed = bad(rig);
            settle(rig, deployed, "deploy", Kind.UNDELIVERED);
            rig.pass(Duration.ofSeconds(30));

            assertThat(stage(rig, deployed)).isEqualTo(Stage.DECIDED);
            assertThat(signalled(rig)).containsExactly("deploy", "restore");
            Signal signal = rollback(rig, deployed).signals().get(0);
            assertThat(signal.state()).isEqualTo(Signal.State.REFUSED);
            assertThat(signal.reason()).contains("because of the test");
        }
    }

    @Test
    void aSignalSaysWhyItIsPendingUntilItIsTakenAlsoAfterARestart() {
        WatchRig before = signalling();
        DeploymentView deployed = bad(before);
        delay(before, deployed, "connection refused");
        assertThat(pendingFor(before, deployed)).contains("connection refused");
        delay(before, deployed, "HTTP 503");
        before.kill();

        try (WatchRig after = signalling()) {
            assertThat(pendingFor(after, deployed)).contains("HTTP 503");
            assertThat(stage(after, deployed)).isEqualTo(Stage.DECIDED);

            taken(after, deployed, "deploy");
            Signal signal = rollback(after, deployed).signals().get(0);
            assertThat(signal.state()).isEqualTo(Signal.State.TAKEN);
            assertThat(signal.reason()).isEmpty();
        }
    }

    @Test
    void aSignalSaysWhyItIsPendingAlsoAfterTheClockWasSetBack() {
        try (WatchRig rig = signalling()) {
            DeploymentView deployed = bad(rig);
            delay(rig, deployed, "connection refused");
            delay(rig, deployed, "HTTP 503", time.now().minus(Duration.ofHours(1)));
            assertThat(pendingFor(rig, deployed)).contains("HTTP 503");

            delay(rig, deployed, "HTTP 502", time.now().minus(Duration.ofHours(2)));
            assertThat(pendingFor(rig, deployed)).contains("HTTP 502");
        }
    }

    private static Optional<String> pendingFor(WatchRig rig, DeploymentView of) {
        Signal signal = rollback(rig, of).signals().get(0);
        assertThat(signal.state()).isEqualTo(Signal.State.PENDING);
        return signal.reason();
    }

    private void delay(WatchRig rig, DeploymentView of, String reason) {
        time.advance(Duration.ofSeconds(1));
        delay(rig, of, reason, time.now());
    }

    private void delay(WatchRig rig, DeploymentView of, String reason, Instant at) {
        String message = "rollback-" + id(of) + "/deploy";
        JsonObject data = new JsonObject()
                .put("message", message)
                .put("receiver", "deploy")
                .put("reason", reason);
        JournalEntry entry = new JournalEntry(at, Kind.ROLLBACK_SIGNAL_DELAYED, data);
        WatchRig.settle(rig.store.run(
                store -> store.outgoing().postpone(message, time.now().plusSeconds(60), false, entry)));
        rig.watch.signalled(id(of));
        rig.pass(Duration.ofSeconds(1));
    }
}
