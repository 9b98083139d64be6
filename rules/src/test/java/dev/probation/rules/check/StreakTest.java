package dev.probation.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.expectation.Failures;
import dev.probation.rules.expectation.Sustain;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreakTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    @Test
    void beginsWithOneBadSampleThatLastedNoTime() {
        assertThat(Streak.begin(START, false)).isEqualTo(new Streak(1, 1, START, START, false));
        assertThat(Streak.begin(START, true).lasted()).isZero();
    }

    @ParameterizedTest(name = "{0} ns after {1} s")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            nanos more | seconds | lasted
            0          | 1       | 1
            0          | 45      | 45
            1          | 45      | 0
            0          | 46      | 0
            """)
    void aSilenceOfMoreThanItsPatienceBeginsTheTimeAnewButNotTheCount(long nanos, long seconds, long lasted) {
        Instant at = START.plusSeconds(seconds).plusNanos(nanos);

        Streak streak = Streak.begin(START, false).bad(at, false, PATIENCE);

        assertThat(streak.lasted()).isEqualTo(Duration.ofSeconds(lasted));
        assertThat(streak.bad()).isEqualTo(2);
        assertThat(streak.samples()).isEqualTo(2);
        assertThat(streak.last()).isEqualTo(at);
    }

    @Test
    void whatIsNeitherGoodNorBadIsASampleAndLastsNotLonger() {
        Streak streak = Streak.begin(START, false)
                .bad(START.plusSeconds(15), false, PATIENCE)
                .neither();

        assertThat(streak).isEqualTo(new Streak(2, 3, START, START.plusSeconds(15), false));
    }

    @ParameterizedTest(name = "{0}, then {1}")
    @CsvSource({"false, false, false", "false, true, true", "true, false, true", "true, true, true"})
    void oneAnswerIsEnough(boolean first, boolean second, boolean answered) {
        assertThat(Streak.begin(START, first).bad(START, second, PATIENCE).answered())
                .isEqualTo(answered);
    }

    @ParameterizedTest(name = "{0} bad in {1} s: failures {2}, for {3} s")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            bad | lasted | failures | for | sustained
            2   | 30     | 3        |     | false
            3   | 30     | 3        |     | true
            4   | 30     | 3        |     | true
            1   | 0      | 1        |     | true
            9   | 59     |          | 60  | false
            2   | 60     |          | 60  | false
            2   | 600    |          | 60  | false
            3   | 60     |          | 60  | true
            3   | 61     |          | 60  | true
            1   | 0      |          | 0   | true
            2   | 59     | 3        | 60  | false
            3   | 59     | 3        | 60  | true
            2   | 60     | 3        | 60  | false
            """)
    void isSustainedByFailuresInARowOrByTimeWhicheverComesFirst(
            long bad, long lasted, Integer failures, Integer lasting, boolean sustained) {
        Streak streak = new Streak(bad, bad, START, START.plusSeconds(lasted), true);
        Sustain sustain = new Sustain(
                Optional.ofNullable(failures).map(Failures::inRow),
                Optional.ofNullable(lasting).map(Duration::ofSeconds),
                2);

        assertThat(streak.isSustained(sustain)).isEqualTo(sustained);
    }
}
