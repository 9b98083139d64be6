package dev.probation.agent.store.sql;

import dev.probation.agent.store.Change;
import dev.probation.agent.store.DeploymentRepository;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.sql.database.Database;
import dev.probation.agent.store.sql.database.Transactions;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the deployments, their decisions and their snapshots. */
final class StoredDeployments implements DeploymentRepository {

    private final Database database;
    private final Transactions transactions;

    StoredDeployments(Database database, Transactions transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    @Override
    public Optional<StoredDeployment> find(String deployment) {
        return transactions.read(connection -> DeploymentTable.find(connection, deployment));
    }

    @Override
    public List<StoredDeployment> open() {
        return transactions.read(DeploymentTable::open);
    }

    @Override
    public List<StoredDeployment> newest(@Nullable String service, int limit) {
        return transactions.read(connection -> DeploymentTable.newest(connection, service, limit));
    }

    @Override
    public List<StoredDeployment> decidedSince(Instant from) {
        return transactions.read(connection -> DeploymentTable.decidedSince(connection, from));
    }

    @Override
    public boolean deleteEnded(Instant before) {
        return transactions.write(connection -> {
            Optional<Long> oldest = DeploymentTable.endedBefore(connection, before);
            if (oldest.isPresent()) {
                DeploymentTable.deletePart(connection, oldest.orElseThrow());
                database.shrink(connection);
            }
            return oldest.isPresent();
        });
    }

    @Override
    public Optional<Change.Decision> decision(String deployment) {
        return transactions.read(connection -> DecisionTable.find(connection, deployment));
    }

    @Override
    public Optional<JsonObject> snapshot(String deployment) {
        return transactions.read(connection -> SnapshotTable.find(connection, deployment));
    }
}
