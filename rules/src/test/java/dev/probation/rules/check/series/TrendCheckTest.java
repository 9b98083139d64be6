package dev.probation.rules.check.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.expectation.Dimension;
import dev.probation.rules.expectation.Failures;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.expectation.TrendExpectation;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value every five minutes since the deployment, from 1,000 on. */
class TrendCheckTest {

    private static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");

    private static TrendCheck check(Optional<Quantity> ceiling) {
        return new TrendCheck(TrendExpectation.parse("trend < 1%/h"), Dimension.NUMBER, ceiling, Set.of());
    }

    /** @param rise in an hour */
    private static TrendCheckProgress after(TrendCheck check, int minutes, double rise) {
        SeriesProgress progress = check.begin();
        for (int minute = 0; minute <= minutes; minute += 5) {
            double value = 1000 + rise * minute / 60 + (Integer.bitCount(minute) % 2);
            Sample sample =
                    new Sample(LIVE.plus(Duration.ofMinutes(minute)), new CheckId("heap"), Outcome.Measured.of(value));
            progress = check.next(progress, sample, (Outcome.Measured) sample.outcome(), Baseline.none(LIVE));
        }
        return (TrendCheckProgress) progress;
    }

    @ParameterizedTest(name = "rising by {1} an hour, after {0} min")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            minutes | rise | looked at | quality | reason
            715     | 50   | 510       | BAD     | 'rises by 5'
            725     | 50   | 720       | BAD     | 'rises by 5'
            725     | 0    | 720       | GOOD    | 'no lasting rise: '
            1000    | 0    | 720       | GOOD    | 'no lasting rise: '
            """)
    void aLookThatFindsARiseIsBad(int minutes, double rise, int lookedAt, Quality quality, String reason) {
        SeriesFinding look =
                after(check(Optional.empty()), minutes, rise).newest().orElseThrow();

        assertThat(Duration.between(LIVE, look.at()))
                .isBetween(Duration.ofMinutes(lookedAt), Duration.ofMinutes(lookedAt + 5));
        assertThat(look.quality()).isEqualTo(quality);
        assertThat(look.reason()).contains(reason);
    }

    @ParameterizedTest(name = "must not reach {0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            ceiling | text
            1800    | 'reaches 1800 at 2026-02-01T0[12]:'
            2000    | 'reaches 2000 at 2026-02-01T0[56]:'
            ''      | 'doubles at 2026-02-01T0[56]:'
            """)
    void saysWhenItWouldEnd(String ceiling, String text) {
        Optional<Quantity> limit = ceiling.isEmpty() ? Optional.empty() : Optional.of(Quantity.parse(ceiling));

        SeriesFinding look = after(check(limit), 725, 50).newest().orElseThrow();

        assertThat(look.reason()).containsPattern("; at this rate it " + text);
    }

    @Test
    void withoutALookThereIsNothingToSay() {
        assertThat(after(check(Optional.empty()), 300, 50).newest()).isEmpty();
    }

    @Test
    void oneLookIsEnough() {
        TrendCheck check = check(Optional.empty());

        assertThat(check.begin()).isEqualTo(TrendCheckProgress.NONE);
        assertThat(check.sustain(Sustain.DEFAULT, Baseline.none(Instant.EPOCH)))
                .isEqualTo(new Sustain(Optional.of(Failures.inRow(1)), Optional.empty(), 1));
        assertThat(check.firstLook()).isEqualTo(Duration.ofHours(6));
        assertThat(check.betweenLooks(Baseline.none(Instant.EPOCH), Duration.ofMinutes(1)))
                .isEqualTo(Duration.ofHours(6));
        assertThat(check).hasToString("trend < 1 %/h");
    }
}
