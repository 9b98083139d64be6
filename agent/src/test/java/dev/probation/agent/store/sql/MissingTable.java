package dev.probation.agent.store.sql;

import dev.probation.agent.store.Store;
import java.util.Locale;

/** A table that an SQLite store has lost for a moment, so that it can be neither read nor written. */
public enum MissingTable {
    JOURNAL,
    /** The tasks of delivery. */
    SCHEDULED_TASKS;

    /** From now on. */
    public void begin(Store store) {
        RefusedWrites.run(store, "ALTER TABLE " + table() + " RENAME TO " + table() + "_away");
    }

    public void end(Store store) {
        RefusedWrites.run(store, "ALTER TABLE " + table() + "_away RENAME TO " + table());
    }

    private String table() {
        return name().toLowerCase(Locale.ROOT);
    }
}
