package dev.probation.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The machine of a check that counts 1,000 events every 15 s, of which up to 1 % may be bad. */
class CountedCheckTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final CheckBuilder SHARE = CheckBuilder.measuring("errors")
            .expect("< 1%")
            .warn("< 0.1%")
            .proportion(0.01)
            .lasting(Duration.ofMinutes(3))
            .rollbackWhen("> 20%", Duration.ofMinutes(1));

    private final CheckMachine machine = new CheckMachine(SHARE.build(), Baseline.none(START), 2);
    private CheckProgress progress = CheckProgress.NONE;
    private long second;

    /** Samples such as {@code 10x4}: the number of bad events, and how often. */
    private void feed(String samples) {
        for (String some : samples.split(" ", -1)) {
            String[] parts = some.split("x", -1);
            for (int i = 0; i < Integer.parseInt(parts[1]); i++) {
                long bad = Long.parseLong(parts[0]);
                feed(new Outcome.Measured(bad / 1000.0, Optional.of(new Counts(bad, 1000)), ""));
            }
        }
    }

    private void feed(Outcome outcome) {
        second += 15;
        progress = machine.step(
                progress, new Sample(START.plusSeconds(second), machine.check().id(), outcome));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                          | samples          | state
            'none bad'                                    | 0x40             | OK
            'beyond the softer limit'                     | 5x40             | WARN
            'a sample above what is allowed'              | 0x40 11x1        | OK
            'a minute of many'                            | 0x40 200x4       | BREACHING
            'the same, the last beyond the softer limit'  | 0x40 200x4 5x1   | BREACHING
            'many for long'                               | 0x40 200x20      | FAILING
            'good again, of three minutes most were bad'  | 0x40 200x20 0x11 | FAILING
            'good for three minutes'                      | 0x40 200x20 0x12 | OK
            'still at what is allowed'                    | 0x40 200x20 10x12 | OK
            'still above what is allowed'                 | 0x40 200x20 11x60 | FAILING
            """)
    void theStateRestsOnTheShareOfThreeMinutesAndMore(String name, String samples, CheckState state) {
        feed(samples);

        assertThat(progress.state()).as(machine.explain(progress)).isEqualTo(state);
    }

    @Test
    void whatIsOverCountsNoMore() {
        feed("200x20 0x12");

        assertThat(progress.evidence().orElseThrow().counts()).isEqualTo(new Counts(0, 0));
        assertThat(progress.sharpEvidence().orElseThrow().counts()).isEqualTo(new Counts(4000, 32_000));
    }

    @Test
    void nothingIsProvenByASampleThatMeasuredNothing() {
        feed("500x20");
        assertThat(machine.isProven(progress)).isTrue();
        assertThat(machine.sharpBreach(progress)).isPresent();

        feed(new Outcome.NoData("empty"));

        assertThat(progress.state()).isEqualTo(CheckState.FAILING);
        assertThat(machine.isProven(progress)).isFalse();
        assertThat(machine.sharpBreach(progress)).isEmpty();
    }

    @Test
    void bothTestsAreRemembered() {
        feed("500x20");

        List<StoredEvidence> found = machine.remember(progress);
        CheckProgress recalled = machine.recall(progress.withoutEvidence(), found);

        assertThat(found).extracting(StoredEvidence::limit).containsExactly(0.01, 0.2);
        assertThat(machine.remember(recalled)).isEqualTo(found);
    }
}
