package dev.probation.agent.store.sql.database;

import dev.probation.agent.store.StoreException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Runs the migrations that are missing. Apart from {@link Schema}, so that Flyway's classes are loaded for this alone. */
final class Migrator {

    private static final String FOLDER = "classpath:dev/probation/agent/store/";

    private Migrator() {}

    static void migrate(Database database) {
        try {
            int applied = Flyway.configure()
                    .dataSource(database.connections())
                    .locations(FOLDER + "common", FOLDER + database.folder())
                    .placeholders(database.words())
                    .table(Schema.HISTORY)
                    .validateMigrationNaming(true)
                    .load()
                    .migrate()
                    .migrationsExecuted;
            if (applied == 0) {
                throw new StoreException("store " + database.name() + " has no schema version " + Schema.VERSION
                        + ", and there is no migration to it; this is a bug in the program");
            }
        } catch (FlywayException e) {
            throw new StoreException(
                    "store " + database.name() + ": its tables could not be brought up to date: " + e.getMessage(), e);
        }
    }
}
