/** The store on SQLite and PostgreSQL: tables, transactions, migrations. */
@NullMarked
package dev.probation.agent.store.sql;

import org.jspecify.annotations.NullMarked;
