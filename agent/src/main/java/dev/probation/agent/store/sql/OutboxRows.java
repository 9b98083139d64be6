package dev.probation.agent.store.sql;

import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Resolution;
import dev.probation.agent.notice.UnreadableNoticeException;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository;
import dev.probation.agent.store.OutboxRepository.BatchInfo;
import dev.probation.agent.store.OutboxRepository.DeadLetter;
import dev.probation.agent.store.OutboxRepository.Pending;
import dev.probation.agent.store.sql.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the rows of the outbox's table say. The one place that reads a notice's JSON. */
final class OutboxRows {

    private OutboxRows() {}

    /**
     * A message as it was read.
     *
     * @param unreadable why its notice stands in for what could not be read
     */
    record Read(Message message, Optional<String> unreadable) {

        boolean isReadable() {
            return unreadable.isEmpty();
        }
    }

    static Read read(ResultSet row) throws SQLException {
        try {
            return new Read(message(row, Notice.fromJson(row.getString("body"))), Optional.empty());
        } catch (UnreadableNoticeException e) {
            return new Read(message(row, substitute(row)), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static Message message(ResultSet row, Notice notice) throws SQLException {
        return new Message(
                row.getString("id"),
                row.getString("deployment_id"),
                row.getString("receiver"),
                row.getString("incident"),
                Sql.instant(row.getLong("at")),
                notice);
    }

    private static Notice substitute(ResultSet row) throws SQLException {
        return Notice.unreadable(
                action(row.getString("step")),
                Sql.instant(row.getLong("at")),
                row.getString("service"),
                row.getString("version"),
                row.getString("deployment_id"));
    }

    private static IncidentAction action(String step) {
        try {
            return IncidentAction.of(step);
        } catch (IllegalArgumentException e) {
            return IncidentAction.INFO;
        }
    }

    static Pending pending(ResultSet row) throws SQLException {
        Read read = read(row);
        @Nullable String batch = row.getString("bundle");
        return new Pending(
                read.message(),
                row.getInt("attempts"),
                Sql.instant(row, "started_at").isPresent(),
                over(row),
                OutboxRepository.batchId(read.message().id()).equals(batch),
                row.getString("silenced") != null,
                read.unreadable());
    }

    private static Optional<Resolution> over(ResultSet row) throws SQLException {
        Optional<Instant> at = Sql.instant(row, "over_at");
        @Nullable String body = row.getString("over_body");
        return body == null ? Optional.empty() : at.map(when -> new Resolution(when, isGoodNews(body)));
    }

    /** What cannot be read is over, and no more is known of it. */
    private static boolean isGoodNews(String body) {
        try {
            return Notice.fromJson(body).isGoodNews();
        } catch (UnreadableNoticeException e) {
            return false;
        }
    }

    static BatchInfo batch(ResultSet row) throws SQLException {
        return new BatchInfo(read(row).message(), row.getLong("still_open"));
    }

    static DeadLetter deadLetter(ResultSet row) throws SQLException {
        return new DeadLetter(
                read(row).message(),
                Sql.instant(row.getLong("settled_at")),
                row.getInt("attempts"),
                row.getString("refused"));
    }

    static Optional<Instant> nextDue(ResultSet row) throws SQLException {
        Optional<Instant> throttledUntil = Sql.instant(row, "throttled_until");
        return Sql.instant(row, "next_at")
                .map(next -> throttledUntil.filter(next::isBefore).orElse(next));
    }
}
