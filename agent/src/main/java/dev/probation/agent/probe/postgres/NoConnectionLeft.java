package dev.probation.agent.probe.postgres;

import dev.probation.agent.probe.Details;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import dev.probation.rules.sample.Outcome.Measured;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * A connection was refused since there is none left, which is the breach itself: the application gets none, either.
 *
 * @param limit whose limit is reached
 * @param said the words of who refused
 */
record NoConnectionLeft(Limit limit, String said) {

    /** Whose limit is reached. */
    enum Limit {
        SERVER,
        DATABASE,
        /** Of the role that the agent has, which the application has too or not. */
        ROLE,
        POOLER
    }

    private static final String TOO_MANY_CONNECTIONS = "53300";

    /** The states of a pooler, which has no state of its own for this. */
    private static final Pattern FROM_POOLER = Pattern.compile("08P01|53300|58000|XX000");

    /** As PgBouncer says it, and Supavisor. */
    private static final Pattern POOLER_IS_FULL = Pattern.compile(
            "\\bmax_client_conn\\b|\\bmax_db_client_connections\\b|\\bquery_wait_timeout\\b"
                    + "|max client(?:s| connections) reached|no more connections allowed",
            Pattern.CASE_INSENSITIVE);

    /** What a pooler passes on of a server. */
    private static final Pattern SERVER_IS_FULL =
            Pattern.compile("too many clients already|remaining connection slots are reserved");

    /** Empty where something else went wrong. */
    static Optional<NoConnectionLeft> in(Throwable thrown) {
        return SqlFailures.server(thrown)
                .flatMap(message ->
                        limit(message).map(limit -> new NoConnectionLeft(limit, String.valueOf(message.getMessage()))));
    }

    private static Optional<Limit> limit(ServerErrorMessage message) {
        String state = String.valueOf(message.getSQLState());
        String said = String.valueOf(message.getMessage());
        if (FROM_POOLER.matcher(state).matches() && POOLER_IS_FULL.matcher(said).find()) {
            return Optional.of(Limit.POOLER);
        }
        if (FROM_POOLER.matcher(state).matches() && SERVER_IS_FULL.matcher(said).find()) {
            return Optional.of(Limit.SERVER);
        }
        return TOO_MANY_CONNECTIONS.equals(state) ? Optional.of(byRoutine(message)) : Optional.empty();
    }

    /** The functions of the server that check the limits of a role and of a database: no language changes their names. */
    private static Limit byRoutine(ServerErrorMessage message) {
        return switch (String.valueOf(message.getRoutine())) {
            case "InitializeSessionUserId" -> Limit.ROLE;
            case "CheckMyDatabase" -> Limit.DATABASE;
            default -> Limit.SERVER;
        };
    }

    /**
     * As a share it is all of it, known or not; as a number it is the limit last seen, and only where none was ever seen there is
     * no number to give. Empty where it says nothing of the application: the limit is that of a role which nobody else was seen to
     * have, or which others fill with as many connections as they usually have.
     */
    Optional<Outcome> outcome(@Nullable ConnectionUsage lastSeen, boolean asShare) {
        if (limit == Limit.ROLE && (lastSeen == null || !lastSeen.shared() || lastSeen.isOwnRoleFull())) {
            return Optional.empty();
        }
        String detail = Details.of(words(lastSeen));
        if (asShare) {
            return Optional.of(Measured.of(1.0, detail));
        }
        return Optional.of(
                lastSeen == null
                        ? new Failed(
                                Cause.REJECTED,
                                detail + ", and its limit is not known yet; a limit in % counts this as a breach")
                        : Measured.of((double) lastSeen.server().most(), detail));
    }

    private String words(@Nullable ConnectionUsage lastSeen) {
        return switch (limit) {
            case SERVER ->
                lastSeen == null
                        ? "the server is full: it takes no more connections"
                        : "the server is full: all " + lastSeen.server().most()
                                + " usable connections are taken (max_connections " + lastSeen.max() + ')';
            case DATABASE -> "the database is full: " + said;
            case ROLE -> "the application's role is full: " + said;
            case POOLER -> "the pooler is full: " + said;
        };
    }
}
