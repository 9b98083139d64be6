/** The store on SQLite and PostgreSQL: tables, transactions, migrations. */
package dev.probation.agent.store.sql;
