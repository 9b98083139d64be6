package dev.probation.agent.store.sql.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** Gives up a session that may not write: one that began while the server was read-only may stay so, where the next is not. */
final class ReadOnlySessions implements SQLExceptionOverride {

    /** SQLSTATE read_only_sql_transaction. */
    static final String STATE = "25006";

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException error) {
        return STATE.equals(error.getSQLState())
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
