package dev.probation.bench.agent;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An agent as a user runs it: a process of its own, looked at from outside. */
public final class AgentProcess {
    private static final long TICKS_PER_SECOND = 100;

    private final TestBed bed;
    private final Path program;
    private final Path config;
    private final Path home;
    private final int port;
    private @Nullable Process process;
    private Instant startedAt = Instant.EPOCH;
    private Duration untilReady = Duration.ZERO;

    AgentProcess(TestBed bed, Path program, Path config, Path home, int port) {
        this.bed = bed;
        this.program = program;
        this.config = config;
        this.home = home;
        this.port = port;
    }

    /** Starts it; when it is ready must be awaited. */
    public void start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "serve", "--config.file", config.toString());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        startedAt = RealTime.now();
        Process started = builder.start();
        bed.track(started);
        process = started;
    }

    private Process process() {
        return Objects.requireNonNull(process, "the agent was not started");
    }

    /** Waits until {@code /-/ready} answers 200. */
    public void awaitReady() throws IOException {
        RealTime.await("the agent is ready", Duration.ofSeconds(60), () -> isReady() || !isAlive());
        if (!isAlive()) {
            throw new IOException("the agent ended by itself:\n" + tail());
        }
        untilReady = Duration.between(startedAt, RealTime.now());
    }

    /** From the newest start of the process until it was ready. */
    public long millisUntilReady() {
        return untilReady.toMillis();
    }

    /** A socket of one's own costs less than an HTTP client, which would compete with the agent for the processor. */
    private boolean isReady() {
        return isWell("/-/ready", 200);
    }

    /** Whether {@code /-/healthy} is answered with 200, within five seconds. */
    public boolean isHealthy() {
        return isWell("/-/healthy", 3000);
    }

    private boolean isWell(String path, int millisToConnect) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millisToConnect);
            socket.setSoTimeout(2000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.0\r\nhost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] line = socket.getInputStream().readNBytes(12);
            return new String(line, StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Tells it that a version went live; the deployment's id. */
    public String announce(String version) throws IOException {
        return announce("bench", version);
    }

    public String announce(String service, String version) throws IOException {
        JsonObject deployment = new JsonObject().put("service", service).put("version", version);
        return new JsonObject(bed.post(url("/api/v1/deployments"), deployment))
                .getJsonObject("deployment")
                .getString("id");
    }

    public JsonObject report(String deployment) throws IOException {
        return new JsonObject(bed.get(url("/api/v1/deployments/" + deployment + "/report")));
    }

    /** The sum over all series of one of its counters. */
    public double counter(String name) throws IOException {
        return bed.get(url("/metrics"))
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** Resident memory in MB (10^6 bytes). */
    public double residentMegabytes() throws IOException {
        String line = Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                .filter(text -> text.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024 / 1e6;
    }

    /** Processor time used so far, user and system. */
    public double processorSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (double) (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** The Java process, where the program is a script that did not make way for it. */
    private long pid() {
        return process()
                .descendants()
                .max(Comparator.comparing(ProcessHandle::pid))
                .map(ProcessHandle::pid)
                .orElse(process().pid());
    }

    /** A folder of its own, with its configuration, its log and, where it has that, its SQLite store. */
    public Path home() {
        return home;
    }

    /** The process that was started, which is the agent's where the program makes way for it. */
    public long processId() {
        return process().pid();
    }

    public int port() {
        return port;
    }

    public boolean isAlive() {
        return process().isAlive();
    }

    /** Ends it as an orchestrator does. */
    public void stop() throws IOException {
        process().destroy();
        awaitEnd();
    }

    /** SIGKILL at once, to the program alone: what it started goes on, as when a system that is short of memory does it. */
    public void killAlone() {
        process().destroyForcibly();
    }

    /** SIGKILL, to the program and all it started. */
    public void kill() throws IOException {
        Process running = process;
        if (running == null) {
            return;
        }
        List<ProcessHandle> children = running.descendants().toList();
        running.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
    }

    public void awaitEnd() throws IOException {
        try {
            if (!process().waitFor(15, TimeUnit.SECONDS)) {
                process().destroyForcibly();
                throw new IOException("the agent did not end within 15 s");
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    public String tail() throws IOException {
        List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    /** What it printed. */
    public Path log() {
        return home.resolve("agent.log");
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }
}
