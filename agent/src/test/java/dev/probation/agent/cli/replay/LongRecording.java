package dev.probation.agent.cli.replay;

import dev.probation.agent.config.CheckConfigBuilder;
import dev.probation.rules.check.Check;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.RecordedDeployment;
import dev.probation.rules.sample.RecordingWriter;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.WindowSpec;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** 72 hours of 50 checks at 15 s, of which one sample in a hundred is bad, an error or no data. */
final class LongRecording {

    static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");
    private static final Duration EVERY = Duration.ofSeconds(15);

    private LongRecording() {}

    static Checklist checklist(int count) {
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            checks.add(check(i));
        }
        List<WindowSpec> windows = List.of(
                window("immediate", 0, 1),
                window("short-term", 1, 4),
                window("medium-term", 4, 24),
                window("long-term", 24, 72));
        return new Checklist(checks, windows, List.of(), true);
    }

    private static Check check(int number) {
        return CheckConfigBuilder.check("check-" + number)
                .title("check " + number)
                .every(EVERY)
                .warn("< 400ms")
                .onBreach(OnBreach.ROLLBACK)
                .rule();
    }

    private static WindowSpec window(String name, int from, int until) {
        return new WindowSpec(
                name, Duration.ofHours(from), Duration.ofHours(until), Optional.empty(), 0, Duration.ZERO);
    }

    static void write(Path file, int checks, Duration length) throws IOException {
        Random random = new Random(72);
        try (Writer text = Files.newBufferedWriter(file);
                RecordingWriter recording = new RecordingWriter(text)) {
            recording.deployment(new RecordedDeployment("bookreader", "1.4.2", LIVE, LIVE, false, null));
            for (Instant at = LIVE; at.isBefore(LIVE.plus(length)); at = at.plus(EVERY)) {
                for (int i = 0; i < checks; i++) {
                    recording.sample(new Sample(at, new CheckId("check-" + i), outcome(random)));
                }
            }
        }
    }

    private static Outcome outcome(Random random) {
        return switch (random.nextInt(300)) {
            case 0 -> new Outcome.NoData("empty result");
            case 1 -> new Outcome.Failed(Outcome.Cause.TIMEOUT, "connect timed out");
            case 2 -> Outcome.Measured.of(0.6 + random.nextInt(100) / 1000.0);
            default -> Outcome.Measured.of(0.2 + random.nextInt(100) / 1000.0);
        };
    }
}
