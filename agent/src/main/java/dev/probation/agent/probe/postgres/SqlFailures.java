package dev.probation.agent.probe.postgres;

import dev.probation.agent.probe.Details;
import dev.probation.agent.probe.ProbeFailures;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Sorts what the driver throws: by the server's SQLSTATE, which no language setting changes, else by type. */
final class SqlFailures {

    private final PostgresTarget target;
    private final String peer;

    SqlFailures(PostgresTarget target) {
        this.target = target;
        this.peer = target.host() + ':' + target.port();
    }

    /** The role may not see what others do. */
    static Failed blind(String user) {
        return new Failed(
                Cause.DENIED,
                Details.of("the role \"" + user + "\" does not see other users' connections, so their count would be "
                        + "wrong; as a superuser: GRANT pg_monitor TO \"" + user + '"'));
    }

    Failed of(Throwable thrown) {
        return server(thrown)
                .map(this::answered)
                .or(() -> ProbeFailures.known(thrown, peer))
                .orElseGet(() -> unanswered(thrown));
    }

    private Failed answered(ServerErrorMessage message) {
        String state = Optional.ofNullable(message.getSQLState()).orElse("");
        return new Failed(
                cause(state), Details.of(peer + " answered " + state + ": " + message.getMessage() + advice(state)));
    }

    private static Cause cause(String state) {
        if (state.startsWith("28") || state.equals("42501")) {
            return Cause.DENIED;
        }
        if (state.equals("57014")) {
            return Cause.TIMEOUT;
        }
        return state.equals("57P01") || state.equals("57P02") ? Cause.RESET : Cause.REJECTED;
    }

    private String advice(String state) {
        return state.startsWith("28") ? "; check user and password of the target and pg_hba.conf" : "";
    }

    /** The driver itself gave up, such as on a server that has no TLS. */
    private Failed unanswered(Throwable thrown) {
        Optional<SQLException> sql = sql(thrown);
        if (sql.isEmpty()) {
            return ProbeFailures.of(thrown, peer);
        }
        String state = Optional.ofNullable(sql.get().getSQLState()).orElse("");
        Cause cause = gaveUp(state);
        String words = target.password()
                .map(secret -> String.valueOf(sql.get().getMessage()).replace(secret.reveal(), "***"))
                .orElse(String.valueOf(sql.get().getMessage()));
        return new Failed(cause, Details.of(peer + ": " + words));
    }

    /** What the network did has been told by type before; without that, "unable to connect" is the driver's own timeout. */
    private static Cause gaveUp(String state) {
        return switch (state) {
            case "08001" -> Cause.TIMEOUT;
            case "08004" -> Cause.TLS;
            default -> state.startsWith("08P") ? Cause.BAD_BODY : Cause.UNKNOWN;
        };
    }

    /** What the server, or who stands before it, answered. */
    static Optional<ServerErrorMessage> server(Throwable thrown) {
        return sql(thrown)
                .filter(PSQLException.class::isInstance)
                .map(PSQLException.class::cast)
                .map(PSQLException::getServerErrorMessage);
    }

    /** The innermost SQL exception, which is the one with what the server answered. */
    private static Optional<SQLException> sql(Throwable thrown) {
        Optional<SQLException> found = Optional.empty();
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof SQLException exception) {
                found = Optional.of(exception);
            }
        }
        return found;
    }
}
