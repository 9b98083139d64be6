package dev.probation.agent.past;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlierSamplesTest {

    private static final Instant LIVE = Instant.parse("2026-01-31T10:00:30Z");

    private static Sample ago(long seconds, String check) {
        return new Sample(LIVE.minusSeconds(seconds), new CheckId(check), Outcome.Measured.of(0.5));
    }

    @Test
    void theNewestOfEachMinuteAndCheckIsKept() {
        List<Sample> newestFirst = List.of(
                ago(1, "a"), ago(2, "b"), ago(30, "a"), ago(60, "a"), ago(61, "b"), ago(61, "a"), ago(500, "a"));

        assertThat(EarlierSamples.thinned(newestFirst, LIVE))
                .containsExactly(ago(1, "a"), ago(2, "b"), ago(61, "b"), ago(61, "a"), ago(500, "a"));
    }
}
