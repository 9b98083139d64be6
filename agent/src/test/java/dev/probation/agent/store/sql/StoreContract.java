package dev.probation.agent.store.sql;

import static dev.probation.agent.store.sql.StoredChanges.NOON;
import static dev.probation.agent.store.sql.StoredChanges.decision;
import static dev.probation.agent.store.sql.StoredChanges.deployment;
import static dev.probation.agent.store.sql.StoredChanges.ended;
import static dev.probation.agent.store.sql.StoredChanges.entry;
import static dev.probation.agent.store.sql.StoredChanges.journal;
import static dev.probation.agent.store.sql.StoredChanges.message;
import static dev.probation.agent.store.sql.StoredChanges.messages;
import static dev.probation.agent.store.sql.StoredChanges.nothing;
import static dev.probation.agent.store.sql.StoredChanges.sample;
import static dev.probation.agent.store.sql.StoredChanges.samples;
import static dev.probation.agent.store.sql.StoredChanges.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.Secret;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.servers.OpenedStores;
import dev.probation.agent.store.AlertGroup;
import dev.probation.agent.store.Change;
import dev.probation.agent.store.DirectlyTold;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.KeptSamples;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository;
import dev.probation.agent.store.Rollup;
import dev.probation.agent.store.Silence;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.agent.store.sql.database.Sql;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import dev.probation.rules.sample.Outcome.Measured;
import dev.probation.rules.sample.Outcome.NoData;
import dev.probation.rules.sample.Sample;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database must keep. */
abstract class StoreContract {

    private static final String ID = "bookreader-1";

    /** The address of a store that nothing was written to. */
    abstract String freshUrl() throws Exception;

    Optional<Secret> password() {
        return Optional.empty();
    }

    /** The statement that shows how a query is others out, and what it shows where a whole table is read. */
    abstract List<String> plan(Connection connection, String query) throws SQLException;

    private String url;
    private Store store;

    @BeforeEach
    void openStore() throws Exception {
        url = freshUrl();
        store = OpenedStores.open(url, password().orElse(null));
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    String url() {
        return url;
    }

    Store store() {
        return store;
    }

    void reopen() {
        store.close();
        store = OpenedStores.open(url, password().orElse(null));
    }

    private void add(String id) {
        assertThat(store.add(deployment(id), "abc", nothing(id))).isTrue();
    }

    @Test
    void whatWasWrittenIsThereAfterReopening() {
        add(ID);
        store.write(samples(ID, sample(1, "health", 0.25), sample(2, "health", 0.5)));
        store.write(journal(ID, entry(JournalEntry.Kind.TRANSITION, "ok to breaching")));
        store.write(decision(ID, "d1"));
        store.memory().write("version/bookreader", "1.4.2");

        reopen();

        StoredDeployment expected = new StoredDeployment(deployment(ID), Phase.ROLLING_BACK, Optional.empty(), "abc");
        assertThat(store.deployments().find(ID)).contains(expected);
        assertThat(store.deployments().open()).containsExactly(expected);
        assertThat(store.samples().sinceSnapshot(ID))
                .containsExactly(sample(1, "health", 0.25), sample(2, "health", 0.5));
        assertThat(store.journal().of(ID))
                .containsExactly(
                        entry(JournalEntry.Kind.TRANSITION, "ok to breaching"),
                        entry(JournalEntry.Kind.ROLLBACK_DECIDED, "d1"));
        assertThat(store.deployments().decision(ID))
                .contains(new Change.Decision("d1", NOON, "error-rate", "7 % > 5 %"));
        assertThat(store.deployments().decidedSince(NOON)).containsExactly(expected);
        assertThat(store.deployments().decidedSince(NOON.plusMillis(1))).isEmpty();
        assertThat(store.memory().read("version/bookreader")).contains("1.4.2");
        assertThat(store.writeProblem()).isEmpty();
    }

    @Test
    void whatIsNotThereIsEmpty() {
        assertThat(store.deployments().find("nobody")).isEmpty();
        assertThat(store.deployments().decision("nobody")).isEmpty();
        assertThat(store.deployments().snapshot("nobody")).isEmpty();
        assertThat(store.journal().of("nobody")).isEmpty();
        assertThat(store.samples().sinceSnapshot("nobody")).isEmpty();
        assertThat(store.samples().rollups("nobody", new CheckId("health"))).isEmpty();
        assertThat(store.memory().read("nothing")).isEmpty();
        assertThatThrownBy(() -> store.write(nothing("nobody")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no deployment nobody");
    }

    @Test
    void aDeploymentIsAddedOnce() {
        add(ID);
        Change again = journal(ID, entry(JournalEntry.Kind.STARTED, "again"));

        assertThat(store.add(deployment(ID), "other", again)).isFalse();

        assertThat(store.deployments().find(ID).orElseThrow().fingerprint()).isEqualTo("abc");
        assertThat(store.journal().of(ID)).isEmpty();
    }

    @Test
    void aSecondDecisionFailsTheWholeChange() {
        add(ID);
        store.write(decision(ID, "d1"));

        assertThatThrownBy(() -> store.write(decision(ID, "d2")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(ID)
                .hasMessageContaining("already");

        assertThat(store.deployments().decision(ID).orElseThrow().id()).isEqualTo("d1");
        assertThat(store.journal().of(ID)).containsExactly(entry(JournalEntry.Kind.ROLLBACK_DECIDED, "d1"));
        assertThat(store.outgoing().backlog().messages()).isEqualTo(1);
    }

    @Test
    void theSameDecisionAgainChangesNothing() {
        add(ID);
        store.write(decision(ID, "d1"));

        store.write(decision(ID, "d1"));

        assertThat(store.journal().of(ID)).hasSize(1);
        assertThat(store.outgoing().backlog().messages()).isEqualTo(1);
    }

    @Test
    void everyOutcomeComesBackAsItWasInTheOrderOfWriting() {
        add(ID);
        List<Sample> written = List.of(
                of("a", new Measured(1e-300, Optional.of(new Counts(3, 150)), "3 of 150")),
                of("b", new NoData("empty result")),
                of("b", NoData.idle("no traffic")),
                of("c", new Failed(Cause.REFUSED, "connection refused")),
                of("d", Measured.of(-Double.MAX_VALUE, "naïve – 検査 🚀 עברית \n\t'\"%;--")),
                new Sample(NOON.minusSeconds(5).plusNanos(123_456_789), new CheckId("a"), Measured.of(0.1)));

        store.write(samples(ID, written.toArray(Sample[]::new)));

        List<Sample> read = new ArrayList<>();
        store.samples().each(ID, read::add);
        assertThat(read).isEqualTo(written);
    }

    private static Sample of(String check, Outcome outcome) {
        return new Sample(NOON, new CheckId(check), outcome);
    }

    @Test
    void textThatNoDatabaseTakesIsMadeToFit() {
        add(ID);

        store.write(samples(ID, of("a", new NoData("a\0b\uD800c🚀"))));

        assertThat(store.samples().sinceSnapshot(ID)).containsExactly(of("a", new NoData("a\uFFFDb\uFFFDc🚀")));
    }

    @Test
    void samplesSinceTheSnapshotFollowItsOwn() {
        add(ID);
        store.write(samples(ID, sample(1, "a", 1)));
        store.write(new Change(
                ID,
                List.of(sample(2, "a", 2)),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(new JsonObject().put("state", "first")),
                Optional.empty()));
        store.write(samples(ID, sample(3, "a", 3)));

        assertThat(store.samples().sinceSnapshot(ID)).containsExactly(sample(3, "a", 3));
        assertThat(store.deployments().snapshot(ID)).contains(new JsonObject().put("state", "first"));

        store.write(snapshot(ID, new JsonObject().put("state", "second")));

        assertThat(store.samples().sinceSnapshot(ID)).isEmpty();
        assertThat(store.deployments().snapshot(ID)).contains(new JsonObject().put("state", "second"));
    }

    @Test
    void whatWasJudgedAfterTheSnapshotOfAChangeFollowsIt() {
        add(ID);
        Change first = new Change(
                ID,
                List.of(sample(1, "a", 1)),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(new JsonObject().put("state", "first")),
                Optional.empty());
        Change second = new Change(
                ID,
                List.of(sample(4, "a", 3)),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(new JsonObject().put("state", "second")),
                Optional.empty());

        store.write(first.then(samples(ID, sample(2, "a", 2))));
        assertThat(store.samples().sinceSnapshot(ID)).containsExactly(sample(2, "a", 2));

        store.write(samples(ID, sample(3, "a", 2)).then(second).then(samples(ID, sample(5, "a", 4))));
        assertThat(store.samples().sinceSnapshot(ID)).containsExactly(sample(5, "a", 4));
        assertThat(store.deployments().snapshot(ID)).contains(new JsonObject().put("state", "second"));
    }

    @Test
    void rollupsEqualTheRawSamples() {
        add(ID);
        List<Sample> written = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            double value = (i * 37) % 101;
            Outcome outcome = switch (i % 5) {
                case 3 -> new NoData("");
                case 4 -> new Failed(Cause.TIMEOUT, "");
                default -> new Measured(value, Optional.of(new Counts(i % 3, i)), "");
            };
            written.add(new Sample(NOON.plusSeconds(i), new CheckId(i % 2 == 0 ? "a" : "b"), outcome));
        }
        for (int i = 0; i < 200; i += 7) {
            store.write(samples(ID, written.subList(i, Math.min(200, i + 7)).toArray(Sample[]::new)));
        }

        for (CheckId check : List.of(new CheckId("a"), new CheckId("b"))) {
            assertThat(store.samples().rollups(ID, check)).isEqualTo(ReferenceStore.rollups(written, check));
        }
    }

    @Test
    void aMinuteWithoutAValueIsNotANumber() {
        add(ID);
        store.write(samples(ID, of("a", new NoData("")), of("a", new Failed(Cause.DNS, ""))));

        assertThat(store.samples().rollups(ID, new CheckId("a")))
                .containsExactly(new Rollup(NOON, 2, 0, 1, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN));
    }

    @Test
    void pruningDropsWhatIsOldAndCovered() {
        add(ID);
        store.write(samples(ID, sample(1, "a", 1), sample(2, "a", 2)));
        store.samples().prune(NOON.plusSeconds(100));
        assertThat(store.samples().sinceSnapshot(ID))
                .as("not covered by a snapshot")
                .hasSize(2);

        store.write(snapshot(ID, new JsonObject()));
        store.write(samples(ID, sample(3, "a", 3)));
        store.samples().prune(NOON.plusSeconds(2));
        assertThat(raw()).containsExactly(sample(2, "a", 2), sample(3, "a", 3));

        store.samples().prune(NOON.plusSeconds(100));
        assertThat(raw()).containsExactly(sample(3, "a", 3));
        assertThat(store.samples().rollups(ID, new CheckId("a")).get(0).count()).isEqualTo(3);

        store.write(snapshot(ID, new JsonObject()));
        store.samples().prune(NOON.plusSeconds(100));
        store.write(samples(ID, sample(4, "a", 4)));
        assertThat(store.samples().sinceSnapshot(ID)).containsExactly(sample(4, "a", 4));

        store.write(ended(ID, Phase.FINISHED));
        store.samples().prune(NOON.plusSeconds(100));
        assertThat(raw()).as("an ended deployment needs none").isEmpty();
    }

    @Test
    void samplesAreGivenInPiecesThatSayWhatIsMissing() {
        assertThat(store.samples().piece("unknown", 0, 9)).isEqualTo(new KeptSamples(0, 1, List.of(), 0));
        add(ID);
        store.write(samples(ID, sample(1, "a", 1), sample(2, "a", 2), sample(3, "a", 3)));

        assertThat(store.samples().piece(ID, 0, 2))
                .isEqualTo(new KeptSamples(3, 1, List.of(sample(1, "a", 1), sample(2, "a", 2)), 0));
        assertThat(store.samples().piece(ID, 2, 2)).isEqualTo(new KeptSamples(3, 3, List.of(sample(3, "a", 3)), 0));
        assertThat(store.samples().piece(ID, 3, 2)).isEqualTo(new KeptSamples(3, 4, List.of(), 0));

        store.write(snapshot(ID, new JsonObject()));
        store.samples().prune(NOON.plusSeconds(3));
        assertThat(store.samples().piece(ID, 0, 9)).isEqualTo(new KeptSamples(3, 3, List.of(sample(3, "a", 3)), 0));
        assertThat(store.samples().piece(ID, 0, 9).last()).isEqualTo(3);
    }

    @Test
    void samplesFromBeforeTheDeploymentAreKeptAsLongAsItIs() {
        add(ID);
        List<Sample> baseline = List.of(sample(-120, "a", 1), sample(-60, "b", 2), sample(-60, "a", 3));
        store.write(samples(ID, baseline.get(0), baseline.get(1)));
        store.write(samples(ID, baseline.get(2), sample(1, "a", 4), sample(2, "a", 5)));
        store.write(samples(ID, sample(3, "a", 6)));
        store.write(snapshot(ID, new JsonObject()));

        store.samples().prune(NOON.plusSeconds(3));
        assertThat(store.samples().baseline(ID)).isEqualTo(baseline);
        assertThat(raw()).endsWith(sample(-60, "a", 3), sample(3, "a", 6)).hasSize(4);

        store.write(ended(ID, Phase.FINISHED));
        store.samples().prune(NOON.plusSeconds(100));
        reopen();
        assertThat(store.samples().baseline(ID)).isEqualTo(baseline);
        assertThat(raw()).isEqualTo(baseline);
        assertThat(store.samples().rollups(ID, new CheckId("a")).stream().mapToLong(Rollup::count))
                .as("roll-ups of the deployment alone")
                .containsExactly(3L);
        assertThat(store.samples().baseline("unknown")).isEmpty();
    }

    @Test
    void aPieceEndsBeforeTheGapBehindTheBaselineAndTellsHowLongItIs() {
        add(ID);
        Sample before = sample(-60, "a", 1);
        store.write(samples(ID, before, before, sample(1, "a", 2), sample(2, "a", 3), sample(3, "a", 4)));
        assertThat(store.samples().piece(ID, 0, 1)).isEqualTo(new KeptSamples(5, 1, List.of(before), 0));
        store.write(snapshot(ID, new JsonObject()));
        store.samples().prune(NOON.plusSeconds(3));

        assertThat(store.samples().piece(ID, 0, 1)).isEqualTo(new KeptSamples(5, 1, List.of(before), 2));
        assertThat(store.samples().piece(ID, 0, 9)).isEqualTo(new KeptSamples(5, 1, List.of(before, before), 2));
        assertThat(store.samples().piece(ID, 2, 9)).isEqualTo(new KeptSamples(5, 5, List.of(sample(3, "a", 4)), 0));
        assertThat(store.samples().piece(ID, 5, 9)).isEqualTo(new KeptSamples(5, 6, List.of(), 0));

        store.samples().prune(NOON.plusSeconds(100));
        assertThat(store.samples().piece(ID, 0, 9)).isEqualTo(new KeptSamples(5, 1, List.of(before, before), 3));
        assertThat(store.samples().piece(ID, 2, 9)).isEqualTo(new KeptSamples(5, 6, List.of(), 0));
    }

    @Test
    void theNewestSamplesAreFoundFromTheEnd() {
        add(ID);
        for (int i = 0; i < 3; i++) {
            Sample[] many = new Sample[1500];
            for (int j = 0; j < many.length; j++) {
                many[j] = sample(i * 1500L + j, "a", j);
            }
            store.write(samples(ID, many));
        }

        List<Sample> found = store.samples().newest(ID, NOON.plusSeconds(500), NOON.plusSeconds(4000));

        assertThat(found).hasSize(3500);
        assertThat(found.get(0)).isEqualTo(sample(3999, "a", 999));
        assertThat(found.get(3499)).isEqualTo(sample(500, "a", 500));
        assertThat(store.samples().newest(ID, NOON.minusSeconds(9), NOON.plusSeconds(2)))
                .hasSize(2);
        assertThat(store.samples().newest("unknown", NOON, NOON)).isEmpty();
    }

    private List<Sample> raw() {
        List<Sample> kept = new ArrayList<>();
        store.samples().each(ID, kept::add);
        return kept;
    }

    @Test
    void deploymentsAreListedByTheirTime() {
        for (int i = 1; i <= 3; i++) {
            String id = "d" + i;
            Deployment deployment = new Deployment(
                    id, i == 2 ? "other" : "bookreader", "v" + i, NOON.plusSeconds(i), NOON.plusSeconds(i), i == 3);
            assertThat(store.add(deployment, "abc", nothing(id))).isTrue();
        }
        store.write(ended("d1", Phase.SUPERSEDED));

        assertThat(ids(store.deployments().open())).containsExactly("d2", "d3");
        assertThat(ids(store.deployments().newest(null, 2))).containsExactly("d3", "d2");
        assertThat(ids(store.deployments().newest("bookreader", 9))).containsExactly("d3", "d1");
        assertThat(store.deployments().find("d3").orElseThrow().deployment().rollback())
                .isTrue();
        assertThat(store.deployments().find("d1").orElseThrow().endedAt()).contains(NOON.plusSeconds(60));
    }

    private static List<String> ids(List<StoredDeployment> deployments) {
        return deployments.stream().map(stored -> stored.deployment().id()).toList();
    }

    @Test
    void theFirstMessageOfEachIncidentIsDue() {
        add(ID);
        store.write(messages(
                ID,
                message("m1", ID, "slack", "x"),
                message("m2", ID, "slack", "x"),
                message("m3", ID, "slack", "y"),
                message("m4", ID, "hook", "x")));

        assertThat(due("slack", NOON)).containsExactly("m1", "m3");
        assertThat(due("slack", NOON.minusSeconds(1))).isEmpty();
        assertThat(store.outgoing().receivers()).containsExactly("hook", "slack");

        store.outgoing()
                .postpone("m1", NOON.plusSeconds(30), false, entry(JournalEntry.Kind.ROLLBACK_SIGNAL_DELAYED, "m1"));
        assertThat(store.journal().of(ID)).containsExactly(entry(JournalEntry.Kind.ROLLBACK_SIGNAL_DELAYED, "m1"));
        assertThat(due("slack", NOON.plusSeconds(29))).containsExactly("m3");
        assertThat(store.outgoing().nextDue("slack")).contains(NOON);

        store.outgoing().settle("m3", entry(JournalEntry.Kind.DELIVERED, "m3"), null, List.of());
        assertThat(store.outgoing().nextDue("slack")).contains(NOON.plusSeconds(30));
        assertThat(store.outgoing().due("slack", NOON.plusSeconds(30)))
                .containsExactly(new OutboxRepository.Pending(
                        message("m1", ID, "slack", "x"), 1, false, Optional.empty(), false, false, Optional.empty()));

        store.outgoing()
                .settle(
                        "m1",
                        entry(JournalEntry.Kind.DELIVERED, "m1"),
                        null,
                        List.of(message("m5", ID, "hook", "told")));
        assertThat(due("slack", NOON)).containsExactly("m2");
        assertThat(due("hook", NOON)).containsExactly("m4", "m5");
        assertThat(store.journal().of(ID))
                .containsExactly(
                        entry(JournalEntry.Kind.ROLLBACK_SIGNAL_DELAYED, "m1"),
                        entry(JournalEntry.Kind.DELIVERED, "m3"),
                        entry(JournalEntry.Kind.DELIVERED, "m1"));
        assertThat(store.outgoing().backlog()).isEqualTo(new OutboxRepository.Backlog(3, Optional.of(NOON)));
        assertThatThrownBy(
                        () -> store.outgoing().settle("m1", entry(JournalEntry.Kind.DELIVERED, "m1"), null, List.of()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("not pending");
    }

    @Test
    void aBatchIsOneMessageUntilItIsSettled() {
        add(ID);
        store.write(messages(ID, opening("m1", "x"), opening("m2", "y"), opening("m3", "z")));
        store.outgoing().batch(List.of("m1", "m2"));
        store.write(messages(ID, resolving("m4", "y")));
        reopen();

        assertThat(due("slack", NOON)).containsExactly("m1", "m3");
        assertThat(store.outgoing().due("slack", NOON).get(0).isBatchLead()).isTrue();
        List<OutboxRepository.Pending> others = store.outgoing().othersOf("m1");
        assertThat(others).singleElement().satisfies(other -> {
            assertThat(other.message().id()).isEqualTo("m2");
            assertThat(other.over().orElseThrow().at()).isEqualTo(NOON);
        });
        assertThat(store.outgoing().batchOf("slack", "y"))
                .as("it is not open yet")
                .isEmpty();

        store.outgoing().settle("m1", entry(JournalEntry.Kind.DELIVERED, "m1"), null, List.of());
        assertThat(due("slack", NOON)).containsExactly("m3", "m4");
        OutboxRepository.BatchInfo batch =
                store.outgoing().batchOf("slack", "y").orElseThrow();
        assertThat(batch.lead().id()).isEqualTo("m1");
        assertThat(batch.open()).as("x").isEqualTo(1);

        store.outgoing().settle("m4", entry(JournalEntry.Kind.DELIVERED, "m4"), null, List.of());
        assertThat(store.outgoing().batchOf("slack", "x").orElseThrow().open()).isZero();
        assertThat(store.outgoing().batchOf("slack", "z")).isEmpty();
    }

    @Test
    void whatWasToldBeforeItIsWrittenIsSettledWithItHoweverOften() {
        add(ID);
        Change change = messages(ID, opening("m1", "x"), opening("m2", "y"), opening("m3", "z"));
        List<DirectlyTold> told =
                List.of(new DirectlyTold(List.of("m1", "m2"), entry(JournalEntry.Kind.DELIVERED, "m1")));
        store.write(change, told);
        store.write(messages(ID), told);
        reopen();

        assertThat(due("slack", NOON)).containsExactly("m3");
        assertThat(store.journal().of(ID)).containsExactly(entry(JournalEntry.Kind.DELIVERED, "m1"));
        OutboxRepository.BatchInfo batch =
                store.outgoing().batchOf("slack", "y").orElseThrow();
        assertThat(batch.lead().id()).isEqualTo("m1");
        assertThat(batch.open()).as("x").isEqualTo(1);
    }

    @Test
    void whatWasToldAsOneBeforeItIsWrittenBitByBitIsOneBatchStill() {
        add(ID);
        DirectlyTold told = new DirectlyTold(List.of("m1", "m2", "m3"), entry(JournalEntry.Kind.DELIVERED, "m1"));
        for (Message each : List.of(opening("m1", "x"), opening("m2", "y"), opening("m3", "z"))) {
            store.write(messages(ID, each), List.of(told.of(Set.of(each.id())).orElseThrow()));
        }
        reopen();

        assertThat(due("slack", NOON)).isEmpty();
        assertThat(store.journal().of(ID))
                .as("it was sent once")
                .containsExactly(entry(JournalEntry.Kind.DELIVERED, "m1"));
        for (String incident : List.of("x", "y", "z")) {
            OutboxRepository.BatchInfo batch =
                    store.outgoing().batchOf("slack", incident).orElseThrow();
            assertThat(batch.lead().id()).isEqualTo("m1");
            assertThat(batch.open()).as("the others").isEqualTo(2);
        }
    }

    @Test
    void aLeadThatIsToBeToldAgainIsToldAgainWithTheOthers() {
        add(ID);
        store.write(messages(ID, opening("m1", "x")));
        DirectlyTold told = new DirectlyTold(List.of("m2", "m3"), entry(JournalEntry.Kind.DELIVERED, "m2"));
        for (Message each : List.of(opening("m2", "x"), opening("m3", "y"))) {
            store.write(messages(ID, each), List.of(told.of(Set.of(each.id())).orElseThrow()));
        }
        store.outgoing().settle("m1", entry(JournalEntry.Kind.DELIVERED, "m1"), null, List.of());

        assertThat(store.outgoing().due("slack", NOON)).singleElement().satisfies(lead -> {
            assertThat(lead.message().id()).isEqualTo("m2");
            assertThat(lead.isBatchLead()).isTrue();
        });
        assertThat(store.outgoing().othersOf("m2"))
                .extracting(other -> other.message().id())
                .containsExactly("m3");
        store.outgoing().settle("m2", entry(JournalEntry.Kind.DELIVERED, "m2"), null, List.of());
        assertThat(store.outgoing().batchOf("slack", "x").orElseThrow().lead().id())
                .isEqualTo("m2");
        assertThat(store.outgoing().batchOf("slack", "y").orElseThrow().lead().id())
                .isEqualTo("m2");
    }

    @Test
    void whatWasToldBeforeWhatItFollowsIsPendingStill() {
        add(ID);
        store.write(messages(ID, opening("m1", "x")));
        List<DirectlyTold> told =
                List.of(new DirectlyTold(List.of("m2", "m3"), entry(JournalEntry.Kind.DELIVERED, "m2")));

        store.write(messages(ID, opening("m2", "x"), opening("m3", "y")), told);

        assertThat(due("slack", NOON)).as("no m3, which follows nothing").containsExactly("m1");
        store.outgoing().settle("m1", entry(JournalEntry.Kind.DELIVERED, "m1"), null, List.of());
        assertThat(due("slack", NOON)).containsExactly("m2");
    }

    @Test
    void whatWasToldBeforeWhatIsThereForInformationIsNotToldAgain() {
        add(ID);
        store.write(messages(ID, message("m1", ID, "slack", "x")));
        List<DirectlyTold> told = List.of(new DirectlyTold(List.of("m2"), entry(JournalEntry.Kind.DELIVERED, "m2")));

        store.write(messages(ID, message("m2", ID, "slack", "x")), told);
        store.outgoing().settle("m1", entry(JournalEntry.Kind.DELIVERED, "m1"), null, List.of());

        assertThat(due("slack", NOON)).isEmpty();
    }

    @Test
    void whatIsToGoAloneIsNobodysBundle() {
        add(ID);
        store.write(messages(ID, opening("m1", "x"), opening("m2", "y"), opening("m3", "z")));
        store.outgoing().batch(List.of("m1"));
        store.outgoing().batch(List.of("m2", "m3"));

        assertThat(store.outgoing().due("slack", NOON))
                .extracting(OutboxRepository.Pending::isBatchLead)
                .containsExactly(true, true);
        store.outgoing().unbatch("m1");
        store.outgoing().unbatch("m2");
        assertThat(store.outgoing().due("slack", NOON))
                .as("one that carries others is bound to them")
                .extracting(OutboxRepository.Pending::isBatchLead)
                .containsExactly(false, true);

        store.outgoing().batch(List.of("m1"));
        store.outgoing().settle("m1", entry(JournalEntry.Kind.DELIVERED, "m1"), null, List.of());
        assertThat(store.outgoing().batchOf("slack", "x")).isEmpty();
    }

    private static Message opening(String id, String incident) {
        return new Message(id, ID, "slack", incident, NOON, StoredChanges.notice(IncidentAction.TRIGGER, id));
    }

    private static Message resolving(String id, String incident) {
        return new Message(id, ID, "slack", incident, NOON, StoredChanges.notice(IncidentAction.RESOLVE, id));
    }

    @Test
    void whatEndsALostMessageIsWrittenOnlyWhereOneWasTold() {
        add(ID);
        Deployment deployment = new Deployment(ID, "shop", "1", NOON, NOON, false);
        Notice lost = Notice.of(NotificationEvent.UNDELIVERED, IncidentAction.TRIGGER, NOON, deployment, "x");
        Notice over = Notice.of(NotificationEvent.UNDELIVERED, IncidentAction.RESOLVE, NOON, deployment, "x");
        store.write(messages(ID, new Message("m1", ID, "pager", lost.incident(), NOON, lost)));

        store.write(messages(
                ID,
                new Message("m2", ID, "pager", over.incident(), NOON, over),
                new Message("m3", ID, "hook", over.incident(), NOON, over)));

        assertThat(store.outgoing().receivers()).containsExactly("pager");
        assertThat(store.outgoing().backlog().messages()).isEqualTo(2);
    }

    @Test
    void aReceiverRefusesUntilItTakesAMessage() {
        add(ID);
        store.write(messages(ID, opening("m1", "x"), opening("m2", "y"), opening("m3", "z")));
        assertThat(store.outgoing().isRefusing("slack"))
                .as("it was asked nothing")
                .isFalse();

        store.outgoing().settle("m1", entry(JournalEntry.Kind.UNDELIVERED, "m1"), "HTTP 404", List.of());
        assertThat(store.outgoing().isRefusing("slack")).isTrue();
        store.outgoing().mute("m2", NOON.plusSeconds(1));
        assertThat(store.outgoing().isRefusing("slack")).as("nothing was sent").isTrue();
        assertThat(store.outgoing().isRefusing("hook")).isFalse();

        store.outgoing().settle("m3", entry(JournalEntry.Kind.DELIVERED, "m3"), null, List.of());
        assertThat(store.outgoing().isRefusing("slack")).isFalse();
    }

    @Test
    void aReceiverThatAskedForItIsLeftAloneWithEverything() {
        add(ID);
        store.write(messages(ID, message("m1", ID, "slack", "x"), message("m2", ID, "slack", "y")));

        store.outgoing().postpone("m1", NOON.plusSeconds(30), true, null);
        store.outgoing().retryAll(NOON);
        reopen();

        assertThat(due("slack", NOON.plusSeconds(29))).isEmpty();
        assertThat(store.outgoing().nextDue("slack")).contains(NOON.plusSeconds(30));
        assertThat(due("slack", NOON.plusSeconds(30))).containsExactly("m1", "m2");

        store.outgoing().postpone("m1", NOON.plusSeconds(60), false, null);
        store.outgoing().retryAll(NOON.plusSeconds(31));
        assertThat(due("slack", NOON.plusSeconds(31))).containsExactly("m1", "m2");
    }

    @Test
    void whatHasHadItsTimeIsFoundThoughItsReceiverIsLeftAlone() {
        add(ID);
        store.write(messages(ID, message("m1", ID, "slack", "x"), message("m2", ID, "slack", "x")));
        store.outgoing().postpone("m1", NOON.plusSeconds(3_600), true, null);

        assertThat(outlived(NOON.minusNanos(1))).isEmpty();
        assertThat(outlived(NOON)).as("the oldest of the incident").containsExactly("m1");
        assertThat(store.outgoing().firstAfter("slack", NOON.minusNanos(1))).contains(NOON);
        assertThat(store.outgoing().firstAfter("slack", NOON)).isEmpty();

        store.write(ended(ID, StoredDeployment.Phase.SUPERSEDED));
        assertThat(outlived(NOON.minusNanos(1))).as("its deployment has ended").containsExactly("m1");
    }

    private List<String> outlived(Instant written) {
        return store.outgoing().outlived("slack", written).stream()
                .map(pending -> pending.message().id())
                .toList();
    }

    @Test
    void silencesAreKeptUntilTheyEnd() {
        Silence now = silence("now", NOON, NOON.plusSeconds(60));
        Silence later = silence("later", NOON.plusSeconds(600), NOON.plusSeconds(900));
        store.silences().add(now);
        store.silences().add(later);
        reopen();

        assertThat(store.silences().since(NOON)).containsExactly(now, later);
        assertThat(store.silences().since(NOON.plusSeconds(60))).containsExactly(later);
        assertThat(store.silences().end("now", NOON.plusSeconds(30)))
                .contains(silence("now", now.begins(), NOON.plusSeconds(30)));
        assertThat(store.silences().end("now", NOON.plusSeconds(30))).isEmpty();
        assertThat(store.silences().end("later", NOON.plusSeconds(30))).contains(later);
        assertThat(store.silences().since(NOON.plusSeconds(30))).isEmpty();
    }

    private static Silence silence(String id, Instant begins, Instant ends) {
        return new Silence(id, List.of(new Silence.Matcher("check", "p95-*")), begins, ends, "load test", "ada");
    }

    @Test
    void anEventIsSeenForAWeekOverRestarts() {
        store.incoming().see("github", List.of("a", "b"), NOON);
        store.incoming().see("github", List.of("b", "c"), NOON.plusSeconds(1));
        reopen();

        assertThat(store.incoming().isSeen("github", List.of("x", "a"))).isTrue();
        assertThat(store.incoming().isSeen("github", List.of("c"))).isTrue();
        assertThat(store.incoming().isSeen("cdevents", List.of("a"))).isFalse();
        assertThat(store.incoming().isSeen("github", List.of())).isFalse();

        store.incoming()
                .see("github", List.of("d"), NOON.plus(Duration.ofDays(7)).plusMillis(1));
        assertThat(store.incoming().isSeen("github", List.of("a", "b"))).isFalse();
        assertThat(store.incoming().isSeen("github", List.of("c"))).isTrue();
    }

    @Test
    void aGroupOfAlertsTakesThePlaceOfTheOneBefore() {
        store.incoming().keep(alerts("g", NOON, 0, "a", "b"));
        store.incoming().keep(alerts("h", NOON, 0, "c"));
        store.incoming().keep(alerts("g", NOON.plusSeconds(1), 7, "b", "d"));
        reopen();

        assertThat(store.incoming().alerts())
                .containsExactly(alerts("h", NOON, 0, "c"), alerts("g", NOON.plusSeconds(1), 7, "b", "d"));

        store.incoming().keep(alerts("g", NOON.plusSeconds(2), 0));
        assertThat(store.incoming().alerts()).containsExactly(alerts("h", NOON, 0, "c"));
    }

    private static AlertGroup alerts(String id, Instant heardAt, int missing, String... fingerprints) {
        List<AlertGroup.Alert> alerts = Stream.of(fingerprints)
                .map(each -> new AlertGroup.Alert(
                        each,
                        Map.of("alertname", "High\u0000Errors \ud83d\ude00", "service", each),
                        NOON.minusSeconds(60),
                        each.equals("a") ? Optional.of(NOON.plusSeconds(60)) : Optional.empty(),
                        heardAt))
                .toList();
        return new AlertGroup(id, heardAt, missing, alerts);
    }

    @Test
    void whatWasGivenUpIsADeadLetter() {
        add(ID);
        store.write(messages(ID, message("m1", ID, "slack", "x"), message("m2", ID, "slack", "y")));

        store.outgoing().settle("m1", entry(JournalEntry.Kind.UNDELIVERED, "m1"), "HTTP 404", List.of());
        store.outgoing().settle("m2", entry(JournalEntry.Kind.DELIVERED, "m2"), null, List.of());

        assertThat(store.outgoing().deadLetters(10))
                .containsExactly(new OutboxRepository.DeadLetter(
                        message("m1", ID, "slack", "x"),
                        entry(JournalEntry.Kind.UNDELIVERED, "m1").at(),
                        1,
                        "HTTP 404"));
    }

    @Test
    void whatAReceiverWasToldCanBeReadAgain() {
        add(ID);
        store.write(messages(
                ID,
                message("m1", ID, "slack", "x"),
                message("m2", ID, "slack", "y"),
                message("m3", ID, "hook", "x"),
                message("m4", ID, "slack", "z")));
        store.outgoing().settle("m4", entry(JournalEntry.Kind.DELIVERED, "m4"), null, List.of());
        store.outgoing().settle("m1", entry(JournalEntry.Kind.DELIVERED, "m1"), null, List.of());
        store.outgoing().settle("m2", entry(JournalEntry.Kind.UNDELIVERED, "m2"), "HTTP 404", List.of());
        store.outgoing().settle("m3", entry(JournalEntry.Kind.DELIVERED, "m3"), null, List.of());

        assertThat(store.outgoing().told("slack", NOON))
                .containsExactly(message("m1", ID, "slack", "x"), message("m4", ID, "slack", "z"));
        assertThat(store.outgoing().told("slack", NOON.plusSeconds(3_600))).isEmpty();
    }

    private List<String> due(String receiver, Instant now) {
        return store.outgoing().due(receiver, now).stream()
                .map(pending -> pending.message().id())
                .toList();
    }

    /** As a newer or older version of the agent may have written it. */
    private void overwrite(String message, String body) throws SQLException {
        try (Connection connection = store.dataSource().getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE outbox SET body = ? WHERE id = ?")) {
            update.setString(1, body);
            update.setString(2, message);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void aMessageThatCannotBeReadHidesNoOther() throws SQLException {
        add(ID);
        store.write(messages(ID, opening("m1", "x"), message("m2", ID, "slack", "y")));
        overwrite("m1", "{\"occasion\":\"celebrated\"}");

        List<OutboxRepository.Pending> due = store.outgoing().due("slack", NOON);

        assertThat(due).hasSize(2);
        assertThat(due.get(0).unreadable())
                .hasValueSatisfying(why -> assertThat(why).contains("cannot read it"));
        assertThat(due.get(0).message().notice())
                .isEqualTo(Notice.unreadable(
                        IncidentAction.TRIGGER,
                        NOON,
                        deployment(ID).service(),
                        deployment(ID).version(),
                        ID));
        assertThat(due.get(1).message()).isEqualTo(message("m2", ID, "slack", "y"));
        assertThat(due.get(1).unreadable()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsNotSaidAgainAndStandsAmongTheDeadLetters() throws SQLException {
        add(ID);
        store.write(messages(ID, message("m1", ID, "slack", "x"), message("m2", ID, "slack", "y")));
        store.outgoing().settle("m1", entry(JournalEntry.Kind.DELIVERED, "m1"), null, List.of());
        store.outgoing().settle("m2", entry(JournalEntry.Kind.UNDELIVERED, "m2"), "why", List.of());
        overwrite("m1", "no JSON");
        overwrite("m2", "no JSON");

        assertThat(store.outgoing().told("slack", NOON)).isEmpty();
        assertThat(store.outgoing().deadLetters(10))
                .singleElement()
                .satisfies(
                        letter -> assertThat(letter.message().notice().reason()).contains("cannot read"));
    }

    @Test
    void whatMayBeDoneOnceIsStartedOnce() {
        add(ID);
        store.write(messages(ID, message("m1", ID, "command", "rollback")));

        assertThat(store.outgoing().start("m1", NOON)).isTrue();
        reopen();

        assertThat(store.outgoing().start("m1", NOON)).isFalse();
        assertThat(store.outgoing().due("command", NOON).get(0).started()).isTrue();
    }

    @Test
    void aReaderSeesNoHalfOfAChange() throws Exception {
        add(ID);
        int rounds = 60;
        Thread writer = new Thread(() -> {
            for (int i = 0; i < rounds; i++) {
                store.write(samples(ID, sample(i, "a", i), sample(i, "b", i)));
            }
        });
        writer.start();

        int seen;
        do {
            List<Sample> read = store.samples().sinceSnapshot(ID);
            seen = read.size();
            assertThat(seen).isEven();
        } while (writer.isAlive());
        writer.join();

        assertThat(store.samples().sinceSnapshot(ID)).hasSize(2 * rounds);
    }

    @Test
    void noAcknowledgedChangeIsLostWhenTheWriterIsKilled() throws Exception {
        store.close();

        long acknowledged = KilledWriter.writeUntilKilled(url, password(), 40);

        store = OpenedStores.openWhenFree(url, password().orElse(null));
        List<Sample> samples = store.samples().sinceSnapshot(KilledWriter.DEPLOYMENT);
        assertThat(samples.size()).isGreaterThanOrEqualTo((int) acknowledged * KilledWriter.BATCH);
        assertThat(samples.size() % KilledWriter.BATCH)
                .as("no half of a change")
                .isZero();
        assertThat(store.journal().of(KilledWriter.DEPLOYMENT)).hasSize(samples.size() / KilledWriter.BATCH);
    }

    @Test
    void aNewerSchemaIsRefused() throws Exception {
        try (Connection connection = store.dataSource().getConnection()) {
            Sql.run(
                    connection,
                    "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
                            + " installed_by, execution_time, success) VALUES (99, '99', 'x', 'SQL', 'x', 'x', 1, "
                            + trueWord() + ")");
        }
        store.close();

        assertThatThrownBy(() -> OpenedStores.open(url, password().orElse(null)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("schema version 99")
                .hasMessageContaining("newer program");
    }

    String trueWord() {
        return "true";
    }

    @Test
    void noQueryReadsAWholeTable() throws Exception {
        add(ID);
        for (int i = 0; i < 20; i++) {
            Sample[] many = new Sample[500];
            for (int j = 0; j < many.length; j++) {
                many[j] = sample(i * 10L + j / 50, "check-" + j % 50, j);
            }
            store.write(samples(ID, many));
        }
        try (Connection connection = store.dataSource().getConnection()) {
            for (String query : List.of(
                    SampleTable.SINCE,
                    SampleTable.BASELINE,
                    SampleTable.NEWEST,
                    SampleTable.FIRST_AFTER,
                    SampleTable.FIRST_KEPT,
                    SampleTable.DELETE,
                    RollupTable.SELECT,
                    JournalTable.SELECT,
                    DeploymentTable.BY_ID,
                    DeploymentTable.OPEN,
                    DeploymentTable.NEWEST,
                    DeploymentTable.NEWEST_OF_SERVICE,
                    DeploymentTable.ENDED_BEFORE,
                    OutboxSql.DUE,
                    OutboxSql.NEXT_DUE,
                    OutboxSql.BATCH_OF)) {
                assertThat(plan(connection, query)).as(query).noneMatch(this::readsAll);
            }
            assertThat(plan(connection, OutboxSql.REFUSED_LAST))
                    .as("asked with each refusal")
                    .noneMatch(this::readsAll)
                    .noneMatch(this::sorts);
        }
    }

    @Test
    void whatEndedLongAgoIsDeletedPartByPart() throws SQLException {
        add(ID);
        Sample[] many = new Sample[5_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = sample(i, "check-" + i % 50, i);
        }
        store.write(samples(ID, many));
        store.write(decision(ID, "d1"));
        store.write(snapshot(ID, new JsonObject().put("a", 1)));
        store.write(ended(ID, Phase.ROLLED_BACK));
        Instant end = entry(JournalEntry.Kind.ENDED, "").at();

        assertThat(store.deployments().deleteEnded(end.plusNanos(1)))
                .as("the newest of its service")
                .isFalse();
        add("bookreader-2");
        store.write(samples("bookreader-2", sample(1, "health", 0.25)));
        store.write(ended("bookreader-2", Phase.FINISHED));
        assertThat(store.deployments().deleteEnded(end.plusNanos(1)))
                .as("a message is on its way")
                .isFalse();
        store.outgoing().settle("d1-message", entry(JournalEntry.Kind.DELIVERED, "d1"), null, List.of());
        assertThat(store.deployments().deleteEnded(end)).as("not so long ago").isFalse();

        int parts = 0;
        while (store.deployments().deleteEnded(end.plusNanos(1))) {
            parts++;
        }

        assertThat(parts).isBetween(6, 20);
        assertThat(store.deployments().find(ID)).isEmpty();
        assertThat(store.deployments().find("bookreader-2")).isPresent();
        try (Connection connection = store.dataSource().getConnection()) {
            for (String table : List.of("deployment", "sample", "rollup")) {
                assertThat(Sql.first(connection, "SELECT COUNT(*) FROM " + table, row -> row.getInt(1)))
                        .as(table)
                        .contains(1);
            }
            for (String table : List.of("decision", "snapshot", "outbox")) {
                assertThat(Sql.first(connection, "SELECT COUNT(*) FROM " + table, row -> row.getInt(1)))
                        .as(table)
                        .contains(0);
            }
        }
    }

    @Test
    void aTaskThatWasLostIsFreedAndNoOther() throws SQLException {
        Instant unheardSince = NOON;
        TasksInWork.add(store, "lost", "me", NOON.minusSeconds(1));
        TasksInWork.add(store, "heard", "me", NOON);
        TasksInWork.add(store, "at work", "me", NOON.minusSeconds(1));
        TasksInWork.add(store, "of another", "you", NOON.minusSeconds(1));

        store.releaseLostTasks("me", unheardSince, Set.of("at work"));

        assertThat(TasksInWork.of(store)).containsExactly("at work", "heard", "of another");
    }

    abstract boolean readsAll(String step);

    abstract boolean sorts(String step);
}
