package dev.probation.agent.past;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.probe.PastProbe.Moment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncrementsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                       | bad now | of | bad before | of  | bad more | of
            'the first sample counts all'              | 3       | 90 | 0          | 0   | 3        | 90
            'what came since the last'                 | 5       | 99 | 3          | 90  | 2        | 9
            'nothing came'                             | 3       | 90 | 3          | 90  | 0        | 0
            'an estimate that fell adds nothing'       | 3       | 88 | 3          | 90  | 0        | 0
            'bad fell, and the total did not'          | 2       | 95 | 3          | 90  | 0        | 5
            'never more bad than there were'           | 9       | 92 | 3          | 90  | 2        | 2
            """)
    void addsWhatCameSinceTheLastSample(
            String name, long badNow, long totalNow, long badBefore, long totalBefore, long bad, long total) {
        Outcome cumulative = counted(badNow, totalNow);

        Outcome.Measured increment = (Outcome.Measured) Increments.of(cumulative, new Counts(badBefore, totalBefore));

        assertThat(increment.counts()).contains(new Counts(bad, total));
        assertThat(increment.value()).isEqualTo(0.1);
    }

    @Test
    void beginsAnewWhereCountingDoes() {
        Instant noon = Instant.parse("2026-01-31T12:00:00Z");
        List<Moment> moments = List.of(
                new Moment(noon, noon.plusSeconds(300)),
                new Moment(noon, noon.plusSeconds(600)),
                new Moment(noon.plusSeconds(600), noon.plusSeconds(900)));
        List<Outcome> outcomes = List.of(counted(1, 10), counted(3, 25), counted(2, 12));

        List<Sample> samples = Increments.samples(new CheckId("errors"), moments, outcomes);

        assertThat(samples).extracting(Sample::outcome).containsExactly(counted(1, 10), counted(2, 15), counted(2, 12));
    }

    private static Outcome counted(long bad, long total) {
        return new Outcome.Measured(0.1, Optional.of(new Counts(bad, total)), "");
    }

    @Test
    void leavesWhatHasNoCountsAsItIs() {
        Outcome plain = Outcome.Measured.of(0.1);

        assertThat(Increments.of(plain, new Counts(0, 0))).isSameAs(plain);
    }
}
