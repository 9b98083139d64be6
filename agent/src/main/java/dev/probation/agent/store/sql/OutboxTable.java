package dev.probation.agent.store.sql;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.store.DirectlyTold;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository;
import dev.probation.agent.store.Silence;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.sql.database.Sql;
import dev.probation.agent.store.sql.database.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outbox's table. */
final class OutboxTable implements OutboxRepository {

    private final Transactions transactions;

    OutboxTable(Transactions transactions) {
        this.transactions = transactions;
    }

    static void insert(Connection connection, List<Message> messages) throws SQLException {
        for (Message message : messages) {
            if (isEndOfNothing(connection, message)) {
                continue;
            }
            long deployment = DeploymentTable.written(connection, message.deployment())
                    .orElseThrow(() -> new StoreException("message " + message.id() + " is about deployment "
                            + message.deployment() + ", which is not in the store"))
                    .number();
            long at = Sql.nanos(message.at());
            Sql.run(
                    connection,
                    OutboxSql.INSERT,
                    message.id(),
                    deployment,
                    message.receiver(),
                    message.incident(),
                    at,
                    message.notice().toJson().encode(),
                    at,
                    message.notice().action().label());
        }
    }

    /** Whoever ends a deployment does not know whether people were told that a message got lost. */
    private static boolean isEndOfNothing(Connection connection, Message message) throws SQLException {
        Notice notice = message.notice();
        return notice.occasion() == NotificationEvent.UNDELIVERED
                && notice.action() == IncidentAction.RESOLVE
                && Sql.first(
                                connection,
                                OutboxSql.OPENED,
                                row -> row.getLong(1),
                                message.receiver(),
                                message.incident())
                        .isEmpty();
    }

    @Override
    public List<Pending> due(String receiver, Instant now) {
        long nanos = Sql.nanos(now);
        return transactions.read(connection ->
                Sql.all(connection, OutboxSql.DUE, OutboxRows::pending, receiver, nanos, receiver, nanos));
    }

    @Override
    public Optional<Instant> nextDue(String receiver) {
        return transactions
                .read(connection -> Sql.first(connection, OutboxSql.NEXT_DUE, OutboxRows::nextDue, receiver, receiver))
                .flatMap(next -> next);
    }

    @Override
    public List<Pending> outlived(String receiver, Instant written) {
        long nanos = Sql.nanos(written);
        return transactions.read(
                connection -> Sql.all(connection, OutboxSql.OUTLIVED, OutboxRows::pending, receiver, nanos));
    }

    @Override
    public Optional<Instant> firstAfter(String receiver, Instant written) {
        long nanos = Sql.nanos(written);
        return transactions
                .read(connection -> Sql.first(
                        connection, OutboxSql.FIRST_AFTER, row -> Sql.instant(row, "first_at"), receiver, nanos))
                .flatMap(first -> first);
    }

    @Override
    public List<String> receivers() {
        return transactions.read(connection -> Sql.all(connection, OutboxSql.RECEIVERS, row -> row.getString(1)));
    }

    @Override
    public void batch(List<String> messages) {
        transactions.run(connection -> batch(connection, messages));
    }

    private static void batch(Connection connection, List<String> messages) throws SQLException {
        batch(connection, messages, OutboxRepository.batchId(messages.get(0)));
    }

    private static void batch(Connection connection, List<String> messages, String id) throws SQLException {
        for (String message : messages) {
            Sql.run(connection, OutboxSql.BATCH, id, message);
        }
    }

    /**
     * Has messages taken for delivered, together where they were told together; those that are settled stay as they are. What
     * follows on a pending message that opens or resolves its incident is told again after it, so that the last that is told of
     * an incident is the newest; where the others were told with it, it is told again with them.
     */
    static void settle(Connection connection, DirectlyTold told) throws SQLException {
        List<String> last = new ArrayList<>();
        for (String id : told.ids()) {
            if (Sql.first(connection, OutboxSql.PENDING_BEFORE, row -> row.getLong(1), id)
                    .isEmpty()) {
                last.add(id);
            }
        }
        String lead = told.lead();
        if (lead != null) {
            List<String> bundled = new ArrayList<>(last);
            if (told.ids().contains(lead) && !last.contains(lead)) {
                bundled.add(lead);
            }
            batch(connection, bundled, OutboxRepository.batchId(lead));
        }
        int settled = 0;
        for (String id : last) {
            settled += Sql.update(
                    connection, OutboxSql.SETTLE_ONE, Sql.nanos(told.entry().at()), id);
        }
        if (settled > 0 && (lead == null || last.contains(lead))) {
            JournalTable.append(connection, deploymentOf(connection, last.get(0)), List.of(told.entry()));
        }
    }

    @Override
    public void unbatch(String message) {
        transactions.run(connection -> Sql.run(connection, OutboxSql.UNBATCH, message));
    }

    @Override
    public List<Pending> othersOf(String lead) {
        return transactions.read(connection ->
                Sql.all(connection, OutboxSql.OTHERS_OF, OutboxRows::pending, OutboxRepository.batchId(lead), lead));
    }

    @Override
    public Optional<BatchInfo> batchOf(String receiver, String incident) {
        return transactions.read(
                connection -> Sql.first(connection, OutboxSql.BATCH_OF, OutboxRows::batch, receiver, incident));
    }

    @Override
    public void postpone(String message, Instant next, boolean throttled, @Nullable JournalEntry entry) {
        transactions.run(connection -> {
            int rows = Sql.update(connection, OutboxSql.POSTPONE, Sql.nanos(next), throttled ? 1 : 0, message);
            if (rows > 0 && entry != null) {
                JournalTable.append(connection, deploymentOf(connection, message), List.of(entry));
            }
        });
    }

    @Override
    public void hold(String message, Silence silence, JournalEntry entry) {
        transactions.run(connection -> {
            int rows = Sql.update(connection, OutboxSql.HOLD, Sql.nanos(silence.ends()), silence.id(), message);
            if (rows > 0) {
                JournalTable.append(connection, deploymentOf(connection, message), List.of(entry));
            }
        });
    }

    @Override
    public void mute(String message, Instant at, @Nullable JournalEntry entry) {
        transactions.run(connection -> {
            int rows = Sql.update(connection, OutboxSql.MUTE, Sql.nanos(at), message);
            if (rows > 0 && entry != null) {
                JournalTable.append(connection, deploymentOf(connection, message), List.of(entry));
            }
        });
    }

    @Override
    public boolean wasMuted(String receiver, String incident) {
        return transactions
                .read(connection ->
                        Sql.first(connection, OutboxSql.MUTED, row -> row.getString(1) != null, receiver, incident))
                .orElse(false);
    }

    @Override
    public boolean isRefusing(String receiver) {
        return transactions
                .read(connection ->
                        Sql.first(connection, OutboxSql.REFUSED_LAST, row -> row.getString(1) != null, receiver))
                .orElse(false);
    }

    @Override
    public void retry(String receiver, Instant now) {
        long nanos = Sql.nanos(now);
        transactions.run(connection -> Sql.run(connection, OutboxSql.RETRY, nanos, nanos, receiver));
    }

    @Override
    public void retryAll(Instant now) {
        long nanos = Sql.nanos(now);
        transactions.run(connection -> Sql.run(connection, OutboxSql.RETRY_ALL, nanos, nanos));
    }

    @Override
    public boolean start(String message, Instant at) {
        return transactions.write(connection -> Sql.update(connection, OutboxSql.START, Sql.nanos(at), message)) == 1;
    }

    @Override
    public void settle(String message, JournalEntry entry, @Nullable String refused, List<Message> because) {
        boolean settled = transactions.write(connection -> settle(connection, message, entry, refused, because));
        if (!settled) {
            throw new StoreException("message " + message + " is not pending, so it cannot be settled");
        }
    }

    /** False where neither the message nor another of its batch is pending. */
    private static boolean settle(
            Connection connection, String message, JournalEntry entry, @Nullable String refused, List<Message> because)
            throws SQLException {
        int rows = Sql.update(
                connection,
                OutboxSql.SETTLE,
                Sql.nanos(entry.at()),
                refused,
                message,
                OutboxRepository.batchId(message));
        if (rows > 0) {
            JournalTable.append(connection, deploymentOf(connection, message), List.of(entry));
            insert(connection, because);
        }
        return rows > 0;
    }

    private static String deploymentOf(Connection connection, String message) throws SQLException {
        return Sql.first(connection, OutboxSql.DEPLOYMENT_OF, row -> row.getString(1), message)
                .orElseThrow();
    }

    @Override
    public Backlog backlog() {
        return transactions
                .read(connection -> Sql.first(
                        connection,
                        OutboxSql.BACKLOG,
                        row -> new Backlog(row.getLong("messages"), Sql.instant(row, "oldest"))))
                .orElseThrow();
    }

    @Override
    public List<Message> told(String receiver, Instant since) {
        return transactions
                .read(connection -> Sql.all(connection, OutboxSql.TOLD, OutboxRows::read, receiver, Sql.nanos(since)))
                .stream()
                .filter(OutboxRows.Read::isReadable)
                .map(OutboxRows.Read::message)
                .toList();
    }

    @Override
    public List<DeadLetter> deadLetters(int most) {
        return transactions.read(
                connection -> Sql.all(connection, OutboxSql.DEAD_LETTERS, OutboxRows::deadLetter, most));
    }
}
