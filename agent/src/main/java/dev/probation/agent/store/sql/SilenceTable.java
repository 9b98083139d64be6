package dev.probation.agent.store.sql;

import dev.probation.agent.store.Silence;
import dev.probation.agent.store.Silence.Matcher;
import dev.probation.agent.store.SilenceRepository;
import dev.probation.agent.store.sql.database.Sql;
import dev.probation.agent.store.sql.database.Transactions;
import io.vertx.core.json.JsonArray;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The silences' table. */
final class SilenceTable implements SilenceRepository {

    private static final String COLUMNS = "SELECT id, matchers, begins, ends, reason, author FROM silence ";
    private static final String INSERT =
            "INSERT INTO silence (id, matchers, begins, ends, reason, author) VALUES (?, ?, ?, ?, ?, ?)";

    private final Transactions transactions;

    SilenceTable(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void add(Silence silence) {
        transactions.run(connection -> Sql.run(
                connection,
                INSERT,
                silence.id(),
                new JsonArray(silence.written()).encode(),
                Sql.nanos(silence.begins()),
                Sql.nanos(silence.ends()),
                silence.reason(),
                silence.author()));
    }

    @Override
    public List<Silence> since(Instant since) {
        return transactions.read(connection -> Sql.all(
                connection, COLUMNS + "WHERE ends > ? ORDER BY ends, id", SilenceTable::silence, Sql.nanos(since)));
    }

    @Override
    public Optional<Silence> end(String id, Instant at) {
        return transactions.write(connection -> {
            long now = Sql.nanos(at);
            Optional<Silence> found =
                    Sql.first(connection, COLUMNS + "WHERE id = ? AND ends > ?", SilenceTable::silence, id, now);
            Sql.run(connection, "DELETE FROM silence WHERE id = ? AND begins >= ?", id, now);
            Sql.run(connection, "UPDATE silence SET ends = ? WHERE id = ? AND ends > ?", now, id, now);
            Sql.run(connection, "UPDATE outbox SET next_at = ? WHERE silenced = ? AND settled_at IS NULL", now, id);
            return found.map(silence -> silence.endedAt(at));
        });
    }

    private static Silence silence(ResultSet row) throws SQLException {
        List<Matcher> matchers = new JsonArray(row.getString("matchers"))
                .stream().map(String.class::cast).map(Matcher::parse).toList();
        return new Silence(
                row.getString("id"),
                matchers,
                Sql.instant(row.getLong("begins")),
                Sql.instant(row.getLong("ends")),
                row.getString("reason"),
                row.getString("author"));
    }
}
