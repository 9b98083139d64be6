package dev.probation.agent.servers;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real Alertmanager as a child process, on a free port of loopback. */
public final class RealAlertmanager implements AutoCloseable {

    private static final int ATTEMPTS = 3;

    private final Process process;
    private final int port;

    private RealAlertmanager(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one with this configuration; data is kept in {@code folder}. */
    public static RealAlertmanager configured(Path folder, String configuration) throws IOException {
        Path file = Files.writeString(folder.resolve("alertmanager.yml"), configuration);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            RealAlertmanager started = launch(folder, file);
            if (started.becomesReady()) {
                return started;
            }
            started.close();
        }
        throw new IOException("Alertmanager does not start: " + Files.readString(folder.resolve("alertmanager.log")));
    }

    private static RealAlertmanager launch(Path folder, Path file) throws IOException {
        int port = RealPrometheus.freePort();
        Path binaries = RealPrometheus.binaries("alertmanager");
        Process process = new ProcessBuilder(List.of(
                        binaries.resolve("prometheus-alertmanager").toString(),
                        "--config.file=" + file,
                        "--storage.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address=",
                        "--log.level=warn"))
                .directory(binaries.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("alertmanager.log").toFile())
                .start();
        return new RealAlertmanager(process, port);
    }

    private boolean becomesReady() {
        Await.until(
                "Alertmanager is ready",
                () -> !process.isAlive() || !body("/-/ready").isEmpty());
        return process.isAlive();
    }

    /** What it knows of alerts that are not over. */
    public List<JsonObject> alerts() {
        return new JsonArray(body("/api/v2/alerts"))
                .stream().map(JsonObject.class::cast).toList();
    }

    /** Empty where it does not answer. */
    private String body(String path) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) uri().resolve(path).toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException notYet) {
            return "";
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port + '/');
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        int ignored = RealPrometheus.exitCode(process);
    }
}
