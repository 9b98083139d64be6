package dev.probation.agent.store.sql;

import dev.probation.agent.store.AlertGroup;
import dev.probation.agent.store.AlertGroup.Alert;
import dev.probation.agent.store.InboxRepository;
import dev.probation.agent.store.sql.database.Sql;
import dev.probation.agent.store.sql.database.Transactions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of what came in. */
final class InboxTable implements InboxRepository {

    /** Longer than an event may be old when it comes, so that none is forgotten that could still be acted on. */
    private static final Duration KEEP_EVENTS = Duration.ofDays(7);

    private static final Duration KEEP_ALERTS = Duration.ofDays(7);

    private static final String GROUPS = "SELECT id, heard_at, missing, alerts FROM alert_group ";

    private final Transactions transactions;

    InboxTable(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean isSeen(String source, List<String> ids) {
        return transactions.read(connection -> {
            for (String id : ids) {
                String sql = "SELECT at FROM seen_event WHERE source = ? AND id = ?";
                if (Sql.first(connection, sql, row -> row.getLong(1), source, id)
                        .isPresent()) {
                    return true;
                }
            }
            return false;
        });
    }

    @Override
    public void see(String source, List<String> ids, Instant at) {
        transactions.run(connection -> {
            for (String id : ids) {
                Sql.run(
                        connection,
                        "INSERT INTO seen_event (source, id, at) VALUES (?, ?, ?) ON CONFLICT (source, id) DO NOTHING",
                        source,
                        id,
                        Sql.nanos(at));
            }
            Sql.run(connection, "DELETE FROM seen_event WHERE at < ?", Sql.nanos(at.minus(KEEP_EVENTS)));
        });
    }

    @Override
    public void keep(AlertGroup group) {
        transactions.run(connection -> {
            Sql.run(
                    connection,
                    "DELETE FROM alert_group WHERE id = ? OR heard_at < ?",
                    group.id(),
                    Sql.nanos(group.heardAt().minus(KEEP_ALERTS)));
            if (!group.isOver()) {
                insert(connection, group);
            }
        });
    }

    private static void insert(Connection connection, AlertGroup group) throws SQLException {
        Sql.run(
                connection,
                "INSERT INTO alert_group (id, heard_at, missing, alerts) VALUES (?, ?, ?, ?)",
                group.id(),
                Sql.nanos(group.heardAt()),
                group.missing(),
                new JsonArray(group.alerts().stream().map(InboxTable::json).toList()).encode());
    }

    @Override
    public List<AlertGroup> alerts() {
        return transactions.read(
                connection -> Sql.all(connection, GROUPS + "ORDER BY heard_at, id", InboxTable::group));
    }

    private static JsonObject json(Alert alert) {
        JsonObject json = new JsonObject()
                .put("fingerprint", alert.fingerprint())
                .put("labels", new JsonObject(new LinkedHashMap<>(alert.labels())))
                .put("since", alert.since().toString())
                .put("heardAt", alert.heardAt().toString());
        alert.until().ifPresent(until -> json.put("until", until.toString()));
        return json;
    }

    private static AlertGroup group(ResultSet row) throws SQLException {
        List<Alert> alerts = new JsonArray(row.getString("alerts"))
                .stream().map(JsonObject.class::cast).map(InboxTable::alert).toList();
        return new AlertGroup(row.getString("id"), Sql.instant(row.getLong("heard_at")), row.getInt("missing"), alerts);
    }

    private static Alert alert(JsonObject json) {
        Map<String, String> labels = new LinkedHashMap<>();
        json.getJsonObject("labels").forEach(label -> labels.put(label.getKey(), String.valueOf(label.getValue())));
        return new Alert(
                json.getString("fingerprint"),
                labels,
                json.getInstant("since"),
                Optional.ofNullable(json.getInstant("until")),
                json.getInstant("heardAt"));
    }
}
