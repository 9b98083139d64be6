package dev.probation.agent.store.sql.database;

import com.zaxxer.hikari.HikariConfig;
import javax.sql.DataSource;

/** Connection pools as small as the store needs: one for its thread, the others for the durable scheduler. */
final class ConnectionPools {

    private ConnectionPools() {}

    static HikariConfig of(DataSource source, String name) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(3);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(6_000);
        config.setIdleTimeout(60_000);
        return config;
    }
}
