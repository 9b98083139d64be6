package dev.probation.agent.store.sql;

import dev.probation.agent.store.Store;

/** Has an SQLite store note nothing of the tasks of delivery, as where it fails while they are at work. */
public final class RefusedTasks {

    private RefusedTasks() {}

    /** From now on; none can be read either. */
    public static void begin(Store store) {
        RefusedWrites.run(store, "ALTER TABLE scheduled_tasks RENAME TO scheduled_tasks_away");
    }

    public static void end(Store store) {
        RefusedWrites.run(store, "ALTER TABLE scheduled_tasks_away RENAME TO scheduled_tasks");
    }
}
