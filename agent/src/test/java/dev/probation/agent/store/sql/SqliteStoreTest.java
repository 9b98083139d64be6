package dev.probation.agent.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.probation.agent.store.Change;
import dev.probation.agent.store.DirectlyTold;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.StoreAddressException;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.store.sql.database.Sql;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteStoreTest extends StoreContract {

    @TempDir
    Path folder;

    @Override
    String freshUrl() {
        return "sqlite:" + folder.resolve("new/probation.db");
    }

    @Override
    String trueWord() {
        return "1";
    }

    @Override
    List<String> plan(Connection connection, String query) throws SQLException {
        return Sql.all(connection, "EXPLAIN QUERY PLAN " + query, row -> row.getString("detail"));
    }

    @Override
    boolean readsAll(String step) {
        return step.startsWith("SCAN") && !step.contains("INDEX") && !step.contains("CONSTANT ROW");
    }

    @Override
    boolean sorts(String step) {
        return step.contains("TEMP B-TREE");
    }

    @Test
    void aSecondAgentOnTheSameFileIsRefused() {
        assertThatThrownBy(() -> StoreFactory.open(url()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("probation.db is in use by another agent")
                .hasMessageContaining("process " + ProcessHandle.current().pid() + "); this agent waits");
        assertThat(store().writeProblem()).isEmpty();
    }

    @Test
    void noStrangerOnThisMachineReadsItsFiles() throws Exception {
        assertThat(store().writeProblem()).isEmpty();

        try (Stream<Path> files = Files.list(folder.resolve("new"))) {
            assertThat(files)
                    .extracting(file -> file.getFileName() + " "
                            + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .containsExactlyInAnyOrder(
                            "probation.db rw-r-----",
                            "probation.db-wal rw-r-----",
                            "probation.db-shm rw-r-----",
                            "probation.db.lock rw-r-----",
                            ".probation-native rwx------");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"moved", "replaced"})
    void aFileThatIsNotInItsPlaceTakesNothing(String how) throws Exception {
        Path file = folder.resolve("new/probation.db");
        Path elsewhere = folder.resolve("new/elsewhere.db");
        String id = "bookreader-1";
        assertThat(store().add(StoredChanges.deployment(id), "abc", StoredChanges.nothing(id)))
                .isTrue();
        Files.move(file, elsewhere);
        if (how.equals("replaced")) {
            Files.copy(elsewhere, file);
        }

        assertThat(store().writeProblem()).get(STRING).contains("moved, deleted or replaced", "put it back");
        assertThatThrownBy(() -> store().write(StoredChanges.ended(id, StoredDeployment.Phase.FINISHED)))
                .isInstanceOf(StoreException.class);

        Files.move(elsewhere, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(store().writeProblem()).isEmpty();
        store().write(StoredChanges.ended(id, StoredDeployment.Phase.FINISHED));
        reopen();
        assertThat(store().deployments().open()).isEmpty();
    }

    @Test
    void itsFileShrinksWithWhatIsDeleted() throws Exception {
        String old = "bookreader-1";
        for (String each : List.of(old, "bookreader-2")) {
            assertThat(store().add(StoredChanges.deployment(each), "abc", StoredChanges.nothing(each)))
                    .isTrue();
        }
        for (int i = 0; i < 50; i++) {
            store().write(StoredChanges.journal(
                    old,
                    new JournalEntry(
                            StoredChanges.NOON,
                            JournalEntry.Kind.GAP,
                            new JsonObject().put("why", "x".repeat(100_000)))));
        }
        store().write(StoredChanges.ended(old, StoredDeployment.Phase.FINISHED));
        reopen();
        Path file = folder.resolve("new/probation.db");
        long before = Files.size(file);

        while (store().deployments().deleteEnded(StoredChanges.NOON.plusSeconds(3600))) {
            assertThat(store().writeProblem()).isEmpty();
        }

        reopen();
        assertThat(Files.size(file)).isLessThan(before / 4);
    }

    /** The driver takes a transaction for open whose beginning failed; its statements were each on their own then. */
    @Test
    void aLockThatOutlastsAWriteMakesNoLaterOneHalf() throws Exception {
        String id = "bookreader-1";
        assertThat(store().add(StoredChanges.deployment(id), "abc", StoredChanges.nothing(id)))
                .isTrue();
        try (Connection other = DriverManager.getConnection("jdbc:" + url())) {
            Sql.run(other, "BEGIN EXCLUSIVE");
            assertThatThrownBy(() -> store().write(StoredChanges.journal(
                            id, new JournalEntry(StoredChanges.NOON, JournalEntry.Kind.GAP, new JsonObject()))))
                    .hasMessageContaining("another process has locked it");
            Sql.run(other, "ROLLBACK");
        }
        Message message = StoredChanges.message("m1", id, "slack", "x");

        Message lost = StoredChanges.message("m2", "nobody", "slack", "x");

        assertThatThrownBy(() -> store().write(StoredChanges.messages(id, message, lost)))
                .hasMessageContaining("which is not in the store");
        assertThat(store().outgoing().receivers())
                .as("nothing of a change that failed")
                .isEmpty();

        store().write(StoredChanges.messages(id, message));
        assertThat(store().outgoing().receivers()).containsExactly("slack");
    }

    @Test
    void whatIsNoDatabaseIsSaidAndLeftAlone() throws Exception {
        Path file = folder.resolve("notes.txt");
        Files.writeString(file, "These are my notes, and by no means a database.".repeat(20));

        assertThatThrownBy(() -> StoreFactory.open("sqlite:" + file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("not an SQLite database");
        assertThat(file).content().startsWith("These are my notes");
    }

    @Test
    void aFolderThatCannotBeMadeIsSaid() throws Exception {
        assertThatThrownBy(() -> StoreFactory.open("sqlite:/sys/kernel/probation/probation.db"))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.isPermanent()).isFalse())
                .hasMessageContaining("folder cannot be created");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            folder                 | <folder>/folder is a folder
            folder/..              | <folder> is a folder
            /dev/null              | /dev/null is no ordinary file
            file/probation.db      | <folder>/file is no folder
            file/new/probation.db  | <folder>/file is no folder
            """)
    void aPlaceWhereSomethingElseIsIsAnAddressThatNeverWorks(String path, String why) throws Exception {
        Files.createDirectory(folder.resolve("folder"));
        Files.createFile(folder.resolve("file"));
        String url = "sqlite:" + folder.resolve(path);
        String said = why.replace("<folder>", folder.toString());

        assertThatThrownBy(() -> StoreFactory.open(url))
                .isInstanceOf(StoreAddressException.class)
                .hasMessageEndingWith(": " + said + "; give the path of a file");
        assertThat(StoreFactory.missing(url)).get(STRING).contains("but on this machine " + said + ";");
        assertThat(folder).isDirectoryNotContaining("glob:**.lock");
    }

    /** As one with LC_ALL=C has it with an umlaut. */
    @Test
    void aPlaceThatThisMachineCannotNameIsAnAddressThatNeverWorks() {
        String url = "sqlite:/srv/\uD800/probation.db";

        assertThatThrownBy(() -> StoreFactory.open(url))
                .isInstanceOf(StoreAddressException.class)
                .hasMessageContaining("has a character that the locale of this process lacks");
        assertThat(StoreFactory.missing(url)).get(STRING).contains("has a character that the locale");
    }

    @ParameterizedTest
    @ValueSource(strings = {"made/later/probation.db", "probation.db", "new/probation.db"})
    void aPlaceWhereAFileIsOrCanBeMadeLacksNothing(String path) {
        assertThat(StoreFactory.missing("sqlite:" + folder.resolve(path))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"probation.db,closed", "made/later/probation.db,closed", "new/probation.db,closed/new/probation.db"})
    void aPlaceThatMayNotBeWrittenToLacksThat(String path, String what) throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Path file =
                Files.createFile(Files.createDirectory(closed.resolve("new")).resolve("probation.db"));
        for (Path each : List.of(file, closed)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("r-xr-xr-x"));
        }
        Assumptions.assumeFalse(Files.isWritable(closed), "root may write everywhere");

        assertThat(StoreFactory.missing("sqlite:" + closed.resolve(path)))
                .get(STRING)
                .contains("but on this machine this user may not write to " + folder.resolve(what) + ";");
    }

    @Test
    void aFullDiskIsSaid() throws Exception {
        try (Connection connection = store().dataSource().getConnection()) {
            // on the one idle connection, which the store then takes
            assertThat(Sql.all(connection, "PRAGMA max_page_count = 1", row -> row.getInt(1)))
                    .hasSize(1);
        }

        assertThatThrownBy(() -> store().memory().write("key", "x".repeat(1 << 20)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("disk is full");
    }

    @Test
    void killedProcessesLeaveOneCopyOfTheNativeLibrary() throws Exception {
        store().close();
        for (int i = 0; i < 2; i++) {
            assertThat(KilledWriter.writeUntilKilled(url(), Optional.empty(), 1))
                    .isPositive();
        }

        assertThat(nativeLibraries()).hasSize(1);
    }

    @Test
    void anAgentThatStartsLeavesTheNativeLibraryOfAnotherAgentInTheSameFolder() throws Exception {
        String neighbour = "sqlite:" + folder.resolve("new/neighbour.db");

        long unusedWritten = KilledWriter.writeUntilKilled(neighbour, Optional.empty(), 1, () -> {
            List<Path> loaded = nativeLibraries();
            reopen();
            assertThat(loaded).isNotEmpty().allMatch(Files::exists);
        });
    }

    private List<Path> nativeLibraries() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".so")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aChangeIsNotWrittenWithoutWhatWasToldOfIt() throws Exception {
        assertThat(store().add(StoredChanges.deployment("bookreader-1"), "abc", StoredChanges.nothing("bookreader-1")))
                .isTrue();
        Change change =
                StoredChanges.messages("bookreader-1", StoredChanges.message("m1", "bookreader-1", "slack", "x"));
        List<DirectlyTold> told =
                List.of(new DirectlyTold(List.of("m1"), StoredChanges.entry(JournalEntry.Kind.DELIVERED, "m1")));
        try (Connection connection = store().dataSource().getConnection()) {
            Sql.run(
                    connection,
                    "CREATE TRIGGER away BEFORE UPDATE OF settled_at ON outbox BEGIN SELECT RAISE(ABORT, 'away'); END");
        }

        assertThatThrownBy(() -> store().write(change, told)).isInstanceOf(StoreException.class);

        assertThat(store().outgoing().receivers()).isEmpty();
        assertThat(store().journal().of("bookreader-1")).isEmpty();
    }
}
