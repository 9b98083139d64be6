package dev.probation.agent.store.sql;

import dev.probation.agent.store.AgentMemory;
import dev.probation.agent.store.sql.database.Sql;
import dev.probation.agent.store.sql.database.Transactions;
import java.util.Optional;

/** The table of what the agent remembers of itself. */
final class MemoryTable implements AgentMemory {

    private final Transactions transactions;

    MemoryTable(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<String> read(String key) {
        return transactions.read(connection ->
                Sql.first(connection, "SELECT value FROM remembered WHERE name = ?", row -> row.getString(1), key));
    }

    @Override
    public void write(String key, String value) {
        transactions.run(connection -> Sql.run(
                connection,
                "INSERT INTO remembered (name, value) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                key,
                value));
    }
}
