package dev.probation.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.store.Silence.Matcher;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilenceTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private static Silence silence(String matchers, Duration lasting) {
        List<Matcher> parsed =
                Arrays.stream(matchers.split(" ")).map(Matcher::parse).toList();
        return new Silence("s", parsed, NOON, NOON.plus(lasting), "load test", "ada");
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            matchers                     | facts                                   | covers
            check=p95-latency            | check=p95-latency occasion=failing      | true
            check=p95-*                  | check=p95-latency occasion=failing      | true
            check=*                      | occasion=started                        | false
            check=p95                    | check=p95-latency occasion=failing      | false
            check=.*                     | check=p95-latency occasion=failing      | false
            service=shop check=health    | service=shop check=p95 occasion=failing | false
            service=shop check=health    | service=shop check=health occasion=failing | true
            service=shop                 | service=shop occasion=rollback          | false
            service=shop                 | service=shop occasion=blind             | false
            service=shop                 | service=shop occasion=unmeasured        | false
            check=p95-*                  | check=p95-latency occasion=unmeasured   | false
            occasion=unmeasured          | check=p95-latency occasion=unmeasured   | true
            service=shop occasion=*      | service=shop occasion=rollback          | true
            receiver=team                | receiver=team occasion=window           | true
            """)
    void covers(String matchers, String facts, boolean covers) {
        Map<String, String> of = Arrays.stream(facts.split(" "))
                .collect(Collectors.toMap(fact -> fact.split("=", 2)[0], fact -> fact.split("=", 2)[1]));

        assertThat(silence(matchers, Duration.ofHours(1)).covers(of)).isEqualTo(covers);
    }

    @Test
    @Timeout(30)
    void noFactCanMakeAMatcherTakeLong() {
        Silence silence = silence("check=" + "a*".repeat(40) + "b", Duration.ofHours(1));

        assertThat(silence.covers(Map.of("check", "a".repeat(200)))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"colour=red", "check", "check=", "'=x'"})
    void saysWhatAMatcherIs(String text) {
        assertThatThrownBy(() -> Matcher.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("check=p95-*")
                .hasMessageContaining(text);
    }

    @Test
    void isNeitherEndlessNorEmpty() {
        assertThatThrownBy(() -> silence("check=x", Duration.ofDays(8))).hasMessageContaining("at most 7 days");
        assertThatThrownBy(() -> silence("check=x", Duration.ZERO)).hasMessageContaining("after the beginning");
        assertThatThrownBy(() -> new Silence("s", List.of(), NOON, NOON.plusSeconds(1), "r", "a"))
                .hasMessageContaining("at least one matcher");
    }
}
