package dev.probation.agent.past;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
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
        Outcome cumulative = new Outcome.Measured(0.1, Optional.of(new Counts(badNow, totalNow)), "");

        Outcome.Measured increment = (Outcome.Measured) Increments.of(cumulative, new Counts(badBefore, totalBefore));

        assertThat(increment.counts()).contains(new Counts(bad, total));
        assertThat(increment.value()).isEqualTo(0.1);
    }

    @Test
    void leavesWhatHasNoCountsAsItIs() {
        Outcome plain = Outcome.Measured.of(0.1);

        assertThat(Increments.of(plain, new Counts(0, 0))).isSameAs(plain);
    }
}
