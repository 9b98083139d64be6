package dev.probation.agent.servers;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real Prometheus as a child process, on a free port of loopback, that can be stopped and started again. */
public final class RealPrometheus implements AutoCloseable {

    private static final int ATTEMPTS = 3;

    private final Path folder;
    private int port;
    private Optional<Process> process = Optional.empty();

    private RealPrometheus(Path folder) {
        this.folder = folder;
    }

    /** Starts one that scrapes {@code http://127.0.0.1:PORT/metrics} each half second; data is kept in {@code folder}. */
    public static RealPrometheus scraping(Path folder, int... ports) throws IOException {
        StringBuilder targets = new StringBuilder();
        for (int port : ports) {
            targets.append("'127.0.0.1:").append(port).append("',");
        }
        return configured(folder, """
                global: { scrape_interval: 500ms, scrape_timeout: 500ms }
                scrape_configs:
                  - job_name: app
                    static_configs: [ { targets: [ TARGETS ] } ]
                """.replace("TARGETS", targets));
    }

    /** Starts one with this configuration. */
    public static RealPrometheus configured(Path folder, String configuration) throws IOException {
        RealPrometheus prometheus = new RealPrometheus(folder);
        prometheus.configure(configuration);
        prometheus.start();
        return prometheus;
    }

    /** The folder that holds {@code prometheus} and {@code promtool}. */
    public static Path binaries() throws IOException {
        return binaries("prometheus");
    }

    /** The folder that holds a server's programs. */
    static Path binaries(String server) throws IOException {
        Process script = new ProcessBuilder(script().toString(), server).start();
        String printed = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        String said = new String(script.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (exitCode(script) != 0) {
            throw new IOException(said);
        }
        return Path.of(printed);
    }

    private static Path script() throws IOException {
        Path at = Path.of("").toAbsolutePath();
        while (at != null) {
            Path script = at.resolve("deploy").resolve("servers.sh");
            if (Files.exists(script)) {
                return script;
            }
            at = at.getParent();
        }
        throw new IOException(
                "deploy/servers.sh is in no folder above " + Path.of("").toAbsolutePath());
    }

    /** Starts it, again after {@link #stop} on the same port and with the same data; ready when this returns. */
    public void start() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (port == 0) {
                port = freePort();
            }
            launch();
            if (becomesReady()) {
                return;
            }
            stop();
            port = 0;
        }
        throw new IOException("Prometheus does not start: " + Files.readString(folder.resolve("prometheus.log")));
    }

    private void launch() throws IOException {
        process = Optional.of(new ProcessBuilder(List.of(
                        binaries().resolve("prometheus").toString(),
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--web.enable-lifecycle",
                        "--log.level=warn"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start());
    }

    private boolean becomesReady() {
        boolean[] died = {false};
        Await.until("Prometheus is ready", () -> {
            died[0] = process.isEmpty() || !process.get().isAlive();
            return died[0] || get("/-/ready") == 200;
        });
        return !died[0];
    }

    /** Writes the configuration; {@link #reload} makes it count. */
    public void configure(String configuration) throws IOException {
        Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
        if (!Files.isReadable(file)) {
            throw new IOException("cannot read " + file);
        }
    }

    public void reload() throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) uri().resolve("/-/reload").toURL().openConnection();
        connection.setRequestMethod("POST");
        if (connection.getResponseCode() != 200) {
            throw new IOException("Prometheus does not take its new configuration");
        }
    }

    private int get(String path) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) uri().resolve(path).toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(1_000);
            return connection.getResponseCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    public int port() {
        return port;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port + '/');
    }

    public void stop() throws IOException {
        if (process.isPresent()) {
            process.get().destroy();
            int ignored = exitCode(process.get());
            process = Optional.empty();
        }
    }

    static int exitCode(Process child) throws IOException {
        try {
            if (!child.waitFor(60, TimeUnit.SECONDS)) {
                child.destroyForcibly();
            }
            return child.waitFor();
        } catch (InterruptedException interrupted) {
            child.destroyForcibly();
            throw new IOException(interrupted);
        }
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
