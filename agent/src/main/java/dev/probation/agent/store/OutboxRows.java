package dev.probation.agent.store;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The outbox's table. */
final class OutboxRows implements Outgoing {

    private static final String INSERT =
            "INSERT INTO outbox (id, deployment, receiver, incident, at, body, next_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (id) DO NOTHING";
    /** The first of each incident; one that may not be tried yet holds back those behind it, and no other incident. */
    private static final String HEADS = "FROM outbox o WHERE o.receiver = ? AND o.settled_at IS NULL AND NOT EXISTS"
            + " (SELECT 1 FROM outbox e WHERE e.receiver = o.receiver AND e.incident = o.incident"
            + " AND e.seq < o.seq AND e.settled_at IS NULL)";

    static final String DUE = "SELECT o.id, d.id AS deployment_id, o.receiver, o.incident, o.at, o.body, o.attempts,"
            + " o.started_at " + HEADS.replace("outbox o", "outbox o JOIN deployment d ON d.number = o.deployment")
            + " AND o.next_at <= ? ORDER BY o.seq";
    static final String NEXT_DUE = "SELECT MIN(o.next_at) AS next_at " + HEADS;

    private final Transactions transactions;

    OutboxRows(Transactions transactions) {
        this.transactions = transactions;
    }

    static void insert(Connection connection, List<Message> messages) throws SQLException {
        for (Message message : messages) {
            long deployment = DeploymentRows.written(connection, message.deployment())
                    .orElseThrow(() -> new StoreException("message " + message.id() + " is about deployment "
                            + message.deployment() + ", which is not in the store"))
                    .number();
            long at = Sql.nanos(message.at());
            Sql.run(
                    connection,
                    INSERT,
                    message.id(),
                    deployment,
                    message.receiver(),
                    message.incident(),
                    at,
                    message.body().encode(),
                    at);
        }
    }

    @Override
    public List<Pending> due(String receiver, Instant now) {
        return transactions.read(connection -> Sql.all(connection, DUE, OutboxRows::pending, receiver, Sql.nanos(now)));
    }

    private static Pending pending(ResultSet row) throws SQLException {
        Message message = new Message(
                row.getString("id"),
                row.getString("deployment_id"),
                row.getString("receiver"),
                row.getString("incident"),
                Sql.instant(row.getLong("at")),
                new JsonObject(row.getString("body")));
        return new Pending(
                message, row.getInt("attempts"), Sql.instant(row, "started_at").isPresent());
    }

    @Override
    public Optional<Instant> nextDue(String receiver) {
        return transactions
                .read(connection -> Sql.first(connection, NEXT_DUE, row -> Sql.instant(row, "next_at"), receiver))
                .flatMap(next -> next);
    }

    @Override
    public List<String> receivers() {
        return transactions.read(connection -> Sql.all(
                connection,
                "SELECT DISTINCT receiver FROM outbox WHERE settled_at IS NULL ORDER BY receiver",
                row -> row.getString(1)));
    }

    @Override
    public void postpone(String message, Instant next) {
        transactions.run(connection -> Sql.run(
                connection,
                "UPDATE outbox SET attempts = attempts + 1, next_at = ? WHERE id = ? AND settled_at IS NULL",
                Sql.nanos(next),
                message));
    }

    @Override
    public boolean start(String message, Instant at) {
        int rows = transactions.write(connection -> Sql.update(
                connection,
                "UPDATE outbox SET started_at = ? WHERE id = ? AND settled_at IS NULL AND started_at IS NULL",
                Sql.nanos(at),
                message));
        return rows == 1;
    }

    @Override
    public void settle(String message, Journal entry, List<Message> because) {
        boolean settled = transactions.write(connection -> {
            int rows = Sql.update(
                    connection,
                    "UPDATE outbox SET settled_at = ? WHERE id = ? AND settled_at IS NULL",
                    Sql.nanos(entry.at()),
                    message);
            if (rows == 1) {
                JournalRows.append(connection, deploymentOf(connection, message), List.of(entry));
                insert(connection, because);
            }
            return rows == 1;
        });
        if (!settled) {
            throw new StoreException("message " + message + " is not pending, so it cannot be settled");
        }
    }

    private static String deploymentOf(Connection connection, String message) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT d.id FROM outbox o JOIN deployment d ON d.number = o.deployment WHERE o.id = ?",
                        row -> row.getString(1),
                        message)
                .orElseThrow();
    }

    @Override
    public Backlog backlog() {
        return transactions
                .read(connection -> Sql.first(
                        connection,
                        "SELECT COUNT(*) AS messages, MIN(at) AS oldest FROM outbox WHERE settled_at IS NULL",
                        row -> new Backlog(row.getLong("messages"), Sql.instant(row, "oldest"))))
                .orElseThrow();
    }
}
