package dev.probation.agent.store.sql;

import dev.probation.agent.config.Secret;
import dev.probation.agent.servers.OpenedStores;
import dev.probation.agent.store.Change;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Store;
import dev.probation.agent.time.AllowForbiddenApi;
import dev.probation.rules.sample.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process that writes changes without end, and says after each that it is written. */
@AllowForbiddenApi("a process of its own, which speaks over standard output")
final class KilledWriter {

    static final String DEPLOYMENT = "killed";
    static final int BATCH = 20;

    private KilledWriter() {}

    /** Takes the store's address and password. */
    public static void main(String[] arguments) {
        Optional<Secret> password = arguments[1].isEmpty() ? Optional.empty() : Optional.of(new Secret(arguments[1]));
        Store store = OpenedStores.open(arguments[0], password.orElse(null));
        boolean added = store.add(StoredChanges.deployment(DEPLOYMENT), "abc", StoredChanges.nothing(DEPLOYMENT));
        System.out.println(added ? "added" : "there");
        for (long i = 0; ; i++) {
            store.write(change(i));
            System.out.println(i);
        }
    }

    private static Change change(long round) {
        Sample[] samples = new Sample[BATCH];
        for (int i = 0; i < BATCH; i++) {
            samples[i] = StoredChanges.sample(round, "check-" + i, i);
        }
        return new Change(
                DEPLOYMENT,
                List.of(samples),
                List.of(StoredChanges.entry(JournalEntry.Kind.TRANSITION, "round " + round)),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Kills it after some changes, and returns how many it had said were written. */
    static long writeUntilKilled(String url, Optional<Secret> password, int changes)
            throws IOException, InterruptedException {
        return writeUntilKilled(url, password, changes, () -> {});
    }

    /** The same, where something is done before it is killed. */
    static long writeUntilKilled(String url, Optional<Secret> password, int changes, Runnable before)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        url,
                        password.map(Secret::reveal).orElse(""))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long acknowledged = 0;
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                acknowledged += line.chars().allMatch(Character::isDigit) ? 1 : 0;
                if (acknowledged == changes) {
                    runThenKill(before, process);
                }
            }
        }
        if (!process.waitFor(20, TimeUnit.SECONDS) || acknowledged < changes) {
            throw new IllegalStateException("the writer said " + acknowledged + " of " + changes + " changes");
        }
        return acknowledged;
    }

    /** Kills it also where what is done before fails: it writes without end. */
    private static void runThenKill(Runnable before, Process process) {
        try {
            before.run();
        } finally {
            // by its handle, which leaves what it said readable
            boolean unused = process.toHandle().destroyForcibly();
        }
    }
}
