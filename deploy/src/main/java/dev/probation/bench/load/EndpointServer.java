package dev.probation.bench.load;

import dev.probation.bench.agent.AgentProcess;
import dev.probation.bench.agent.TestBed;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The process of {@link Endpoints}, as seen from the benchmark: what it is told to do, and what it has seen. */
final class EndpointServer {

    /** What the agent is given to do. */
    record Load(int endpoints, Duration every, int failures) {}

    private final TestBed bed;
    private final int port;

    private EndpointServer(TestBed bed, int port) {
        this.bed = bed;
        this.port = port;
    }

    static EndpointServer start(TestBed bed) throws IOException {
        return new EndpointServer(bed, bed.start(Endpoints.class));
    }

    /** An agent that watches these endpoints, and is not started yet. */
    AgentProcess agent(String name, Load load) throws IOException {
        return bed.agent(name, (home, listens) -> configuration(home, listens, load));
    }

    private String configuration(Path home, int listens, Load load) {
        StringBuilder yaml = new StringBuilder(load.endpoints() * 128);
        yaml.append("agent: { store: \"sqlite:" + home + "/probation.db\", listen: 127.0.0.1:" + listens + " }\n");
        yaml.append("targets: { endpoints: { http: \"" + url("") + "\" } }\n");
        yaml.append("windows: { immediate: { until: 2h } }\n");
        yaml.append("rollback:\n  to: [ { webhook: \"" + url("/hook") + "\", secret-file: \"" + home + "/hook\" } ]\n");
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
    void expect(Load load) throws IOException {
        tell("reset?paths=" + load.endpoints() + "&period=" + load.every().toMillis() + "&failures=" + load.failures());
    }

    /** Answers badly at all endpoints. */
    void breakDown() throws IOException {
        tell("break");
    }

    /** What was noted of the probes. */
    JsonObject stats() throws IOException {
        return control("stats");
    }

    /** The rollback signals that came. */
    List<JsonObject> hooks() throws IOException {
        return control("hooks").getJsonArray("hooks").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private void tell(String what) throws IOException {
        JsonObject unused = control(what);
    }

    private JsonObject control(String what) throws IOException {
        return new JsonObject(bed.get(url("/control/" + what)));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }
}
