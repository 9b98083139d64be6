package dev.probation.bench.agent;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** A folder, and agents and other programs that are started in it; all ended and removed at the end. */
public final class TestBed implements AutoCloseable {
    /** What an agent is to be configured with. */
    public interface Configuration {
        /** The text, for an agent with this folder of its own that is to listen on this port of loopback. */
        String text(Path home, int port);
    }

    private static final String SECRET = "whsec_" + "cHJvYmF0aW9uLWJlbmNobWFyay1zZWNyZXQ=";
    /** Below those that systems give to outgoing connections, one of which would else take an agent's while it is away. */
    private static final int LOWEST_PORT = 18_000;

    private static final int HIGHEST_PORT = 32_000;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final List<Process> processes = new CopyOnWriteArrayList<>();
    private final Path program;
    private final Path folder;

    private TestBed(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(new Thread(this::endAll));
    }

    /** One whose agents are started by {@code program}. */
    public static TestBed open(Path program) throws IOException {
        return new TestBed(program, Files.createTempDirectory("probation-bench"));
    }

    /** Starts a program of this module, whose errors are kept in the folder; its port. */
    public int start(Class<?> main) throws IOException {
        Path errors = folder.resolve(main.getSimpleName() + ".log");
        ChildProgram program = ChildProgram.start(main, ProcessBuilder.Redirect.to(errors.toFile()));
        processes.add(program.process());
        return program.port();
    }

    /** An agent with a folder of its own, in which a file {@code hook} has a webhook's secret; it is not started yet. */
    public AgentProcess agent(String name, Configuration configuration) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        int port = freePort();
        Files.writeString(home.resolve("hook"), SECRET);
        Path config = Files.writeString(home.resolve("probation.yaml"), configuration.text(home, port));
        return new AgentProcess(this, program, config, home, port);
    }

    public String get(String url) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url)).header("accept", "application/json"));
    }

    String post(String url, JsonObject body) throws IOException {
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

    void track(Process process) {
        processes.add(process);
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
