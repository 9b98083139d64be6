package dev.probation.rules.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
