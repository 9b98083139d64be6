package dev.probation.agent.store.sql;

import java.util.Locale;

/** The statements of the outbox's table. */
final class OutboxSql {

    static final String INSERT = """
            INSERT INTO outbox (id, deployment, receiver, incident, at, body, next_at, step)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING""";

    /** What {@link OutboxRows#message} reads. */
    private static final String MESSAGE =
            "o.id, d.id AS deployment_id, d.service, d.version, o.receiver, o.incident, o.at, o.body, o.step";

    private static final String FROM = "FROM outbox o JOIN deployment d ON d.number = o.deployment";

    /** The first message of a batch, or one that is in none. */
    private static final String IS_SENT = "(o.bundle IS NULL OR o.bundle = o.id || '+')";

    /** The first of each incident; one that may not be tried yet holds back those behind it, and no other incident. */
    private static final String IS_HEAD = String.format(Locale.ROOT, """
            o.receiver = ? AND o.settled_at IS NULL AND %s AND NOT EXISTS (
                SELECT 1 FROM outbox e
                WHERE e.receiver = o.receiver AND e.incident = o.incident AND e.seq < o.seq AND e.settled_at IS NULL)""", IS_SENT);

    private static final String THROTTLED_UNTIL =
            "SELECT MAX(a.next_at) FROM outbox a WHERE a.receiver = ? AND a.settled_at IS NULL AND a.asked = 1";

    /** What {@link OutboxRows#pending} reads. */
    private static final String PENDING = String.format(Locale.ROOT, """
            SELECT %s, o.attempts, o.started_at, o.bundle, o.silenced, l.at AS over_at, l.body AS over_body
            %s LEFT JOIN outbox l ON l.seq = (
                SELECT MIN(h.seq) FROM outbox h
                WHERE h.receiver = o.receiver AND h.incident = o.incident AND h.seq > o.seq
                    AND h.step = 'resolves' AND h.settled_at IS NULL)""", MESSAGE, FROM);

    static final String DUE = String.format(Locale.ROOT, """
            %s
            WHERE %s AND o.next_at <= ? AND COALESCE((%s), 0) <= ?
            ORDER BY o.seq""", PENDING, IS_HEAD, THROTTLED_UNTIL);

    static final String NEXT_DUE = String.format(Locale.ROOT, """
            SELECT MIN(o.next_at) AS next_at, (%s) AS throttled_until
            FROM outbox o WHERE %s""", THROTTLED_UNTIL, IS_HEAD);

    static final String OUTLIVED = String.format(Locale.ROOT, """
            %s
            WHERE %s AND o.silenced IS NULL AND (o.at <= ? OR d.ended_at IS NOT NULL)
            ORDER BY o.seq""", PENDING, IS_HEAD);

    static final String FIRST_AFTER = String.format(Locale.ROOT, """
            SELECT MIN(o.at) AS first_at
            FROM outbox o WHERE %s AND o.silenced IS NULL AND o.at > ?""", IS_HEAD);

    static final String RECEIVERS = "SELECT DISTINCT receiver FROM outbox WHERE settled_at IS NULL ORDER BY receiver";

    static final String OTHERS_OF = String.format(Locale.ROOT, """
            %s
            WHERE o.bundle = ? AND o.id <> ?
            ORDER BY o.seq""", PENDING);

    private static final String OTHERS = "SELECT 1 FROM outbox m WHERE m.bundle = o.bundle AND m.id <> o.id";

    /** Resolved are those incidents of a batch about which a later message said so. */
    static final String BATCH_OF = String.format(Locale.ROOT, """
            SELECT l.id, d.id AS deployment_id, d.service, d.version, l.receiver, l.incident, l.at, l.body, l.step, (
                SELECT COUNT(*) FROM outbox m
                WHERE m.bundle = o.bundle AND m.incident <> o.incident AND NOT EXISTS (
                    SELECT 1 FROM outbox r
                    WHERE r.receiver = m.receiver AND r.incident = m.incident AND r.seq > m.seq
                        AND r.step = 'resolves' AND r.settled_at IS NOT NULL)) AS still_open
            FROM outbox o
            JOIN outbox l ON l.bundle = o.bundle AND l.bundle = l.id || '+'
            JOIN deployment d ON d.number = l.deployment
            WHERE o.seq = (
                SELECT MAX(f.seq) FROM outbox f
                WHERE f.receiver = ? AND f.incident = ? AND f.step = 'opens' AND f.settled_at IS NOT NULL)
                AND EXISTS (%s)""", OTHERS);

    static final String BATCH = "UPDATE outbox SET bundle = ? WHERE id = ? AND settled_at IS NULL";

    static final String UNBATCH = String.format(Locale.ROOT, """
            UPDATE outbox AS o SET bundle = NULL
            WHERE o.id = ? AND o.bundle = o.id || '+' AND NOT EXISTS (%s)""", OTHERS);

    static final String POSTPONE = """
            UPDATE outbox SET attempts = attempts + 1, next_at = ?, asked = ?, started_at = NULL
            WHERE id = ? AND settled_at IS NULL""";

    /** What waits for its own sake alone: neither is its receiver throttled nor is it silenced. */
    static final String RETRY_ALL = """
            UPDATE outbox SET next_at = ?
            WHERE settled_at IS NULL AND asked = 0 AND silenced IS NULL AND next_at > ?""";

    static final String RETRY = RETRY_ALL + " AND receiver = ?";

    static final String HOLD = "UPDATE outbox SET next_at = ?, silenced = ? WHERE id = ? AND settled_at IS NULL";

    static final String MUTE = """
            UPDATE outbox SET settled_at = ?, silenced = COALESCE(silenced, 'muted')
            WHERE id = ? AND settled_at IS NULL""";

    static final String MUTED = """
            SELECT o.silenced FROM outbox o
            WHERE o.receiver = ? AND o.incident = ? AND o.step = 'opens' AND o.settled_at IS NOT NULL
            ORDER BY o.seq DESC LIMIT 1""";

    static final String REFUSED_LAST = """
            SELECT o.refused FROM outbox o
            WHERE o.receiver = ? AND o.settled_at IS NOT NULL AND o.silenced IS NULL
            ORDER BY o.settled_at DESC, o.seq DESC LIMIT 1""";

    static final String OPENED =
            "SELECT o.seq FROM outbox o WHERE o.receiver = ? AND o.incident = ? AND o.step = 'opens' LIMIT 1";

    static final String START =
            "UPDATE outbox SET started_at = ? WHERE id = ? AND settled_at IS NULL AND started_at IS NULL";

    static final String SETTLE = """
            UPDATE outbox SET settled_at = ?, refused = ?, attempts = attempts + 1, silenced = NULL
            WHERE (id = ? OR bundle = ?) AND settled_at IS NULL""";

    static final String SETTLE_ONE = """
            UPDATE outbox SET settled_at = ?, attempts = attempts + 1, silenced = NULL
            WHERE id = ? AND settled_at IS NULL""";

    /** Of the incident of a message, what opens or resolves it and is to be told before. */
    static final String PENDING_BEFORE = """
            SELECT e.seq FROM outbox o JOIN outbox e ON e.receiver = o.receiver AND e.incident = o.incident
            WHERE o.id = ? AND e.seq < o.seq AND e.settled_at IS NULL AND e.step <> 'tells' LIMIT 1""";

    static final String DEPLOYMENT_OF =
            "SELECT d.id FROM outbox o JOIN deployment d ON d.number = o.deployment WHERE o.id = ?";

    static final String TOLD = String.format(Locale.ROOT, """
            SELECT %s %s
            WHERE o.receiver = ? AND o.at >= ?
                AND o.settled_at IS NOT NULL AND o.refused IS NULL AND o.silenced IS NULL
            ORDER BY o.seq""", MESSAGE, FROM);

    static final String DEAD_LETTERS = String.format(Locale.ROOT, """
            SELECT %s, o.settled_at, o.attempts, o.refused %s
            WHERE o.refused IS NOT NULL AND %s
            ORDER BY o.seq DESC LIMIT ?""", MESSAGE, FROM, IS_SENT);

    static final String BACKLOG = """
            SELECT COUNT(*) AS messages, MIN(at) AS oldest FROM outbox
            WHERE settled_at IS NULL AND silenced IS NULL""";

    private OutboxSql() {}
}
