package dev.probation.agent.store.sql.database;

import dev.probation.agent.store.StoreException;
import io.vertx.core.json.DecodeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;

/** Runs what is asked on a connection, and says what went wrong in the operator's words. */
public final class Transactions {

    private final Database database;

    public Transactions(Database database) {
        this.database = database;
    }

    /** What is done on a connection. */
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** What is done on a connection, without a result. */
    public interface Task {
        void on(Connection connection) throws SQLException;
    }

    /** One statement, which sees one state of the store. */
    public <T> T read(Work<T> work) {
        try (Connection connection = database.connections().getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new StoreException("store " + database.name() + " cannot be read: " + database.explain(e), e);
        } catch (IllegalArgumentException | DecodeException | DateTimeException e) {
            throw damaged(e);
        }
    }

    /** What no agent wrote: a flipped bit, which a database without checksums passes on. */
    private StoreException damaged(RuntimeException found) {
        return new StoreException(
                "store " + database.name()
                        + " holds data that no agent wrote, so it is damaged; restore it from a backup: "
                        + found.getMessage(),
                found);
    }

    /** All of it or nothing; on disk when this returns. */
    public <T> T write(Work<T> work) {
        List<T> results = new ArrayList<>(1);
        run(connection -> results.add(work.on(connection)));
        return results.get(0);
    }

    /** As {@link #write}, without a result; also for reads of several statements. */
    public void run(Task task) {
        try (Connection connection = database.connections().getConnection()) {
            database.begin(connection);
            try {
                task.on(connection);
                database.commit(connection);
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new StoreException("store " + database.name() + " cannot be written: " + database.explain(e), e);
        } catch (IllegalArgumentException | DecodeException | DateTimeException e) {
            throw damaged(e);
        }
    }

    /** A full disk has ended the transaction already; then the connection is in no state to be used again. */
    private void rollBack(Connection connection, Exception reason) {
        try {
            database.rollBack(connection);
        } catch (SQLException e) {
            reason.addSuppressed(e);
            database.connections().evictConnection(connection);
        }
    }
}
