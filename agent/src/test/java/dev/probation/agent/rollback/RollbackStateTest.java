package dev.probation.agent.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.RollbackConfig;
import dev.probation.agent.config.RollbackConfig.Mode;
import dev.probation.agent.deployments.DeploymentView.Stage;
import dev.probation.agent.deployments.RollbackTimes;
import dev.probation.agent.store.Change.Decision;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.watch.WatchRig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RollbackStateTest {

    private static final Instant AT = WatchRig.START;
    private static final RollbackConfig CONFIG = new RollbackConfig(Mode.SIGNAL, List.of(), Duration.ofMinutes(15));

    private static JournalEntry entry(Kind kind) {
        return new JournalEntry(AT.plusSeconds(1), kind, new JsonObject().put("receiver", "deploy"));
    }

    private static RollbackState at(Stage stage) {
        return new RollbackState(
                new Decision("rollback-1", AT, "latency", "slow"),
                stage,
                AT,
                Map.of(),
                AT,
                Optional.empty(),
                true,
                Optional.empty(),
                List.of(),
                Set.of(),
                Optional.empty());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            from          | ordered       | signalled     | confirmed     | recovered     | not recovered
            ADVISED       | DECIDED       | ADVISED       | ADVISED       | ADVISED       | ADVISED
            DECIDED       | DECIDED       | SIGNALLED     | CONFIRMED     | DECIDED       | NOT_RECOVERED
            SIGNALLED     | SIGNALLED     | SIGNALLED     | CONFIRMED     | RECOVERED     | NOT_RECOVERED
            CONFIRMED     | CONFIRMED     | CONFIRMED     | CONFIRMED     | RECOVERED     | NOT_RECOVERED
            RECOVERED     | RECOVERED     | RECOVERED     | RECOVERED     | RECOVERED     | RECOVERED
            NOT_RECOVERED | NOT_RECOVERED | NOT_RECOVERED | NOT_RECOVERED | NOT_RECOVERED | NOT_RECOVERED
            """)
    void aStageIsLeftOnlyForThoseThatFollowIt(
            Stage from, Stage ordered, Stage signalled, Stage confirmed, Stage recovered, Stage notRecovered) {
        assertThat(at(from).after(entry(Kind.ROLLBACK_ORDERED)).stage()).isEqualTo(ordered);
        assertThat(at(from).after(entry(Kind.ROLLBACK_SIGNALLED)).stage()).isEqualTo(signalled);
        assertThat(at(from).after(entry(Kind.ROLLBACK_CONFIRMED)).stage()).isEqualTo(confirmed);
        assertThat(at(from).after(entry(Kind.ROLLBACK_RECOVERED)).stage()).isEqualTo(recovered);
        assertThat(at(from).after(entry(Kind.ROLLBACK_NOT_RECOVERED)).stage()).isEqualTo(notRecovered);
    }

    @Test
    void whatAnOlderAgentWroteIsUnderstood() {
        Decision decision = new Decision("rollback-1", AT, "latency", "slow");
        JournalEntry old = new JournalEntry(AT, Kind.ROLLBACK_DECIDED, new JsonObject().put("check", "latency"));
        List<JournalEntry> journal = List.of(old, entry(Kind.ROLLBACK_SIGNALLED), entry(Kind.ROLLBACK_CONFIRMED));

        assertThat(RollbackState.of(decision, journal, CONFIG).stage()).isEqualTo(Stage.CONFIRMED);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 0, 3600})
    void aDelayIsNewsOnceWhateverTheClockSaid(long stepped) {
        JournalEntry decided =
                new JournalEntry(AT, Kind.ROLLBACK_DECIDED, new JsonObject().put("to", new JsonArray().add("deploy")));
        JournalEntry first = delayed(AT.plusSeconds(10), "connection refused");
        JournalEntry second = delayed(AT.plusSeconds(10 + stepped), "HTTP 503");
        JournalEntry third = delayed(AT.plusSeconds(20 + stepped), "connection refused");
        List<JournalEntry> journal = List.of(first, second, third);
        RollbackState state = RollbackState.decided(new Decision("rollback-1", AT, "latency", "slow"), decided, CONFIG);

        assertThat(news(state, journal)).containsExactly(first, second, third);
        assertThat(news(state.after(first), journal)).containsExactly(second, third);
        assertThat(news(state.after(first).after(second), journal)).containsExactly(third);
        assertThat(news(state.after(first).after(second).after(third), journal)).isEmpty();
    }

    private static JournalEntry delayed(Instant at, String reason) {
        return new JournalEntry(
                at,
                Kind.ROLLBACK_SIGNAL_DELAYED,
                new JsonObject().put("receiver", "deploy").put("reason", reason));
    }

    private static List<JournalEntry> news(RollbackState state, List<JournalEntry> journal) {
        return IntStream.range(0, journal.size())
                .filter(i -> state.isNews(journal.get(i), journal.subList(i, journal.size())))
                .mapToObj(journal::get)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', nullValues = "-", textBlock = """
            case               | recovered after | given up | rto | words
            kept               | 240             | -        | 300 | the recovery time objective (rto) of 5m was met, with 1m left
            on the limit       | 300             | -        | 300 | the recovery time objective (rto) of 5m was met, with 0s left
            missed             | 430             | -        | 300 | the recovery time objective (rto) of 5m was missed by 2m10s
            never recovered    | -               | 900      | 300 | the recovery time objective (rto) of 5m was missed: the service has not recovered
            still under way    | -               | -        | 300 | -
            no time was agreed | 430             | -        | -   | -
            """)
    void theTimeToRecoverIsCountedFromTheBreach(String name, Long recovered, Long givenUp, Long rto, String words) {
        Map<Stage, Instant> reached = new EnumMap<>(Stage.class);
        Optional.ofNullable(recovered).ifPresent(after -> reached.put(Stage.RECOVERED, AT.plusSeconds(after)));
        Optional.ofNullable(givenUp).ifPresent(after -> reached.put(Stage.NOT_RECOVERED, AT.plusSeconds(after)));

        RollbackTimes times =
                RollbackTimes.of(AT, AT.plusSeconds(60), reached, rto == null ? null : Duration.ofSeconds(rto));

        assertThat(times.rtoInWords()).isEqualTo(Optional.ofNullable(words));
    }
}
