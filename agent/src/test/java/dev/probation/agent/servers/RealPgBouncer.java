package dev.probation.agent.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real PgBouncer as a child process before a {@link RealPostgres}, on a free port of loopback. It has the database {@code own},
 * in which each role has its own connections, and {@code shared}, in which all have those of the role {@code app}.
 */
public final class RealPgBouncer implements AutoCloseable {

    private static final int ATTEMPTS = 3;

    private final Process process;
    private final int port;

    private RealPgBouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one.
     *
     * @param folder for its files
     * @param password of the roles app and watcher
     * @param settings further lines of pgbouncer.ini
     */
    public static RealPgBouncer before(RealPostgres postgres, Path folder, String password, String... settings)
            throws IOException {
        Path users = Files.writeString(
                folder.resolve("users.txt"), "\"app\" \"" + password + "\"\n\"watcher\" \"" + password + "\"\n");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = RealPrometheus.freePort();
            Path file = Files.writeString(folder.resolve("pgbouncer.ini"), """
                    [databases]
                    own = host=127.0.0.1 port=%1$d dbname=postgres
                    shared = host=127.0.0.1 port=%1$d dbname=postgres user=app password=%2$s
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %3$d
                    unix_socket_dir =
                    auth_type = md5
                    auth_file = %4$s
                    %5$s
                    """.formatted(
                            postgres.port(), password, port, users, String.join("\n", settings)));
            RealPgBouncer started = launch(folder, file, port);
            if (started.becomesReady()) {
                return started;
            }
            started.close();
        }
        throw new IOException("PgBouncer does not start: " + Files.readString(folder.resolve("pgbouncer.log")));
    }

    private static RealPgBouncer launch(Path folder, Path file, int port) throws IOException {
        Path binaries = RealPrometheus.binaries("pgbouncer");
        // it refuses to be root; in a name space of its own it is not, and reads its files nevertheless
        List<String> command =
                new ArrayList<>("root".equals(System.getProperty("user.name")) ? List.of("unshare", "-U") : List.of());
        command.add(binaries.resolve("pgbouncer").toString());
        command.add(file.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("pgbouncer.log").toFile())
                .start();
        return new RealPgBouncer(process, port);
    }

    private boolean becomesReady() {
        Await.until("PgBouncer is ready", () -> !process.isAlive() || isListening());
        return process.isAlive();
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        int ignored = RealPrometheus.exitCode(process);
    }
}
