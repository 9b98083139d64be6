package dev.probation.agent.store.sql;

import dev.probation.agent.store.Store;

/** Has an SQLite store give no journal, as where the disk cannot be read for a moment. */
public final class RefusedReads {

    private RefusedReads() {}

    /** From now on; nothing can be written to a journal either. */
    public static void begin(Store store) {
        RefusedWrites.run(store, "ALTER TABLE journal RENAME TO journal_away");
    }

    public static void end(Store store) {
        RefusedWrites.run(store, "ALTER TABLE journal_away RENAME TO journal");
    }
}
