package dev.probation.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The machine of a check that was bad before the deployment, or whose values are held against that time. */
class AttributedCheckTest {

    private static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");
    private static final Check LATENCY =
            CheckBuilder.measuring("p95").every(Duration.ofMinutes(1)).build();
    private static final Check SHARE = CheckBuilder.measuring("errors")
            .expect("< 1%")
            .proportion(0.01)
            .every(Duration.ofMinutes(1))
            .build();
    private static final Check SERIES = CheckBuilder.measuring("p95")
            .every(Duration.ofMinutes(1))
            .comparing("<= baseline + 10%")
            .build();

    private CheckProgress progress = CheckProgress.NONE;
    private long minute;

    private static Outcome counted(long bad, long total) {
        return new Outcome.Measured((double) bad / total, Optional.of(new Counts(bad, total)), "");
    }

    private static CheckMachine machine(Check check, Outcome before) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 60; i > 0; i--) {
            samples.add(new Sample(LIVE.minus(Duration.ofMinutes(i)), check.id(), before));
        }
        return new CheckMachine(check, new Baseline(LIVE, samples), 1);
    }

    private void feed(CheckMachine machine, int times, Outcome outcome) {
        for (int i = 0; i < times; i++) {
            minute++;
            Sample sample = new Sample(
                    LIVE.plus(Duration.ofMinutes(minute)), machine.check().id(), outcome);
            progress = machine.step(progress, sample);
        }
    }

    @Test
    void whatWasSoBeforeIsExcusedAndSaidToBe() {
        CheckMachine machine = machine(LATENCY, Outcome.Measured.of(0.9));

        feed(machine, 12, Outcome.Measured.of(0.9));

        assertThat(progress.state()).isEqualTo(CheckState.FAILING);
        assertThat(progress.attributed()).isEqualTo(CheckState.BREACHING);
        assertThat(machine.excuse(progress).orElseThrow()).startsWith("55 of 55 samples bad");
        assertThat(machine.explain(progress)).contains(" samples); pre-existing: 55 of 55 samples bad");
    }

    @Test
    void aBreachIsInheritedFromItsFirstSampleOn() {
        CheckMachine machine = machine(LATENCY, Outcome.Measured.of(0.9));

        feed(machine, 1, Outcome.Measured.of(0.9));
        assertThat(progress.state()).isEqualTo(CheckState.BREACHING);
        assertThat(progress.isInherited()).isTrue();
        assertThat(progress.attributed()).isEqualTo(CheckState.BREACHING);

        feed(machine, 1, Outcome.Measured.of(0.2));
        assertThat(progress.inherited()).isPresent();
        assertThat(progress.isInherited()).isFalse();
        assertThat(machine.explain(progress)).isEqualTo("p95 200 ms, expected < 500 ms");
    }

    @Test
    void valuesThatAreClearlyWorseAreSaidToBeByHowMuch() {
        CheckMachine machine = machine(LATENCY, Outcome.Measured.of(0.9));

        feed(machine, 12, Outcome.Measured.of(1.8));

        assertThat(machine.excuse(progress)).isEmpty();
        assertThat(progress.attributed()).isEqualTo(CheckState.FAILING);
        assertThat(machine.explain(progress))
                .endsWith("; clearly worse than before: median 1.8 s, 100 % above before the deployment"
                        + " (900 ms, 55 samples)");
        feed(machine, 2, Outcome.Measured.of(0.2));
        assertThat(machine.explain(progress)).doesNotContain("worse");
    }

    @Test
    void aShareThatIsClearlyLargerIsSaidToBe() {
        CheckMachine machine = machine(SHARE, counted(100, 1000));

        feed(machine, 5, counted(100, 1000));
        assertThat(machine.explain(progress)).contains("; pre-existing: 10 % bad (1,600 of 16,000)");
        feed(machine, 20, counted(300, 1000));

        assertThat(machine.excuse(progress)).isEmpty();
        assertThat(machine.explain(progress))
                .endsWith("; clearly worse than before: 10 % bad (1,600 of 16,000) in the quarter of an hour before the"
                        + " rollout began");
    }

    @Test
    void anOutageThatWasOverMinutesBeforeTheRolloutExcusesNothing() {
        List<Sample> samples = new ArrayList<>();
        for (int before = 60; before > 0; before--) {
            boolean out = before <= 15 && before > 8;
            samples.add(new Sample(LIVE.minus(Duration.ofMinutes(before)), SHARE.id(), counted(out ? 200 : 1, 2_000)));
        }
        CheckMachine machine = new CheckMachine(SHARE, new Baseline(LIVE, samples), 1);

        feed(machine, 12, counted(80, 2_000));

        assertThat(machine.excuse(progress)).isEmpty();
        assertThat(progress.attributed()).isEqualTo(CheckState.FAILING);
    }

    @Test
    void theEvidenceAgainstTheShareOfBeforeIsRemembered() {
        CheckMachine machine = machine(SHARE, counted(100, 1000));
        feed(machine, 20, counted(300, 1000));

        List<StoredEvidence> found = machine.remember(progress);
        CheckProgress recalled = machine.recall(progress.withoutEvidence(), found);

        assertThat(found).hasSize(2);
        assertThat(found.get(1).limit()).isBetween(0.1, 0.12);
        assertThat(machine.remember(recalled)).isEqualTo(found);
        assertThat(machine.excuse(progress.withoutEvidence())).isPresent();
        assertThat(machine.excuse(recalled)).isEmpty();
    }

    @Test
    void nothingIsRememberedOfWhatWasNotCounted() {
        CheckMachine machine = machine(LATENCY, Outcome.Measured.of(0.9));
        feed(machine, 3, Outcome.Measured.of(0.9));

        assertThat(machine.remember(progress)).isEmpty();
    }

    @Test
    void aSampleOfASeriesCountsAsTheNewestLook() {
        CheckMachine machine = machine(SERIES, Outcome.Measured.of(0.5));

        feed(machine, 12, Outcome.Measured.of(0.5));
        assertThat(machine.inWindow(progress, Quality.GOOD)).isEqualTo(Quality.GOOD);
        feed(machine, 12, Outcome.Measured.of(0.9));

        assertThat(machine.inWindow(progress, Quality.GOOD)).isEqualTo(Quality.BAD);
        assertThat(machine.inWindow(progress, Quality.NO_DATA)).isEqualTo(Quality.NO_DATA);
    }

    @Test
    void aSeriesGoesOnAfterASampleThatMeasuredNothing() {
        CheckMachine machine = machine(SERIES, Outcome.Measured.of(0.5));
        feed(machine, 11, Outcome.Measured.of(0.9));

        feed(machine, 1, new Outcome.NoData("empty"));
        assertThat(machine.explain(progress)).isEqualTo("p95 no data: empty");
        assertThat(progress.series()).isPresent();
        feed(machine, 1, Outcome.Measured.of(0.9));

        assertThat(machine.explain(progress))
                .startsWith("p95 900 ms, expected <= baseline + 10 %: median 900 ms, 80 % above ");
    }
}
