package dev.probation.rules.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {

    @ParameterizedTest
    @CsvSource({"0", "-0.1", "1.01", "NaN"})
    void aCoverageThatNoVerdictCanHaveIsRefused(double share) {
        CheckBuilder check = CheckBuilder.measuring("p95").minCoverage(share);

        assertThatThrownBy(check::build).hasMessageContaining("but was " + share);
    }

    @Test
    void allSamplesMayBeAskedFor() {
        assertThat(CheckBuilder.measuring("p95").minCoverage(1).build().minCoverage())
                .isEqualTo(1);
    }

    @Test
    void aCopyDiffersInWhatItIsNamedFor() {
        CheckBuilder share = CheckBuilder.measuring("errors")
                .expect("< 1%")
                .every(Duration.ofSeconds(7))
                .proportion(0.01);
        Check check = share.in("first").build();

        Check anywhere = check.inEveryWindow();
        Check inRow = check.withoutProportion();

        assertThat(anywhere).isEqualTo(share.in().build());
        assertThat(anywhere.isIn("second")).isTrue();
        assertThat(inRow.isIn("second")).isFalse();
        assertThat(inRow.proportion()).isEmpty();
        assertThat(inRow.every()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void whatAsksForNothingElseHasAnswered() {
        CheckMachine machine =
                new CheckMachine(CheckBuilder.reaching("health", "app").build());
        Sample sample = new Sample(Instant.EPOCH, machine.check().id(), Outcome.Measured.of(1, "status 200"));

        assertThat(machine.explain(machine.step(CheckProgress.NONE, sample))).isEqualTo("health answered (status 200)");
    }

    @Test
    void whatIsExpectedIsTheValueOrTheSeriesOrNothing() {
        Check value = CheckBuilder.measuring("p95").build();
        Check series =
                CheckBuilder.measuring("p95").comparing("<= baseline + 10%").build();
        Check reached = CheckBuilder.reaching("health", "app").build();

        assertThat(value.expected()).contains("< 500 ms");
        assertThat(series.expected()).contains("<= baseline + 10 %");
        assertThat(reached.expected()).isEmpty();
        assertThat(value.dimension()).contains(Dimension.TIME);
        assertThat(series.dimension()).contains(Dimension.TIME);
        assertThat(reached.dimension()).as("the time to answer").contains(Dimension.TIME);
        assertThat(value.write(0.2)).contains("200 ms");
        assertThat(series.write(0.2)).contains("200 ms");
        assertThat(reached.write(0.2)).isEmpty();
    }

    @Test
    void aValueWithASofterLimitAloneIsWrittenInItsUnit() {
        CheckMachine machine = new CheckMachine(
                CheckBuilder.reaching("health", "app").warn("< 300ms").build());
        Sample sample = new Sample(Instant.EPOCH, machine.check().id(), Outcome.Measured.of(0.2));

        assertThat(machine.explain(machine.step(CheckProgress.NONE, sample))).isEqualTo("health 200 ms");
    }
}
