package dev.probation.agent.store.sql.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.probation.agent.store.Lease;
import dev.probation.agent.store.StoreException;
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

    /** The schema's version since which {@link #take} can be called: before it nobody can have taken it. */
    default int takenSince() {
        return 0;
    }

    /**
     * Makes it this agent's, where opening it did not: no other agent can be at work on it from then on, so that whatever is
     * marked as in work was left by a dead one.
     *
     * @throws StoreException where it cannot be taken, as while another agent has it
     */
    default void take() {}

    /** Whose it is from then on. */
    default Lease lease() {
        return Lease.WHILE_OPEN;
    }

    /** Frees connections and locks, and gives it back. */
    @Override
    void close();

    /** Gives some of the room back of what a transaction has deleted; before its end. */
    default void shrink(Connection connection) throws SQLException {}
}
