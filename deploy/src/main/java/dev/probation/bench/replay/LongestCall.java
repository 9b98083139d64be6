package dev.probation.bench.replay;

import dev.probation.agent.assembly.InstalledKinds;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.file.ConfigLoader;
import dev.probation.agent.deployments.Checklists;
import dev.probation.agent.time.AllowForbiddenApi;
import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.deployment.Judge;
import dev.probation.rules.sample.RecordedDeployment;
import dev.probation.rules.sample.RecordingReader;
import dev.probation.rules.sample.Sample;
import java.io.IOException;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Judges a recording again and again, and prints the longest call of {@link Judge#judge}, for which the agent's event loop would
 * stand still. What is taken is the thread's processor time, which other programs do not make longer.
 */
@AllowForbiddenApi("a program that prints")
public final class LongestCall {

    /** Runs after the first; each call counts as its shortest, which leaves out what the JVM did besides. */
    private static final int RUNS = 3;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Checklist checklist;
    private final Path recording;

    private LongestCall(Checklist checklist, Path recording) {
        this.checklist = checklist;
        this.recording = recording;
    }

    /** Arguments: a configuration and a recording. Prints two numbers of milliseconds: of the first run, and once all is compiled. */
    public static void main(String[] arguments) throws IOException {
        Config config = ConfigLoader.loadWithoutSecrets(
                InstalledKinds.load(), List.of(Path.of(arguments[0])), List.of(), Map.of());
        LongestCall longest = new LongestCall(
                Checklists.of(config, config.service("bookreader").orElseThrow()), Path.of(arguments[1]));
        long[] first = longest.run();
        long[] shortest = longest.run();
        for (int run = 1; run < RUNS; run++) {
            long[] again = longest.run();
            Arrays.setAll(shortest, i -> Math.min(shortest[i], again[i]));
        }
        System.out.printf(Locale.ROOT, "%.1f %.1f%n", milliseconds(first), milliseconds(shortest));
    }

    private static double milliseconds(long[] nanoseconds) {
        return Arrays.stream(nanoseconds).max().orElse(0) / 1e6;
    }

    /** The nanoseconds that each call took. */
    private long[] run() throws IOException {
        long[] taken = new long[1024];
        int calls = 0;
        try (Reader text = Files.newBufferedReader(recording);
                RecordingReader samples = new RecordingReader(recording.toString(), text)) {
            Judge judge = new Judge(deployment(samples.deployment().orElseThrow()), checklist);
            while (samples.hasNext()) {
                Sample sample = samples.next();
                taken = calls < taken.length ? taken : Arrays.copyOf(taken, 2 * calls);
                long before = THREADS.getCurrentThreadCpuTime();
                List<Event> unusedEvents = judge.judge(sample);
                taken[calls++] = THREADS.getCurrentThreadCpuTime() - before;
            }
        }
        return Arrays.copyOf(taken, calls);
    }

    private static Deployment deployment(RecordedDeployment recorded) {
        return new Deployment(
                "bench",
                recorded.service(),
                recorded.version(),
                recorded.deployedAt(),
                recorded.announcedAt(),
                recorded.rollback());
    }
}
