package dev.probation.agent.assembly;

import dev.probation.agent.cli.Main;
import dev.probation.agent.config.ConfigText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An agent in a process of its own, which signals can stop. */
final class AgentChild implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("address=http://127.0.0.1:(\\d+)");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Path log;
    private final Process process;

    private AgentChild(Path log, Process process) {
        this.log = log;
        this.process = process;
    }

    static AgentChild start(Path folder, ConfigText config) throws IOException {
        Path log = folder.resolve("agent.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--config.file",
                        config.writeTo(folder).toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new AgentChild(log, process);
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    long id() {
        return process.pid();
    }

    /** Sends it a signal, such as {@code STOP}. */
    void signal(String name) throws IOException, InterruptedException {
        Process sent = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (sent.waitFor() != 0) {
            throw new IllegalStateException("no signal was sent to " + process.pid());
        }
    }

    void kill() {
        Process unusedKilled = process.destroyForcibly();
    }

    /** Whether it has ended within half a minute. */
    boolean hasEnded() throws InterruptedException {
        return process.waitFor(30, TimeUnit.SECONDS);
    }

    private Optional<Integer> port() {
        Matcher said = ADDRESS.matcher(log());
        return said.find() ? Optional.of(Integer.valueOf(said.group(1))) : Optional.empty();
    }

    /** What it answers; status 0 where it does not. */
    StoreFaults.Answer ask(String method, String path, String body) {
        Optional<Integer> port = port();
        if (port.isEmpty()) {
            return new StoreFaults.Answer(0, "");
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.orElseThrow() + path))
                .timeout(Duration.ofSeconds(20))
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return new StoreFaults.Answer(answer.statusCode(), answer.body());
        } catch (IOException gone) {
            return new StoreFaults.Answer(0, gone.toString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    StoreFaults.Answer get(String path) {
        return ask("GET", path, "");
    }

    boolean isReady() {
        return get("/-/ready").status() == 200;
    }

    /** Whether it says that it waits for this one. */
    boolean waitsFor(AgentChild holder) {
        StoreFaults.Answer ready = get("/-/ready");
        return ready.status() == 503
                && ready.body().contains("the agent is waiting")
                && ready.body().contains("process " + holder.id());
    }

    @Override
    public void close() {
        kill();
    }
}
