package dev.probation.agent.cli.replay;

import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.text.FileFault;
import dev.probation.rules.deployment.Checklist;
import dev.probation.rules.sample.RecordedDeployment;
import dev.probation.rules.sample.RecordingException;
import dev.probation.rules.sample.RecordingReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Replays many recordings on all cores, and hands over what they came to in the order in which they were named. */
final class Recordings {

    private final Function<String, Checklist> checklists;
    private final @Nullable RecordedDeployment given;
    private final InputStream standardInput;

    /**
     * @param checklists of a service by its name; throws {@link CommandFailure} for an unknown one
     * @param given the deployment of recordings that name none
     */
    Recordings(Function<String, Checklist> checklists, @Nullable RecordedDeployment given, InputStream standardInput) {
        this.checklists = checklists;
        this.given = given;
        this.standardInput = standardInput;
    }

    /**
     * Replays files; {@code -} is standard input, and what ends in {@code .gz} is unpacked. One that cannot be read keeps
     * none of the others from being replayed.
     *
     * @param threads how many are replayed at once
     * @return why recordings could not be replayed, in their order
     */
    List<CommandFailure> replay(List<String> files, int threads, Consumer<Replay.Result> to) {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        List<CommandFailure> failures = new ArrayList<>();
        Deque<Future<Replay.Result>> begun = new ArrayDeque<>();
        try {
            Iterator<String> waiting = files.iterator();
            while (waiting.hasNext() || !begun.isEmpty()) {
                // what is done waits to be printed in its turn, so no more is begun than is worth holding
                while (waiting.hasNext() && begun.size() < 2 * threads) {
                    String file = waiting.next();
                    begun.add(workers.submit(() -> replay(file)));
                }
                hand(begun.remove(), to).ifPresent(failures::add);
            }
        } finally {
            List<Runnable> dropped = workers.shutdownNow();
            assert dropped.isEmpty() || !begun.isEmpty();
        }
        return failures;
    }

    private static Optional<CommandFailure> hand(Future<Replay.Result> result, Consumer<Replay.Result> to) {
        try {
            to.accept(result.get());
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandFailure failure) {
                return Optional.of(failure);
            }
            throw new IllegalStateException("a recording was not replayed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INCONCLUSIVE, "interrupted");
        }
    }

    private Replay.Result replay(String file) {
        String name = file.equals("-") ? file : String.valueOf(Path.of(file).getFileName());
        try (InputStream bytes = open(file);
                RecordingReader recording =
                        new RecordingReader(file, new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            RecordedDeployment deployment = recording
                    .deployment()
                    .or(() -> Optional.ofNullable(given))
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.USAGE,
                            file + " does not name its deployment in the first line;"
                                    + " give --service, --version and --deployed-at"));
            return Replay.of(name, recording, deployment, checklists.apply(deployment.service()));
        } catch (RecordingException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    file + ": expected a recording that can be read, but found none (" + FileFault.why(e) + ')');
        } catch (DateTimeException | ArithmeticException e) {
            throw new CommandFailure(ExitCode.USAGE, file + ": its instants are out of range: " + e.getMessage());
        }
    }

    private InputStream open(String file) throws IOException {
        if (file.equals("-")) {
            return standardInput;
        }
        InputStream bytes = Files.newInputStream(Path.of(file));
        return file.endsWith(".gz") ? new GZIPInputStream(new BufferedInputStream(bytes, 1 << 16), 1 << 16) : bytes;
    }
}
