package dev.probation.agent.store.sql;

import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.sql.database.Sql;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.Sample;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deployments, with how much was written of each. */
final class DeploymentTable {

    private static final String COLUMNS =
            "SELECT deployment.id, service, version, deployed_at, is_rollback, announced_at, phase, ended_at, fingerprint"
                    + " FROM deployment ";
    private static final String INSERT =
            "INSERT INTO deployment (id, service, version, deployed_at, is_rollback, announced_at, phase, fingerprint)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";
    static final String BY_ID = COLUMNS + "WHERE id = ?";
    static final String OPEN = COLUMNS + "WHERE ended_at IS NULL ORDER BY deployed_at, number";
    static final String NEWEST = COLUMNS + "ORDER BY deployed_at DESC, number DESC LIMIT ?";
    static final String NEWEST_OF_SERVICE =
            COLUMNS + "WHERE service = ? ORDER BY deployed_at DESC, number DESC LIMIT ?";

    static final String DECIDED_SINCE = COLUMNS
            + "JOIN decision ON decision.deployment = deployment.number WHERE decision.at >= ? ORDER BY decision.at";

    static final String ENDED_BEFORE = "SELECT number FROM deployment d WHERE ended_at < ?"
            + " AND EXISTS (SELECT 1 FROM deployment newer WHERE newer.service = d.service"
            + " AND (newer.deployed_at, newer.number) > (d.deployed_at, d.number))"
            + " AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.deployment = d.number AND settled_at IS NULL)"
            + " ORDER BY ended_at LIMIT 1";

    /** What belongs to a deployment, with the keys of its rows. */
    private static final Map<String, String> PARTS =
            Map.of("sample", "seq", "rollup", "check_id, minute", "journal", "seq", "outbox", "seq");

    /** What is deleted at once keeps a decision waiting for some milliseconds. */
    private static final int ROWS_AT_ONCE = 2_000;

    private DeploymentTable() {}

    /**
     * A deployment's short key, and how many samples and journal entries it has.
     *
     * @param baseline how many of the samples, the first, are from before {@code deployedAt}
     */
    record Written(long number, long samples, long entries, long baseline, Instant deployedAt) {

        /** How many of samples to be written next go on with the baseline. */
        int baselineOf(List<Sample> next) {
            int more = 0;
            while (samples == baseline
                    && more < next.size()
                    && next.get(more).at().isBefore(deployedAt)) {
                more++;
            }
            return more;
        }
    }

    static boolean insert(Connection connection, Deployment deployment, String fingerprint) throws SQLException {
        return Sql.update(
                        connection,
                        INSERT,
                        deployment.id(),
                        deployment.service(),
                        deployment.version(),
                        Sql.nanos(deployment.deployedAt()),
                        deployment.rollback() ? 1 : 0,
                        Sql.nanos(deployment.announcedAt()),
                        StoredDeployment.Phase.WATCHING.name(),
                        fingerprint)
                == 1;
    }

    /**
     * Counts what is about to be written, which also keeps other writers of this deployment out until the end of the
     * transaction.
     *
     * @return the state before
     */
    static Written reserve(Connection connection, String id, long samples, long entries) throws SQLException {
        int found = Sql.update(
                connection,
                "UPDATE deployment SET samples = samples + ?, entries = entries + ? WHERE id = ?",
                samples,
                entries,
                id);
        if (found == 0) {
            throw new StoreException("there is no deployment " + id + " in the store; add it before writing to it");
        }
        Written after = written(connection, id).orElseThrow();
        return new Written(
                after.number(),
                after.samples() - samples,
                after.entries() - entries,
                after.baseline(),
                after.deployedAt());
    }

    static Optional<Written> written(Connection connection, String id) throws SQLException {
        return Sql.first(
                connection,
                "SELECT number, samples, entries, baseline, deployed_at FROM deployment WHERE id = ?",
                row -> new Written(
                        row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), Sql.instant(row.getLong(5))),
                id);
    }

    static void extendBaseline(Connection connection, long number, int more) throws SQLException {
        Sql.run(connection, "UPDATE deployment SET baseline = baseline + ? WHERE number = ?", more, number);
    }

    static void enter(Connection connection, long number, StoredDeployment.Phase phase, @Nullable Instant endedAt)
            throws SQLException {
        Sql.run(
                connection,
                "UPDATE deployment SET phase = ?, ended_at = ? WHERE number = ?",
                phase.name(),
                endedAt == null ? null : Sql.nanos(endedAt),
                number);
    }

    /** The number of one that ended before, and can be deleted. */
    static Optional<Long> endedBefore(Connection connection, Instant before) throws SQLException {
        return Sql.first(connection, ENDED_BEFORE, row -> row.getLong(1), Sql.nanos(before));
    }

    /** Deletes some rows of one of its parts; itself once there is none. */
    static void deletePart(Connection connection, long number) throws SQLException {
        for (Map.Entry<String, String> part : PARTS.entrySet()) {
            if (Sql.update(connection, deletion(part.getKey(), part.getValue()), number, ROWS_AT_ONCE, number) > 0) {
                return;
            }
        }
        Sql.run(connection, "DELETE FROM decision WHERE deployment = ?", number);
        Sql.run(connection, "DELETE FROM snapshot WHERE deployment = ?", number);
        Sql.run(connection, "DELETE FROM deployment WHERE number = ?", number);
    }

    static String deletion(String table, String keys) {
        return "DELETE FROM " + table + " WHERE (" + keys + ") IN (SELECT " + keys + " FROM " + table
                + " WHERE deployment = ? LIMIT ?) AND deployment = ?";
    }

    static Optional<StoredDeployment> find(Connection connection, String id) throws SQLException {
        return Sql.first(connection, BY_ID, DeploymentTable::deployment, id);
    }

    static List<StoredDeployment> open(Connection connection) throws SQLException {
        return Sql.all(connection, OPEN, DeploymentTable::deployment);
    }

    static List<StoredDeployment> newest(Connection connection, @Nullable String service, int limit)
            throws SQLException {
        if (service == null) {
            return Sql.all(connection, NEWEST, DeploymentTable::deployment, limit);
        }
        return Sql.all(connection, NEWEST_OF_SERVICE, DeploymentTable::deployment, service, limit);
    }

    static List<StoredDeployment> decidedSince(Connection connection, Instant from) throws SQLException {
        return Sql.all(connection, DECIDED_SINCE, DeploymentTable::deployment, Sql.nanos(from));
    }

    private static StoredDeployment deployment(ResultSet row) throws SQLException {
        Deployment deployment = new Deployment(
                row.getString("id"),
                row.getString("service"),
                row.getString("version"),
                Sql.instant(row.getLong("deployed_at")),
                Sql.instant(row.getLong("announced_at")),
                row.getInt("is_rollback") == 1);
        return new StoredDeployment(
                deployment,
                StoredDeployment.Phase.valueOf(row.getString("phase")),
                Sql.instant(row, "ended_at"),
                row.getString("fingerprint"));
    }
}
