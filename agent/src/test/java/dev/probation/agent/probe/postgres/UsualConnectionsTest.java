package dev.probation.agent.probe.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.probe.postgres.ConnectionLimit.Of;
import dev.probation.agent.time.FakeTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsualConnectionsTest {

    private static final int MOST = 20;

    private final FakeTime time = new FakeTime(Instant.parse("2026-01-31T10:00:00Z"));
    private final UsualConnections usual = new UsualConnections(time);

    private static ConnectionLimit limit(Of of, String owner, long used) {
        return new ConnectionLimit(of, owner, used, used, MOST, false);
    }

    /** A dash is a look that finds no connection of the role. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                    | every | connections                 | pool
            'a pool that is always full'            | 15s   | 20 20 20 20 20 20 20        | +++++++
            'a pool that was filling when seen'     | 15s   | 3 12 20 20 20 20 20         | +++++++
            'a pool that a release starts anew'     | 15s   | 20 20 20 20 20 - - 8 20     | +++++++
            'a pool that shrinks and grows'         | 15s   | 20 20 20 20 5 5 20          | +++++++
            'a leak'                                | 15s   | 5 5 5 5 5 6 10 19 20 20     | +++++-----
            'a leak as quick as a pool'             | 15s   | 5 5 5 5 5 - 20 20           | +++++--
            'a leak that is over'                   | 15s   | 5 5 5 5 5 20 5 20           | +++++-+-
            'a larger pool, after a day'            | 12h   | 5 5 20 20 20 20             | ++--++
            'a larger one that is not always full'  | 12h   | 5 5 12 20 12 20             | ++--+-
            """)
    void whatARoleHasNoMoreThanUsuallyIsItsPool(String name, String every, String connections, String pool) {
        StringBuilder found = new StringBuilder();
        for (String used : connections.split(" ", -1)) {
            List<ConnectionLimit> limits = new ArrayList<>(List.of(limit(Of.DATABASE, "database \"shop\"", 20)));
            if (!used.equals("-")) {
                limits.add(limit(Of.ROLE, "role \"shop\"", Long.parseLong(used)));
            }
            List<ConnectionLimit> known = usual.next(limits);
            assertThat(known.get(0).isPool()).isFalse();
            if (known.size() > 1) {
                found.append(known.get(1).isPool() ? '+' : '-');
            }
            time.advance(Duration.parse("PT" + every));
        }

        assertThat(found).hasToString(pool);
    }

    @ParameterizedTest(name = "{0} of 20")
    @CsvSource({"18, false", "19, true", "20, true"})
    void aPoolIsFullForThisAgentWhereItLeavesNoPlace(long used, boolean full) {
        assertThat(limit(Of.ROLE, "role \"shop\"", used).with(true).isFullPool())
                .isEqualTo(full);
        assertThat(limit(Of.ROLE, "role \"shop\"", used).with(false).isFullPool())
                .isFalse();
    }
}
