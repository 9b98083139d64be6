package dev.probation.agent.store.sql.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** The connections to a store that nobody gets once another agent has it, the durable scheduler neither. */
final class LeasedConnections extends HikariDataSource {

    private final PostgresLease lease;

    LeasedConnections(HikariConfig pool, PostgresLease lease) {
        super(pool);
        this.lease = lease;
    }

    @Override
    public Connection getConnection() throws SQLException {
        lease.requireNotLost();
        return super.getConnection();
    }
}
