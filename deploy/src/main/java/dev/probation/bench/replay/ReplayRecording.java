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
import java.util.Random;

/** Writes a recording of fifty checks asked every 15 s, and the configuration that it is judged by. */
public final class ReplayRecording {

    private static final int CHECKS = 50;
    private static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");
    private static final Duration EVERY = Duration.ofSeconds(15);

    private ReplayRecording() {}

    /** Arguments: a folder, and how many hours the recording lasts. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Files.writeString(folder.resolve("probation.yaml"), configuration());
        write(folder.resolve(arguments[1] + "h.jsonl"), Duration.ofHours(Long.parseLong(arguments[1])));
    }

    private static String configuration() {
        StringBuilder text = new StringBuilder("""
                rollback: { mode: advise }
                targets:
                  metrics: { prometheus: "http://127.0.0.1:9" }
                services:
                  bookreader:
                    checks:
                """);
        for (int i = 0; i < CHECKS; i++) {
            text.append("      check-" + i + ": { prometheus: metrics, query: up, unit: s, every: 15s,"
                    + " expect: \"< 500ms\", warn: \"< 400ms\", on-breach: rollback }\n");
        }
        return text.toString();
    }

    private static void write(Path file, Duration length) throws IOException {
        Random random = new Random(72);
        try (Writer text = Files.newBufferedWriter(file);
                RecordingWriter recording = new RecordingWriter(text)) {
            recording.deployment(new RecordedDeployment("bookreader", "1.4.2", LIVE, LIVE, false));
            for (Instant at = LIVE; at.isBefore(LIVE.plus(length)); at = at.plus(EVERY)) {
                for (int i = 0; i < CHECKS; i++) {
                    recording.sample(new Sample(at, new CheckId("check-" + i), outcome(random)));
                }
            }
        }
    }

    /** One in a hundred is bad, no data or an error. */
    private static Outcome outcome(Random random) {
        return switch (random.nextInt(300)) {
            case 0 -> new Outcome.NoData("empty result");
            case 1 -> new Outcome.Failed(Outcome.Cause.TIMEOUT, "connect timed out");
            case 2 -> Outcome.Measured.of(0.6 + random.nextInt(100) / 1000.0);
            default -> Outcome.Measured.of(0.2 + random.nextInt(100) / 1000.0);
        };
    }
}
