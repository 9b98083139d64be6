package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.cli.replay.Replay;
import dev.probation.agent.config.ServiceConfig;
import dev.probation.agent.deployments.Checklists;
import dev.probation.agent.deployments.WindowJson;
import dev.probation.agent.servers.Await;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.RecordedDeployment;
import dev.probation.rules.sample.RecordingReader;
import dev.probation.rules.sample.RecordingWriter;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent on real servers, with windows of seconds in place of hours. */
abstract class WholeAgent {

    static Servers servers;

    @TempDir
    Path folder;

    @BeforeAll
    static void startServers(@TempDir Path data) throws IOException, SQLException {
        servers = new Servers(data);
        warmUp(data);
    }

    /** A first deployment takes long where the machine is busy, since its classes are loaded while it is measured. */
    private static void warmUp(Path folder) throws IOException {
        try (Staging staging = new Staging(folder, servers, Map.of(Staging.WINDOWS, ""))) {
            staging.startAgent();
            String id = staging.deploy("1.4.0");
            Await.until(
                    "each check has been measured",
                    () -> staging.view(id).windows().get(0).checks().stream().allMatch(check -> check.samples() >= 3));
        }
    }

    @AfterAll
    static void stopServers() throws IOException {
        servers.close();
    }

    Staging staging(Map<String, String> changes) throws IOException {
        servers.calm();
        return new Staging(folder, servers, changes);
    }

    /** What was decided live, and what the same code makes of the samples that were kept of it. */
    static void assertReplayTellsTheSame(Staging staging, String deployment) throws IOException {
        Replay.Result replayed = replay(staging, deployment);

        List<JsonObject> transitions = new ArrayList<>();
        replayed.transitions().forEach(line -> transitions.add(new JsonObject(line)));
        replayed.transitions().close();
        assertThat(transitions)
                .isEqualTo(staging.journal(deployment, Kind.TRANSITION).stream()
                        .map(entry -> entry.data().copy().put("at", entry.at().toString()))
                        .toList());
        assertThat(replayed.rollback().stream()
                        .map(decided -> decided.at() + " " + decided.by() + " " + decided.reason()))
                .containsExactlyElementsOf(staging.journal(deployment, Kind.ROLLBACK_DECIDED).stream()
                        .map(entry -> entry.at() + " " + entry.data().getString("check") + " "
                                + entry.data().getString("reason"))
                        .toList());
        assertThat(replayed.windows())
                .containsAll(ended(staging, replayed.deployment(), staging.journal(deployment, Kind.WINDOW_ENDED)));
    }

    /** Those that ended in their time: a recording does not say that one was cut short. */
    private static List<WindowVerdict> ended(Staging staging, Deployment deployment, List<JournalEntry> journal) {
        Set<Instant> ends = staging.config.windows().stream()
                .map(window -> deployment.deployedAt().plus(window.until()))
                .collect(Collectors.toSet());
        return journal.stream()
                .map(entry -> WindowJson.read(entry.data().getJsonObject("window")))
                .filter(window -> ends.contains(window.to()))
                .toList();
    }

    private static Replay.Result replay(Staging staging, String deployment) throws IOException {
        StringWriter recording = new StringWriter();
        try (Store store = staging.store();
                RecordingWriter writer = new RecordingWriter(recording)) {
            StoredDeployment stored = store.deployments().find(deployment).orElseThrow();
            Deployment watched = stored.deployment();
            writer.deployment(new RecordedDeployment(
                    watched.service(),
                    watched.version(),
                    watched.deployedAt(),
                    watched.announcedAt(),
                    watched.rollback(),
                    stored.endedAt().orElse(null)));
            List<Sample> samples = new ArrayList<>();
            store.samples().each(deployment, samples::add);
            for (Sample sample : samples) {
                writer.sample(sample);
            }
        }
        ServiceConfig service = staging.config.services().get(0);
        try (RecordingReader reader = new RecordingReader("live", new StringReader(recording.toString()))) {
            return Replay.of("live", reader, reader.deployment().orElseThrow(), Checklists.of(staging.config, service));
        }
    }
}
