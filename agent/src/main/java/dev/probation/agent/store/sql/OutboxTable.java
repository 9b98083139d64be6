package dev.probation.agent.store.sql;

import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository;
import dev.probation.agent.store.Silence;
import dev.probation.agent.store.StoreException;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outbox's table. */
final class OutboxTable implements OutboxRepository {

    private static final String INSERT = "INSERT INTO outbox"
            + " (id, deployment, receiver, incident, at, body, next_at, step) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (id) DO NOTHING";

    /** A bundle's first message, or one that is in none. */
    private static final String IS_SENT = "(o.bundle IS NULL OR o.bundle = o.id || '+')";

    /** The first of each incident; one that may not be tried yet holds back those behind it, and no other incident. */
    private static final String HEADS = "FROM outbox o WHERE o.receiver = ? AND o.settled_at IS NULL AND " + IS_SENT
            + " AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.receiver = o.receiver AND e.incident = o.incident"
            + " AND e.seq < o.seq AND e.settled_at IS NULL)";

    private static final String PENDING = "SELECT o.id, d.id AS deployment_id, o.receiver, o.incident, o.at, o.body,"
            + " o.attempts, o.started_at, o.bundle, o.silenced, (SELECT MIN(h.at) FROM outbox h WHERE h.receiver = o.receiver"
            + " AND h.incident = o.incident AND h.seq > o.seq AND h.step = 'resolves' AND h.settled_at IS NULL) AS healed_at ";

    private static final String LEFT_ALONE =
            "SELECT MAX(a.next_at) FROM outbox a WHERE a.receiver = ? AND a.settled_at IS NULL AND a.asked = 1";

    static final String DUE = PENDING
            + HEADS.replace("outbox o", "outbox o JOIN deployment d ON d.number = o.deployment")
            + " AND o.next_at <= ? AND COALESCE((" + LEFT_ALONE + "), 0) <= ? ORDER BY o.seq";
    static final String NEXT_DUE = "SELECT MIN(o.next_at) AS next_at, (" + LEFT_ALONE + ") AS left_alone " + HEADS;

    private static final String CARRIED = PENDING
            + "FROM outbox o JOIN deployment d ON d.number = o.deployment WHERE o.bundle = ? AND o.id <> ? ORDER BY o.seq";

    private static final String MATES = "SELECT 1 FROM outbox m WHERE m.bundle = o.bundle AND m.id <> o.id";

    /** Resolved are those incidents of a bundle about which a later message said so. */
    static final String CARRIER = "SELECT l.id, d.id AS deployment_id, l.receiver, l.incident, l.at, l.body,"
            + " (SELECT COUNT(*) FROM outbox m WHERE m.bundle = o.bundle AND m.incident <> o.incident AND NOT EXISTS"
            + " (SELECT 1 FROM outbox r WHERE r.receiver = m.receiver AND r.incident = m.incident AND r.seq > m.seq"
            + " AND r.step = 'resolves' AND r.settled_at IS NOT NULL)) AS still_open"
            + " FROM outbox o JOIN outbox l ON l.bundle = o.bundle AND l.bundle = l.id || '+'"
            + " JOIN deployment d ON d.number = l.deployment WHERE o.seq = (SELECT MAX(f.seq) FROM outbox f"
            + " WHERE f.receiver = ? AND f.incident = ? AND f.step = 'opens' AND f.settled_at IS NOT NULL)"
            + " AND EXISTS (" + MATES + ")";

    private static final String MUTED = "SELECT o.silenced FROM outbox o WHERE o.receiver = ? AND o.incident = ?"
            + " AND o.step = 'opens' AND o.settled_at IS NOT NULL ORDER BY o.seq DESC LIMIT 1";

    private static final String TOLD = "SELECT o.id, d.id AS deployment_id, o.receiver, o.incident, o.at, o.body"
            + " FROM outbox o JOIN deployment d ON d.number = o.deployment WHERE o.receiver = ? AND o.at >= ?"
            + " AND o.settled_at IS NOT NULL AND o.refused IS NULL AND o.silenced IS NULL ORDER BY o.seq";

    private static final String DEAD = "SELECT o.id, d.id AS deployment_id, o.receiver, o.incident, o.at, o.body,"
            + " o.settled_at, o.attempts, o.refused FROM outbox o JOIN deployment d ON d.number = o.deployment"
            + " WHERE o.refused IS NOT NULL AND " + IS_SENT + " ORDER BY o.seq DESC LIMIT ?";

    /** What waits for its own sake alone: neither was it asked to wait nor is it silenced. */
    private static final String RETRY = "UPDATE outbox SET next_at = ? WHERE settled_at IS NULL AND asked = 0"
            + " AND silenced IS NULL AND next_at > ?";

    private final Transactions transactions;

    OutboxTable(Transactions transactions) {
        this.transactions = transactions;
    }

    static void insert(Connection connection, List<Message> messages) throws SQLException {
        for (Message message : messages) {
            long deployment = DeploymentTable.written(connection, message.deployment())
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
                    at,
                    message.body().getString("step", "tells"));
        }
    }

    @Override
    public List<Pending> due(String receiver, Instant now) {
        long nanos = Sql.nanos(now);
        return transactions.read(
                connection -> Sql.all(connection, DUE, OutboxTable::pending, receiver, nanos, receiver, nanos));
    }

    private static Pending pending(ResultSet row) throws SQLException {
        Message message = message(row);
        @Nullable String bundle = row.getString("bundle");
        return new Pending(
                message,
                row.getInt("attempts"),
                Sql.instant(row, "started_at").isPresent(),
                Sql.instant(row, "healed_at"),
                OutboxRepository.bundleId(message.id()).equals(bundle),
                row.getString("silenced") != null);
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getString("id"),
                row.getString("deployment_id"),
                row.getString("receiver"),
                row.getString("incident"),
                Sql.instant(row.getLong("at")),
                new JsonObject(row.getString("body")));
    }

    @Override
    public Optional<Instant> nextDue(String receiver) {
        return transactions
                .read(connection -> Sql.first(connection, NEXT_DUE, OutboxTable::next, receiver, receiver))
                .flatMap(next -> next);
    }

    private static Optional<Instant> next(ResultSet row) throws SQLException {
        Optional<Instant> leftAlone = Sql.instant(row, "left_alone");
        return Sql.instant(row, "next_at")
                .map(next -> leftAlone.filter(next::isBefore).orElse(next));
    }

    @Override
    public void bundle(List<String> messages) {
        String id = OutboxRepository.bundleId(messages.get(0));
        transactions.run(connection -> {
            for (String message : messages) {
                Sql.run(connection, "UPDATE outbox SET bundle = ? WHERE id = ?", id, message);
            }
        });
    }

    @Override
    public void loosen(String message) {
        transactions.run(connection -> Sql.run(
                connection,
                "UPDATE outbox AS o SET bundle = NULL WHERE o.id = ? AND o.bundle = o.id || '+' AND NOT EXISTS ("
                        + MATES + ')',
                message));
    }

    @Override
    public List<Pending> carriedBy(String lead) {
        return transactions.read(connection ->
                Sql.all(connection, CARRIED, OutboxTable::pending, OutboxRepository.bundleId(lead), lead));
    }

    @Override
    public Optional<Carrier> carrier(String receiver, String incident) {
        return transactions.read(connection -> Sql.first(
                connection, CARRIER, row -> new Carrier(message(row), row.getLong("still_open")), receiver, incident));
    }

    @Override
    public List<DeadLetter> deadLetters(int most) {
        return transactions.read(connection -> Sql.all(
                connection,
                DEAD,
                row -> new DeadLetter(
                        message(row),
                        Sql.instant(row.getLong("settled_at")),
                        row.getInt("attempts"),
                        row.getString("refused")),
                most));
    }

    @Override
    public List<String> receivers() {
        return transactions.read(connection -> Sql.all(
                connection,
                "SELECT DISTINCT receiver FROM outbox WHERE settled_at IS NULL ORDER BY receiver",
                row -> row.getString(1)));
    }

    @Override
    public void postpone(String message, Instant next, boolean asked) {
        transactions.run(connection -> Sql.run(
                connection,
                "UPDATE outbox SET attempts = attempts + 1, next_at = ?, asked = ? WHERE id = ? AND settled_at IS NULL",
                Sql.nanos(next),
                asked ? 1 : 0,
                message));
    }

    @Override
    public void hold(String message, Silence silence, JournalEntry entry) {
        transactions.run(connection -> {
            int rows = Sql.update(
                    connection,
                    "UPDATE outbox SET next_at = ?, silenced = ? WHERE id = ? AND settled_at IS NULL",
                    Sql.nanos(silence.ends()),
                    silence.id(),
                    message);
            if (rows > 0) {
                JournalTable.append(connection, deploymentOf(connection, message), List.of(entry));
            }
        });
    }

    @Override
    public void mute(String message, Instant at, Optional<JournalEntry> entry) {
        transactions.run(connection -> {
            int rows = Sql.update(
                    connection,
                    "UPDATE outbox SET settled_at = ?, silenced = COALESCE(silenced, 'muted')"
                            + " WHERE id = ? AND settled_at IS NULL",
                    Sql.nanos(at),
                    message);
            if (rows > 0 && entry.isPresent()) {
                JournalTable.append(connection, deploymentOf(connection, message), List.of(entry.orElseThrow()));
            }
        });
    }

    @Override
    public boolean wasMuted(String receiver, String incident) {
        return transactions
                .read(connection -> Sql.first(connection, MUTED, row -> row.getString(1) != null, receiver, incident))
                .orElse(false);
    }

    @Override
    public void retry(String receiver, Instant now) {
        long nanos = Sql.nanos(now);
        transactions.run(connection -> Sql.run(connection, RETRY + " AND receiver = ?", nanos, nanos, receiver));
    }

    @Override
    public void retryAll(Instant now) {
        long nanos = Sql.nanos(now);
        transactions.run(connection -> Sql.run(connection, RETRY, nanos, nanos));
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
    public void settle(String message, JournalEntry entry, Optional<String> refused, List<Message> because) {
        boolean settled = transactions.write(connection -> {
            int rows = Sql.update(
                    connection,
                    "UPDATE outbox SET settled_at = ?, refused = ?, attempts = attempts + 1, silenced = NULL WHERE (id = ? OR bundle = ?) AND settled_at IS NULL",
                    Sql.nanos(entry.at()),
                    refused.orElse(null),
                    message,
                    OutboxRepository.bundleId(message));
            if (rows > 0) {
                JournalTable.append(connection, deploymentOf(connection, message), List.of(entry));
                insert(connection, because);
            }
            return rows > 0;
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
    public List<Message> told(String receiver, Instant since) {
        return transactions.read(
                connection -> Sql.all(connection, TOLD, OutboxTable::message, receiver, Sql.nanos(since)));
    }

    @Override
    public Backlog backlog() {
        return transactions
                .read(connection -> Sql.first(
                        connection,
                        "SELECT COUNT(*) AS messages, MIN(at) AS oldest FROM outbox"
                                + " WHERE settled_at IS NULL AND silenced IS NULL",
                        row -> new Backlog(row.getLong("messages"), Sql.instant(row, "oldest"))))
                .orElseThrow();
    }
}
