package dev.probation.agent.probe.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.sample.Outcome.Cause;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** What the driver says when no server did. */
class SqlFailuresTest {

    private final SqlFailures failures = new SqlFailures(
            new PostgresTarget("db", 5432, "shop", "probation", Optional.empty(), "disable", Optional.empty()));

    @ParameterizedTest
    @CsvSource({
        "CONNECTION_UNABLE_TO_CONNECT, Connection attempt timed out., TIMEOUT",
        "CONNECTION_REJECTED, The server does not support SSL., TLS",
        "PROTOCOL_VIOLATION, Protocol error., BAD_BODY",
        "UNKNOWN_STATE, Something else., UNKNOWN"
    })
    void aDriverThatGivesUpIsSortedByItsState(PSQLState state, String message, Cause cause) {
        assertThat(failures.of(new PSQLException(message, state)).cause()).isEqualTo(cause);
    }
}
