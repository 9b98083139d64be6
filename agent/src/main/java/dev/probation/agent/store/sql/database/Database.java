package dev.probation.agent.store.sql.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** What differs between the databases that the store runs on. */
public interface Database extends AutoCloseable {

    /** For messages: the address without any secret. */
    String name();

    /** The name of its own folder of migrations. */
    String folder();

    /** Its words for what the common migrations leave open. */
    Map<String, String> words();

    HikariDataSource connections();

    /** What an operator is told: what is wrong, and what to do. */
    String explain(SQLException error);

    /** Begins a transaction; where that fails there is none, and the connection is as it was. */
    default void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
    }

    default void commit(Connection connection) throws SQLException {
        connection.commit();
    }

    default void rollBack(Connection connection) throws SQLException {
        connection.rollback();
    }

    /** Whether no other agent can be at work on it, so that whatever is marked as in work was left by a dead one. */
    boolean isExclusive();

    /** Frees connections and locks. */
    @Override
    void close();
}
