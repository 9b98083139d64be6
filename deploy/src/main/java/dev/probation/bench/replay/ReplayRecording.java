package dev.probation.bench.replay;

import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.RecordedDeployment;
import dev.probation.rules.sample.RecordingWriter;
import dev.probation.rules.sample.Sample;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes a recording of fifty checks asked every 15 s, and the configuration that it is judged by. */
public final class ReplayRecording {

    private static final int CHECKS = 50;
    private static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");
    private static final Duration EVERY = Duration.ofSeconds(15);

    private final ReplayWorkload workload;
    private final Random random;

    private ReplayRecording(ReplayWorkload workload, long seed) {
        this.workload = workload;
        this.random = new Random(seed);
    }

    /** Arguments: a folder, a workload, how many hours the recording lasts after its deployment, and a seed. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        ReplayWorkload workload = ReplayWorkload.of(arguments[1]);
        Files.writeString(folder.resolve("probation.yaml"), configuration(workload));
        Duration length = Duration.ofHours(Long.parseLong(arguments[2]));
        ReplayRecording recording = new ReplayRecording(workload, Long.parseLong(arguments[3]));
        recording.write(folder.resolve("recording.jsonl"), length);
    }

    private static String configuration(ReplayWorkload workload) {
        StringBuilder text = new StringBuilder("""
                rollback: { mode: advise }
                targets:
                  metrics: { prometheus: "http://127.0.0.1:9" }
                services:
                  bookreader:
                    checks:
                """);
        for (int i = 0; i < CHECKS; i++) {
            text.append("      check-" + i + ": " + workload.check() + "\n");
        }
        return text.toString();
    }

    private void write(Path file, Duration length) throws IOException {
        List<Instant> moments = new ArrayList<>(workload.before(LIVE));
        for (Instant at = LIVE; at.isBefore(LIVE.plus(length)); at = at.plus(EVERY)) {
            moments.add(at);
        }
        try (Writer text = Files.newBufferedWriter(file);
                RecordingWriter recording = new RecordingWriter(text)) {
            recording.deployment(new RecordedDeployment("bookreader", "1.4.2", LIVE, LIVE, false, null));
            Instant last = moments.get(0).minus(EVERY);
            for (Instant at : moments) {
                Duration apart = at.isBefore(LIVE) ? Duration.between(last, at) : EVERY;
                for (int i = 0; i < CHECKS; i++) {
                    recording.sample(new Sample(at, new CheckId("check-" + i), outcome(at, apart)));
                }
                last = at;
            }
        }
    }

    /** Two in three hundred are no data or an error. */
    private Outcome outcome(Instant at, Duration apart) {
        double hours = Duration.between(LIVE, at).toSeconds() / 3600.0;
        return switch (random.nextInt(300)) {
            case 0 -> new Outcome.NoData("empty result");
            case 1 -> new Outcome.Failed(Outcome.Cause.TIMEOUT, "connect timed out");
            default -> workload.answer(random, hours, (double) apart.toSeconds());
        };
    }
}
