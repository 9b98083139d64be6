/** SQLite and PostgreSQL: connections, transactions, the version of the tables, and what the two differ in. */
@NullMarked
package dev.probation.agent.store.sql.database;

import org.jspecify.annotations.NullMarked;
