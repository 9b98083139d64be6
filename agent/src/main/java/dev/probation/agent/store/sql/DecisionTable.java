package dev.probation.agent.store.sql;

import dev.probation.agent.store.Change;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.sql.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The rollback decisions, at most one of each deployment. */
final class DecisionTable {

    private DecisionTable() {}

    static Optional<Change.Decision> find(Connection connection, String deployment) throws SQLException {
        return Sql.first(
                connection,
                "SELECT c.id, c.at, c.check_id, c.reason FROM decision c"
                        + " JOIN deployment d ON d.number = c.deployment WHERE d.id = ?",
                row -> new Change.Decision(
                        row.getString(1), Sql.instant(row.getLong(2)), row.getString(3), row.getString(4)),
                deployment);
    }

    /**
     * Whether the decision of this very change is in the store: its writer was told of an error after the store had taken
     * it, and tries again.
     *
     * @throws StoreException where there is another
     */
    static boolean isWritten(Connection connection, Change change) throws SQLException {
        if (change.decision().isEmpty()) {
            return false;
        }
        String id = change.decision().orElseThrow().id();
        Optional<Change.Decision> there = find(connection, change.deployment());
        if (there.filter(other -> !other.id().equals(id)).isPresent()) {
            throw new StoreException("deployment " + change.deployment()
                    + " has a rollback decision already, and never gets another; nothing of this change was written");
        }
        return there.isPresent();
    }

    static void insert(Connection connection, long number, Change.Decision decision) throws SQLException {
        Sql.run(
                connection,
                "INSERT INTO decision (deployment, id, at, check_id, reason) VALUES (?, ?, ?, ?, ?)",
                number,
                decision.id(),
                Sql.nanos(decision.at()),
                decision.check(),
                decision.reason());
    }
}
