package dev.probation.rules.check.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BaselineTest {

    private static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");

    private static Sample sample(long second, Outcome outcome) {
        return new Sample(LIVE.plusSeconds(second), new CheckId("p95"), outcome);
    }

    private static Sample value(long second, double value) {
        return sample(second, Outcome.Measured.of(value));
    }

    private static Sample counted(long second, long bad, long total) {
        return sample(second, new Outcome.Measured(0.1, Optional.of(new Counts(bad, total)), ""));
    }

    @Test
    void valuesAreThoseFromAnInstantToBeforeAnother() {
        Baseline baseline = new Baseline(
                LIVE,
                List.of(
                        value(-10, 5),
                        value(-40, 2),
                        value(-30, 3),
                        sample(-25, new Outcome.NoData("empty")),
                        value(-50, 1),
                        value(-20, 4)));

        assertThat(baseline.values(LIVE.minusSeconds(40), LIVE.minusSeconds(20)))
                .containsExactly(2, 3);
    }

    @Test
    void whatIsOldIsOfTheHourBeforeLessTheTimeOfARollout() {
        Sample first = value(-3600, 2);
        Sample last = sample(-301, new Outcome.NoData("empty"));
        Baseline baseline = new Baseline(LIVE, List.of(value(-3601, 1), value(-300, 3), last, first));

        assertThat(baseline.old()).containsExactly(first, last);
    }

    @Test
    void whatTheSamplesOfTheQuarterOfAnHourBeforeTheRolloutCountedIsKnown() {
        Baseline baseline = new Baseline(
                LIVE,
                List.of(
                        counted(-1201, 50, 50),
                        counted(-1200, 1, 100),
                        value(-600, 0.2),
                        counted(-300, 2, 200),
                        counted(-299, 9, 9)));

        assertThat(baseline.recentCounted().values()).containsExactly(new Counts(1, 100), new Counts(2, 200));
    }

    @Test
    void aTrendIsHeldAgainstWhatWasMeasuredTheDayBefore() {
        List<Sample> samples = new ArrayList<>();
        for (long second = -86_400; second < 0; second += 1800) {
            samples.add(value(second, 100));
        }
        Baseline day = new Baseline(LIVE, samples);

        assertThat(day.day().isNone()).isFalse();
        assertThat(day.day()).isSameAs(day.day());
        samples.replaceAll(sample -> new Sample(sample.at(), sample.check(), new Outcome.NoData("empty")));
        assertThat(new Baseline(LIVE, samples).day().isNone()).isTrue();
    }

    @Test
    void samplesSinceTheDeploymentAreRefused() {
        List<Sample> samples = List.of(value(0, 1), value(-1, 2));

        assertThatThrownBy(() -> new Baseline(LIVE, samples))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "a baseline is of the time before 2026-01-31T10:00:00Z, but has Sample[at=2026-01-31T10:00:00Z");
    }
}
