package dev.probation.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.series.Baseline;
import dev.probation.rules.expectation.Quality;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreaksTest {

    private static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");

    private static Sample sample(Check check, Duration at) {
        return new Sample(LIVE.plus(at), check.id(), Outcome.Measured.of(0.9));
    }

    /** Looks at a series are twelve values apart: twelve minutes, or as long as twelve of them take. */
    @ParameterizedTest(name = "a series: {0}, asked every {1} min, lasting {2} min, bad again after {3} min")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            series | every | lasting | again | lasted
            false  | 1     | 1       | 3     | 3
            false  | 1     | 1       | 4     | 0
            false  | 1     | 10      | 10    | 10
            false  | 1     | 10      | 11    | 0
            true   | 1     | 1       | 36    | 36
            true   | 1     | 1       | 37    | 0
            true   | 20    | 1       | 720   | 720
            true   | 20    | 1       | 721   | 0
            """)
    void aSilenceOfMoreThanThreeIntervalsBeginsABreachAnew(
            boolean series, long every, long lasting, long again, long lasted) {
        CheckBuilder builder = CheckBuilder.measuring("p95").lasting(Duration.ofMinutes(lasting));
        Check check = series ? builder.comparing("<= baseline + 10%").build() : builder.build();
        Streaks streaks = new Streaks(check, Baseline.none(LIVE));
        Duration interval = Duration.ofMinutes(every);

        Optional<Streak> one = streaks.next(null, sample(check, Duration.ZERO), Quality.BAD, interval);
        Optional<Streak> two =
                streaks.next(one.orElse(null), sample(check, Duration.ofMinutes(again)), Quality.BAD, interval);

        assertThat(two.orElseThrow().bad()).isEqualTo(2);
        assertThat(two.orElseThrow().lasted()).isEqualTo(Duration.ofMinutes(lasted));
    }
}
