package dev.probation.agent.store.sql;

import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalRepository;
import dev.probation.agent.store.sql.database.Sql;
import dev.probation.agent.store.sql.database.Transactions;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The journal's table. */
final class JournalTable implements JournalRepository {

    static final String SELECT = "SELECT at, kind, data FROM journal WHERE deployment ="
            + " (SELECT number FROM deployment WHERE id = ?) ORDER BY seq";

    private final Transactions transactions;

    JournalTable(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<JournalEntry> of(String deployment) {
        return transactions.read(connection -> of(connection, deployment));
    }

    static void append(Connection connection, String deployment, List<JournalEntry> entries) throws SQLException {
        append(connection, DeploymentTable.reserve(connection, deployment, 0, entries.size()), entries);
    }

    /** Writes entries that follow those written before. */
    static void append(Connection connection, DeploymentTable.Written before, List<JournalEntry> entries)
            throws SQLException {
        long seq = before.entries();
        for (JournalEntry entry : entries) {
            seq++;
            Sql.run(
                    connection,
                    "INSERT INTO journal (deployment, seq, at, kind, data) VALUES (?, ?, ?, ?, ?)",
                    before.number(),
                    seq,
                    Sql.nanos(entry.at()),
                    entry.kind().name(),
                    entry.data().encode());
        }
    }

    private static List<JournalEntry> of(Connection connection, String deployment) throws SQLException {
        return Sql.all(
                connection,
                SELECT,
                row -> new JournalEntry(
                        Sql.instant(row.getLong("at")),
                        JournalEntry.Kind.valueOf(row.getString("kind")),
                        new JsonObject(row.getString("data"))),
                deployment);
    }
}
