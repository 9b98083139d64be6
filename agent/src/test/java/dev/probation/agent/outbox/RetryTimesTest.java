package dev.probation.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.http.RetryAfter;
import dev.probation.agent.outbox.stage.finish.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryTimesTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', nullValues = "-", textBlock = """
            header                            | wait
            0                                 | PT0S
            120                               | PT2M
            '  7 '                            | PT7S
            999999999                         | PT24H
            'Sat, 31 Jan 2026 12:00:30 GMT'   | PT30S
            'Sat, 31 Jan 2026 11:00:00 GMT'   | PT0S
            -5                                | -
            soon                              | -
            12.5                              | -
            2026-01-31T12:00:30Z              | -
            """)
    void readsRetryAfter(String header, Duration wait) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(Optional.ofNullable(wait));
    }

    @Test
    void aDateIsReadByTheClockOfWhoSaysIt() {
        Optional<String> date = Optional.of("Fri, 30 Jan 2026 12:00:00 GMT");

        assertThat(RetryAfter.parse("Fri, 30 Jan 2026 12:00:30 GMT", date.orElse(null), NOW))
                .contains(Duration.ofSeconds(30));
        assertThat(RetryAfter.parse("Sat, 31 Jan 2026 12:00:30 GMT", "soon", NOW))
                .contains(Duration.ofSeconds(30));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            attempts | least   | most
            1        | PT0.8S  | PT1.2S
            2        | PT1.6S  | PT2.4S
            5        | PT12.8S | PT19.2S
            11       | PT8M    | PT12M
            1000     | PT8M    | PT12M
            """)
    void backsOffWithinBounds(int attempts, Duration least, Duration most) {
        assertThat(new Backoff(() -> 0).after(attempts)).isEqualTo(least);
        assertThat(new Backoff(() -> 1).after(attempts)).isEqualTo(most);
    }

    @Test
    void triesForMoreThanADay() {
        assertThat(Backoff.PATIENCE).isGreaterThan(Duration.ofHours(24));
    }
}
