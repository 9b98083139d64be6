package dev.probation.bench.agent;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A folder, the endpoint server, and agents that are started in it; all ended and removed at the end. */
public final class TestBed implements AutoCloseable {
    /** What an agent is to be configured with. */
    public interface Configuration {
        /** The text, for an agent with this folder of its own that is to listen on this port of loopback. */
        String text(Path home, int port);
    }

    /** What the agent is given to do. */
    public record Load(int endpoints, Duration every, int failures) {}

    private static final String SECRET = "whsec_" + "cHJvYmF0aW9uLWJlbmNobWFyay1zZWNyZXQ=";
    /** Below those that systems give to outgoing connections, one of which would else take an agent's while it is away. */
    private static final int LOWEST_PORT = 18_000;

    private static final int HIGHEST_PORT = 32_000;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final List<Process> processes = new CopyOnWriteArrayList<>();
    private final Path program;
    private final Path folder;
    private final int endpointsPort;

    private TestBed(Path program, Path folder) throws IOException {
        this.program = program;
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(new Thread(this::endAll));
        this.endpointsPort = startEndpoints();
    }

    /** One whose agents are started by {@code program}. */
    public static TestBed open(Path program) throws IOException {
        return new TestBed(program, Files.createTempDirectory("probation-bench"));
    }

    private int startEndpoints() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.probation.bench.load.Endpoints")
                .redirectError(folder.resolve("endpoints.log").toFile())
                .start();
        processes.add(process);
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String port = output.readLine();
        if (port == null) {
            throw new IOException("the endpoint server did not start; see " + folder.resolve("endpoints.log"));
        }
        return Integer.parseInt(port);
    }

    /** A fresh configuration and store in a folder of its own; the agent is not started yet. */
    public AgentProcess agent(String name, Load load) throws IOException {
        return agent(name, (home, port) -> configuration(home, port, load));
    }

    /** The same with a configuration of one's own; a file {@code hook} with a webhook's secret is in the folder. */
    public AgentProcess agent(String name, Configuration configuration) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        int port = freePort();
        Files.writeString(home.resolve("hook"), SECRET);
        Path config = Files.writeString(home.resolve("probation.yaml"), configuration.text(home, port));
        return new AgentProcess(this, program, config, home, port);
    }

    private String configuration(Path home, int port, Load load) {
        StringBuilder yaml = new StringBuilder(load.endpoints() * 128);
        yaml.append("agent: { store: \"sqlite:").append(home).append("/probation.db\", listen: 127.0.0.1:");
        yaml.append(port).append(" }\n");
        yaml.append("targets: { endpoints: { http: \"").append(endpoints("")).append("\" } }\n");
        yaml.append("windows: { immediate: { until: 2h } }\n");
        yaml.append("rollback:\n  to: [ { webhook: \"")
                .append(endpoints("/hook"))
                .append("\", secret-file: \"");
        yaml.append(home).append("/hook\" } ]\n");
        yaml.append("services:\n  bench:\n    checks:\n");
        for (int path = 0; path < load.endpoints(); path++) {
            yaml.append(String.format(
                    Locale.ROOT,
                    "      e%d: { http: endpoints, path: /e/%d, status: 200, every: %dms, timeout: %dms, failures: %d,"
                            + " on-breach: rollback }%n",
                    path,
                    path,
                    load.every().toMillis(),
                    load.every().toMillis(),
                    load.failures()));
        }
        return yaml.toString();
    }

    /** Forgets what was noted so far. */
    public void expect(Load load) throws IOException {
        get(endpoints("/control/reset?paths=" + load.endpoints() + "&period="
                + load.every().toMillis() + "&failures=" + load.failures()));
    }

    public JsonObject control(String what) throws IOException {
        return new JsonObject(get(endpoints("/control/" + what)));
    }

    public List<JsonObject> hooks() throws IOException {
        return control("hooks").getJsonArray("hooks").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private String endpoints(String path) {
        return "http://127.0.0.1:" + endpointsPort + path;
    }

    public String get(String url) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url)).header("accept", "application/json"));
    }

    public String post(String url, JsonObject body) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode())));
    }

    private String send(HttpRequest.Builder request) throws IOException {
        HttpRequest built = request.timeout(Duration.ofSeconds(30)).build();
        try {
            HttpResponse<String> answer = client.send(built, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException(built.uri() + " answered HTTP " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    public void track(Process process) {
        processes.add(process);
    }

    /** Waits until the condition holds. */
    public static void await(String what, Duration limit, BooleanSupplier condition) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IOException("waited " + limit.toSeconds() + " s in vain until " + what);
            }
            pause(Duration.ofMillis(10));
        }
    }

    public static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static int freePort() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // the next one may be free
            }
        }
        throw new IOException("found no free port from " + LOWEST_PORT + " to " + HIGHEST_PORT);
    }

    private void endAll() {
        List<ProcessHandle> all = new ArrayList<>();
        processes.stream().filter(Process::isAlive).forEach(process -> {
            process.descendants().forEach(all::add);
            all.add(process.toHandle());
        });
        all.forEach(ProcessHandle::destroyForcibly);
        remove(folder);
    }

    /** A folder with all that is in it. */
    public static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException gone) {
            // removed already
        }
    }

    @Override
    public void close() {
        endAll();
    }
}
