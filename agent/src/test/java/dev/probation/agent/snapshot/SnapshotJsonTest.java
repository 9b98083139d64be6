package dev.probation.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.OPTIONAL;

import dev.probation.agent.config.CheckConfigBuilder;
import dev.probation.agent.watch.WatchRig;
import dev.probation.rules.check.Check;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.check.CheckProgress;
import dev.probation.rules.check.PreExistingBreach;
import dev.probation.rules.check.Recurrence;
import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.check.series.BaselineRule;
import dev.probation.rules.check.series.SeriesProgress;
import dev.probation.rules.check.series.SeriesRule;
import dev.probation.rules.check.series.TrendCheck;
import dev.probation.rules.check.series.TrendCheckProgress;
import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.deployment.JudgeSnapshot;
import dev.probation.rules.expectation.BaselineExpectation;
import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Failures;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.expectation.TrendExpectation;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.WindowSpec;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a judge knows of series and of old breaches goes on after a restart. */
class SnapshotJsonTest {

    private static final CheckId OLD = new CheckId("old");
    private static final CheckId DAILY = new CheckId("daily");
    private static final CheckId COMPARED = new CheckId("compared");
    private static final Deployment DEPLOYMENT =
            new Deployment("d1", "shop", "2", WatchRig.START, WatchRig.START, false);

    private static Check check(CheckId id, @Nullable Expectation expect, @Nullable SeriesRule series) {
        return CheckConfigBuilder.check(id.value())
                .every(Duration.ofMinutes(1))
                .expect(expect)
                .sustain(new Sustain(Optional.of(Failures.inRow(3)), Optional.empty(), 2))
                .onBreach(OnBreach.ROLLBACK)
                .series(series)
                .rule();
    }

    private static final Checklist CHECKLIST = new Checklist(
            List.of(
                    check(OLD, Expectation.parse("< 500ms"), null),
                    check(DAILY, Expectation.parse("< 500ms"), null),
                    check(
                            COMPARED,
                            null,
                            new BaselineRule(
                                    BaselineExpectation.parse("<= baseline + 10%"),
                                    Duration.ofMinutes(1),
                                    Dimension.TIME))),
            List.of(new WindowSpec("first", Duration.ZERO, Duration.ofHours(2), Optional.empty(), 0, Duration.ZERO)),
            List.of(),
            true);

    /**
     * The old breach goes on; the daily one begins after five minutes, as on the day before; the other value is as it was for 12
     * minutes, and then twice that.
     */
    private static List<Event> feed(Judge judge, int from, int until) {
        List<Event> events = new ArrayList<>();
        for (int minute = -1500; from < 0 && minute < -1380; minute++) {
            events.addAll(judge.judge(sample(DAILY, minute, 0.9)));
        }
        for (int minute = from; minute < until; minute++) {
            double noise = 1 + 0.01 * Math.floorMod(minute * 7, 4);
            double value = minute < 12 ? 0.2 : 0.4;
            events.addAll(judge.judge(sample(OLD, minute, 0.9 * noise)));
            events.addAll(judge.judge(sample(DAILY, minute, (minute < 5 ? 0.2 : 0.9) * noise)));
            events.addAll(judge.judge(sample(COMPARED, minute, value * noise)));
        }
        return events;
    }

    private static Sample sample(CheckId check, int minute, double value) {
        return new Sample(WatchRig.START.plusSeconds(60L * minute), check, Outcome.Measured.of(value));
    }

    private static JudgeSnapshot stored(Judge judge) {
        JudgeSnapshot snapshot = judge.snapshot();
        String json = SnapshotJson.write(snapshot).encode();
        return SnapshotJson.read(new JsonObject(json), snapshot.baselines());
    }

    @Test
    void aStoredJudgeGoesOnAsIfNothingHadHappened() {
        Judge whole = new Judge(DEPLOYMENT, CHECKLIST);
        List<Event> expected = feed(whole, -60, 90);

        Judge before = new Judge(DEPLOYMENT, CHECKLIST);
        List<Event> events = feed(before, -60, 40);
        Judge after = new Judge(DEPLOYMENT, CHECKLIST, stored(before));
        events.addAll(feed(after, 40, 90));

        assertThat(events).isEqualTo(expected);
        assertThat(events).hasAtLeastOneElementOfType(Event.Withheld.class);
        assertThat(after.decision().orElseThrow().by()).isEqualTo("compared");
        assertThat(after.snapshot()).isEqualTo(whole.snapshot());
    }

    @Test
    void nothingOfItIsLost() {
        Judge judge = new Judge(DEPLOYMENT, CHECKLIST);
        List<Event> events = feed(judge, -60, 36);

        JudgeSnapshot read = stored(judge);

        assertThat(events).isNotEmpty();
        assertThat(read.progress()).isEqualTo(judge.snapshot().progress());
        assertThat(read.tallies()).isEqualTo(judge.snapshot().tallies());
        assertThat(read.withheld()).containsExactlyInAnyOrder(OLD, DAILY);
        assertThat(read.progress().get(OLD))
                .extracting(CheckProgress::inherited, OPTIONAL)
                .isPresent();
        assertThat(read.progress().get(COMPARED))
                .extracting(CheckProgress::series, OPTIONAL)
                .isPresent();
    }

    @Test
    void aBreachAsThereWereOthersOnTheDayBeforeIsNotLost() {
        PreExistingBreach breach = new PreExistingBreach(
                "2.44 % bad (488 of 20,000) in one of 24 such breaches",
                Duration.ofMinutes(26),
                true,
                0.5,
                new Counts(488, 20_000),
                false,
                Optional.of(WatchRig.START),
                new Counts(1, 2_000),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Recurrence(WatchRig.START, new Counts(60, 2_000), true)));

        String json = PreExistingBreachJson.write(breach).encode();

        assertThat(PreExistingBreachJson.read(new JsonObject(json))).isEqualTo(breach);
    }

    @Test
    void aCheckThatMeasuresNothingGoesOnDoingSo() {
        Checklist checklist = new Checklist(
                CHECKLIST.checks(), CHECKLIST.windows(), List.of(), true, Optional.of(Duration.ofMinutes(5)));
        Judge judge = new Judge(DEPLOYMENT, checklist);
        List<Event> events = new ArrayList<>();
        for (int minute = 0; minute < 8; minute++) {
            events.addAll(judge.judge(sample(COMPARED, minute, 0.2)));
            events.addAll(judge.judge(new Sample(
                    WatchRig.START.plusSeconds(60L * minute),
                    OLD,
                    new Outcome.NoData("no series matches", minute < 2))));
        }

        assertThat(events).hasAtLeastOneElementOfType(Event.Unmeasured.class);
        assertThat(stored(judge).unanswered()).isEqualTo(judge.snapshot().unanswered());
        assertThat(new Judge(DEPLOYMENT, checklist, stored(judge)).unmeasured()).containsOnlyKeys(OLD);
    }

    @Test
    void aCheckThatIsBadInTurnGoesOnToFail() {
        CheckId flapping = new CheckId("flapping");
        Check rule = CheckConfigBuilder.check(flapping.value())
                .every(Duration.ofMinutes(1))
                .expect(Expectation.parse("< 500ms"))
                .sustain(new Sustain(Optional.of(new Failures(3, 5)), Optional.empty(), 2))
                .onBreach(OnBreach.ROLLBACK)
                .rule();
        Checklist checklist = new Checklist(List.of(rule), CHECKLIST.windows(), List.of(), true);
        Judge whole = new Judge(DEPLOYMENT, checklist);
        List<Event> expected = new ArrayList<>();
        for (int minute = 0; minute < 5; minute++) {
            expected.addAll(whole.judge(sample(flapping, minute, minute % 2 == 0 ? 0.9 : 0.2)));
        }

        List<Event> events = new ArrayList<>();
        Judge judge = new Judge(DEPLOYMENT, checklist);
        for (int minute = 0; minute < 5; minute++) {
            events.addAll(judge.judge(sample(flapping, minute, minute % 2 == 0 ? 0.9 : 0.2)));
            judge = new Judge(DEPLOYMENT, checklist, stored(judge));
        }

        assertThat(events).isEqualTo(expected).hasAtLeastOneElementOfType(Event.RollbackDecided.class);
        assertThat(judge.snapshot()).isEqualTo(whole.snapshot());
    }

    @Test
    void answersOfWhichManyAreBadGoOnToFail() {
        CheckId health = new CheckId("health");
        Check rule = CheckConfigBuilder.check(health.value())
                .every(Duration.ofMinutes(1))
                .expect(Expectation.parse("< 500ms"))
                .reaching()
                .tolerating(0.05)
                .onBreach(OnBreach.ROLLBACK)
                .rule();
        Checklist checklist = new Checklist(List.of(rule), CHECKLIST.windows(), List.of(), true);
        Judge whole = new Judge(DEPLOYMENT, checklist);
        List<Event> expected = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        Judge judge = new Judge(DEPLOYMENT, checklist);
        for (int minute = 0; minute < 60; minute++) {
            Sample sample = sample(health, minute, minute % 3 == 0 && minute < 40 ? 0.9 : 0.2);
            expected.addAll(whole.judge(sample));
            events.addAll(judge.judge(sample));
            judge = new Judge(DEPLOYMENT, checklist, stored(judge));
        }

        assertThat(events).isEqualTo(expected).hasAtLeastOneElementOfType(Event.RollbackDecided.class);
        assertThat(judge.snapshot()).isEqualTo(whole.snapshot());
    }

    /** As the version before wrote it, which knew of no such thing. */
    @Test
    void anOldSnapshotKnowsOfNoCheckThatMeasuresNothing() {
        Judge judge = new Judge(DEPLOYMENT, CHECKLIST);
        List<Event> events = feed(judge, -60, 36);
        JsonObject json = SnapshotJson.write(judge.snapshot());
        assertThat(json.remove("unanswered")).isNotNull();

        JudgeSnapshot read = SnapshotJson.read(json, judge.snapshot().baselines());

        assertThat(events).isNotEmpty();
        assertThat(read.unanswered()).isEmpty();
    }

    private static SeriesProgress rising(TrendCheck rule, SeriesProgress from, int first, int last) {
        Baseline none = Baseline.none(WatchRig.START);
        SeriesProgress progress = from;
        for (int minute = first; minute < last; minute += 5) {
            double value = 100 * (1 + 0.02 * minute / 60 + 0.01 * Math.floorMod(minute * 7, 5));
            Sample sample = sample(OLD, minute, value);
            progress = rule.next(progress, sample, Outcome.Measured.of(value), none);
        }
        return progress;
    }

    @Test
    void aTrendGoesOnInTheMiddleOfItsLooks() {
        TrendCheck rule =
                new TrendCheck(TrendExpectation.parse("trend < 1%/h"), Dimension.NUMBER, Optional.empty(), Set.of());
        SeriesProgress half = rising(rule, rule.begin(), 0, 700);

        SeriesProgress read =
                SeriesJson.read(new JsonObject(SeriesJson.write(half).encode()));

        assertThat(half.newest()).isPresent();
        assertThat(read.newest()).isEqualTo(half.newest());
        assertThat(((TrendCheckProgress) read).progress().snapshot())
                .isEqualTo(((TrendCheckProgress) half).progress().snapshot());
        assertThat(rising(rule, read, 700, 1500).newest())
                .isEqualTo(rising(rule, half, 700, 1500).newest());
    }
}
