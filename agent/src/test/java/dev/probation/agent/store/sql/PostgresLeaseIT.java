package dev.probation.agent.store.sql;

import static dev.probation.agent.store.sql.StoredChanges.decision;
import static dev.probation.agent.store.sql.StoredChanges.deployment;
import static dev.probation.agent.store.sql.StoredChanges.nothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.servers.Await;
import dev.probation.agent.servers.FaultProxy;
import dev.probation.agent.servers.FaultProxy.Fault;
import dev.probation.agent.servers.OpenedStores;
import dev.probation.agent.servers.RealPostgres;
import dev.probation.agent.store.Lease.Standing;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoreInUseException;
import dev.probation.agent.store.sql.database.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose a PostgreSQL store is, on a real server behind a proxy that cuts the holder off. */
class PostgresLeaseIT {

    private static final String ID = "bookreader-1";
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Vertx VERTX = Vertx.vertx();

    private static RealPostgres server;

    private final List<StoreInUseException> lost = new CopyOnWriteArrayList<>();
    private String database;
    private FaultProxy proxy;
    private Store holder;

    @BeforeAll
    static void startServer() throws IOException {
        server = RealPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
        Await.done(VERTX.close());
    }

    @BeforeEach
    void openStore() throws SQLException {
        database = "leased" + DATABASES.incrementAndGet();
        server.execute("CREATE DATABASE " + database);
        proxy = FaultProxy.before(VERTX, server.port());
        holder = OpenedStores.open(url(proxy.port()), null, lost::add);
    }

    @AfterEach
    void closeStore() {
        proxy.set(Fault.NONE);
        holder.close();
        proxy.close();
    }

    private String url(int port) {
        return "postgresql://postgres@127.0.0.1:" + port + '/' + database;
    }

    private Store open() {
        return OpenedStores.open(url(server.port()), null);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + '/' + database + "?user=postgres");
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = connect()) {
            Sql.run(connection, sql);
        }
    }

    private Standing standing() {
        return Await.result(Future.fromCompletionStage(holder.lease().standing()));
    }

    /** As if another agent had waited until it ran out. */
    private void takeAway() throws SQLException {
        run("UPDATE lease SET token = token + 1, owner = 'elsewhere, process 7',"
                + " held_until = clock_timestamp() + interval '1 hour'");
    }

    @Test
    void asLongAsItIsHeldAnotherAgentIsRefusedAndToldByWhom() {
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreInUseException.class)
                .hasMessageContaining(database + " is in use by another agent (")
                .hasMessageContaining("process " + ProcessHandle.current().pid());
        assertThat(holder.writeProblem()).isEmpty();
    }

    @Test
    void oneThatIsClosedIsFreeAtOnce() {
        holder.close();

        try (Store next = open()) {
            assertThat(next.writeProblem()).isEmpty();
        }
    }

    @Test
    void whoeverHasLostItWritesNothingAndIsTold() throws SQLException {
        assertThat(holder.add(deployment(ID), "abc", nothing(ID))).isTrue();
        takeAway();

        assertThatThrownBy(() -> holder.write(decision(ID, "d1"))).isInstanceOf(StoreException.class);

        Await.until("it is told", () -> !lost.isEmpty());
        assertThat(lost).singleElement().asString().contains("elsewhere, process 7");
        assertThat(standing()).isEqualTo(Standing.LOST);
        assertThatThrownBy(() -> holder.write(decision(ID, "d1"))).isInstanceOf(StoreInUseException.class);
        assertThatThrownBy(() -> holder.dataSource().getConnection()).isInstanceOf(StoreInUseException.class);
        run("UPDATE lease SET held_until = '-infinity'");
        try (Store next = open()) {
            assertThat(next.deployments().decision(ID)).isEmpty();
        }
    }

    @Test
    void aLeaseThatHasRunOutIsRenewedWhereNobodyHasTakenIt() throws SQLException {
        run("UPDATE lease SET held_until = clock_timestamp() - interval '1 minute'");

        Await.until("it is renewed", () -> holder.writeProblem().isEmpty());

        assertThat(lost).isEmpty();
        assertThatThrownBy(this::open).isInstanceOf(StoreInUseException.class);
    }

    private void cutConnections() throws SQLException {
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + '\'');
    }

    @Test
    void oneWhoseConnectionsWereCutIsFreeAtOnceWhenItIsClosed() throws SQLException {
        cutConnections();

        holder.close();

        try (Store next = open()) {
            assertThat(next.writeProblem()).isEmpty();
        }
    }

    @Test
    void aHolderWhoseConnectionsAreCutKeepsIt() throws SQLException {
        cutConnections();

        Await.until("it writes again", () -> holder.writeProblem().isEmpty());

        assertThatThrownBy(this::open).isInstanceOf(StoreInUseException.class);
        assertThat(lost).isEmpty();
    }

    @Test
    void aHolderThatIsCutOffKnowsThatItMayHaveLostItAndHasOnceAnotherTookIt() throws SQLException {
        assertThat(holder.add(deployment(ID), "abc", nothing(ID))).isTrue();
        proxy.set(Fault.RESET);

        try (Store next = OpenedStores.openWhenFree(url(server.port()), null)) {
            assertThat(standing()).isEqualTo(Standing.UNREACHABLE);
            assertThat(lost).isEmpty();
            next.write(decision(ID, "of-the-next"));
            proxy.set(Fault.NONE);

            Await.until("the first is told", () -> !lost.isEmpty());

            assertThat(standing()).isEqualTo(Standing.LOST);
            assertThatThrownBy(() -> holder.write(decision(ID, "of-the-first"))).isInstanceOf(StoreException.class);
            assertThat(next.deployments().decision(ID))
                    .hasValueSatisfying(made -> assertThat(made.toString()).contains("of-the-next"));
            assertThat(next.writeProblem()).isEmpty();
        }
    }

    @Test
    void aHolderThatStopsInMidTransactionKeepsNobodyWaiting() throws Exception {
        try (Connection stuck = connect()) {
            stuck.setAutoCommit(false);
            String token = "(SELECT token FROM lease)";
            assertThat(Sql.first(
                            stuck,
                            "SELECT set_config('idle_in_transaction_session_timeout', '5s', true) FROM lease WHERE token = "
                                    + token + " FOR KEY SHARE",
                            row -> row.getString(1)))
                    .isPresent();
            proxy.set(Fault.HANG);

            try (Store next = OpenedStores.openWhenFree(url(server.port()), null)) {
                assertThat(next.writeProblem()).isEmpty();
            }
        }
    }
}
