package dev.probation.agent.store.sql.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.probation.agent.store.StoreAddressException;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoreInUseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteJDBCLoader;

/** One SQLite file that belongs to one agent, which a lock file beside it says. */
public final class SqliteDatabase implements Database {

    /** Five milliseconds for each megabyte. */
    private static final long QUICK_TO_LOOK_AT = 32 << 20;

    /** Reports, journals and messages are not for everybody on the machine. */
    private static final FileAttribute<Set<PosixFilePermission>> OURS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private static final FileAttribute<Set<PosixFilePermission>> OUR_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** Two megabytes, in some milliseconds. */
    private static final int PAGES_AT_ONCE = 500;

    private final Path file;
    private final FileChannel lock;
    private final HikariDataSource connections;
    private final @Nullable Object opened;

    private SqliteDatabase(Path file, FileChannel lock) {
        this.file = file;
        this.lock = lock;
        this.connections = new HikariDataSource(pool(file));
        this.opened = key(file);
    }

    /** What tells the file from another at its path; null where there is none. */
    private static @Nullable Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException notThere) {
            return null;
        }
    }

    public static SqliteDatabase open(Path path) {
        Path file = path.toAbsolutePath();
        new SqlitePlace(file).obstacle().ifPresent(found -> {
            throw new StoreAddressException(
                    "store sqlite:" + file + " cannot be opened: " + found + "; give the path of a file");
        });
        try {
            Files.createDirectories(parent(file));
        } catch (IOException e) {
            throw new StoreException(
                    "store sqlite:" + file + ": its folder cannot be created; create it and let the agent write to it",
                    e);
        }
        FileChannel lock = lock(file);
        try {
            loadNativeLibrary(file, parent(file).resolve(".probation-native").resolve(file.getFileName()));
            if (!Files.exists(file)) {
                make(file);
            }
            boolean looks = isToBeLookedAt(file);
            SqliteDatabase database = new SqliteDatabase(file, lock);
            if (looks) {
                database.requireWhole();
            }
            return database;
        } catch (StoreException e) {
            closeQuietly(lock);
            throw e;
        } catch (IOException | SQLException | RuntimeException e) {
            closeQuietly(lock);
            throw new StoreException("store sqlite:" + file + " cannot be opened: " + explain(e), e);
        }
    }

    /** Makes one that shrinks where something is deleted, which must be said first. SQLite gives the files beside it its permissions. */
    private static void make(Path file) throws IOException, SQLException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + Files.createFile(file, OURS));
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            boolean unusedSet = statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            boolean unusedWritten = statement.execute("VACUUM");
        }
    }

    /** After an end that left its log behind, and whenever it costs little. */
    private static boolean isToBeLookedAt(Path file) throws IOException {
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        boolean unclean = Files.exists(log) && Files.size(log) > 0;
        return unclean || (Files.exists(file) && Files.size(file) <= QUICK_TO_LOOK_AT);
    }

    /** What is torn is found now, rather than by whoever first reads it days later. */
    private void requireWhole() throws SQLException {
        try (Connection connection = connections.getConnection()) {
            List<String> found =
                    Sql.all(connection, "PRAGMA integrity_check(1)", row -> String.valueOf(row.getString(1)));
            if (!found.equals(List.of("ok"))) {
                throw new SQLException(String.join(", ", found), "", SQLiteErrorCode.SQLITE_CORRUPT.code);
            }
        } catch (SQLException | RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new StoreAddressException("store sqlite:" + file + " is not a file; give the path of a file");
        }
        return parent;
    }

    /** A lock file of its own, which says whose: closing any handle on the database file would drop SQLite's locks on it. */
    private static FileChannel lock(Path file) {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        FileChannel channel = null;
        try {
            channel = FileChannel.open(lockFile, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OURS);
            FileLock held = channel.tryLock();
            if (held != null) {
                write(channel, StoreOwner.text());
                return channel;
            }
            closeQuietly(channel);
        } catch (OverlappingFileLockException e) {
            closeQuietly(channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new StoreException(
                    "store sqlite:" + file + ": the lock file " + lockFile
                            + " cannot be written; let the agent write to its folder",
                    e);
        }
        throw new StoreInUseException("sqlite:" + file, holder(lockFile));
    }

    private static void write(FileChannel channel, String owner) throws IOException {
        ByteBuffer text = StandardCharsets.UTF_8.encode(owner);
        channel.truncate(0);
        while (text.hasRemaining()) {
            int unusedWritten = channel.write(text);
        }
    }

    /** Of an agent that is starting, or does not write it, the process is unknown. */
    private static String holder(Path lockFile) {
        try {
            String text = Files.readString(lockFile).strip();
            return text.isEmpty() ? "unknown process" : text;
        } catch (IOException e) {
            return "unknown process";
        }
    }

    /**
     * The driver unpacks its native library at each start, and a killed process leaves its copy for good. So each store
     * has a folder for it, which is emptied here, under the store's lock: no other living process has its copy there.
     */
    private static void loadNativeLibrary(Path file, Path folder) throws IOException {
        Files.createDirectories(folder, OUR_FOLDER);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "sqlite-*")) {
            for (Path copy : left) {
                Files.deleteIfExists(copy);
            }
        }
        System.setProperty("org.sqlite.tmpdir", folder.toString());
        try {
            boolean unusedLoaded = SQLiteJDBCLoader.initialize();
        } catch (Exception e) { // as it is declared; why, it only logs
            throw new StoreException(
                    "store sqlite:" + file + ": SQLite's library cannot be unpacked into " + folder
                            + "; is the disk full? Free some space, and let the agent write to it",
                    e);
        }
    }

    private static HikariConfig pool(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(5_000);
        config.enforceForeignKeys(true);
        config.setJournalSizeLimit(16 << 20);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return ConnectionPools.of(source, "store");
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // the lock goes with the process at the latest
        }
    }

    private static String explain(Exception error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return explanation((SQLException) cause);
            }
        }
        return error.getClass().getSimpleName();
    }

    @Override
    public String explain(SQLException error) {
        return explanation(error);
    }

    private static String explanation(SQLException error) {
        // extended codes carry the primary one in their low byte
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(error.getErrorCode() & 0xff);
        return switch (code) {
            case SQLITE_FULL -> "the disk is full; free some space";
            case SQLITE_READONLY -> "it is read-only; let the agent write the file and its folder";
            case SQLITE_BUSY, SQLITE_LOCKED -> "another process has locked it; end that process";
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                "the file is damaged or not an SQLite database; the agent leaves it unchanged. Restore it from a backup, or move it"
                        + " and its -wal away to start with an empty store, without the old deployments, decisions and messages";
            case SQLITE_CANTOPEN -> "it cannot be opened; is the path a file that the agent may write?";
            case SQLITE_IOERR -> "reading or writing the disk failed; check the disk";
            case SQLITE_PERM, SQLITE_AUTH -> "the agent may not use it; check the permissions";
            default -> code + ": " + error.getMessage();
        };
    }

    @Override
    public void shrink(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int unused = statement.executeUpdate("PRAGMA incremental_vacuum(" + PAGES_AT_ONCE + ")");
        }
    }

    @Override
    public String name() {
        return "sqlite:" + file;
    }

    @Override
    public String folder() {
        return "sqlite";
    }

    @Override
    public Map<String, String> words() {
        return Map.of("serial", "INTEGER PRIMARY KEY AUTOINCREMENT", "clustered", " WITHOUT ROWID");
    }

    @Override
    public HikariDataSource connections() {
        return connections;
    }

    /**
     * In SQL, since the driver takes a transaction for open whose beginning failed, and begins the next one with each end, so
     * that a commit fails that was done. At once for writing: a read that turns into a write in mid-transaction fails where
     * another connection has written.
     */
    @Override
    public void begin(Connection connection) throws SQLException {
        requireInPlace();
        Sql.run(connection, "BEGIN IMMEDIATE");
    }

    /** What is written to a file that was moved away is not there after the next start. */
    private void requireInPlace() {
        if (!Objects.equals(opened, key(file))) {
            throw new StoreException(
                    "store " + name() + " cannot be written: its file was moved, deleted or replaced while"
                            + " the agent runs; put it back, or restart the agent to go on with what is there now");
        }
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        Sql.run(connection, "COMMIT");
    }

    @Override
    public void rollBack(Connection connection) throws SQLException {
        Sql.run(connection, "ROLLBACK");
    }

    @Override
    public void close() {
        connections.close();
        closeQuietly(lock);
    }
}
