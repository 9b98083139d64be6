package dev.probation.agent.receiver.rollback.command;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** One run of a program, from its start to its end. Blocks. */
final class CommandRun {

    private static final Duration TO_END_ITSELF = Duration.ofSeconds(2);
    private static final Duration TO_BE_SEEN = Duration.ofSeconds(1);
    private static final String PATH = "PATH";

    private final CommandSettings settings;
    private final Map<String, String> facts;

    CommandRun(CommandSettings settings, Map<String, String> facts) {
        this.settings = settings;
        this.facts = facts;
    }

    Delivery toEnd() {
        Process process;
        try {
            process = start();
        } catch (IOException e) {
            return new Refused(
                    DeliveryFailure.UNREACHABLE,
                    "it could not be started; does it exist, and is the agent allowed to execute it?");
        }
        CommandOutput output = CommandOutput.read(process);
        try {
            // where the agent itself stood still, that the program had ended is seen a moment later
            boolean ended = endedWithin(process, settings.timeout()) || endedWithin(process, TO_BE_SEEN);
            if (!ended) {
                endTree(process.toHandle());
            }
            String said = output.said();
            return ended ? result(process.exitValue(), said) : overdue(said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Refused(
                    DeliveryFailure.OUTCOME_UNKNOWN, "the agent stopped while it was running: outcome unknown");
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(settings.command()).redirectErrorStream(true).redirectInput(new File("/dev/null"));
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault(PATH, "/usr/local/bin:/usr/bin:/bin");
        environment.clear();
        environment.put(PATH, path);
        environment.putAll(facts);
        return builder.start();
    }

    private static Delivery result(int exit, String said) {
        if (exit == 0) {
            return new Delivered(said);
        }
        return new Refused(DeliveryFailure.REFUSED, "it ended with exit code " + exit + told(said));
    }

    private Delivery overdue(String said) {
        return new Refused(
                DeliveryFailure.TIMEOUT,
                "it did not end within " + settings.timeout().toSeconds() + " s, so the agent ended it" + told(said));
    }

    private static String told(String said) {
        return said.isBlank() ? "" : ": " + said.strip();
    }

    /** Asks the process and all it started to end, and ends what is left. */
    private static void endTree(ProcessHandle root) throws InterruptedException {
        // before their parents end, after which nobody knows whose they were
        List<ProcessHandle> tree =
                Stream.concat(root.descendants(), Stream.of(root)).toList();
        tree.forEach(ProcessHandle::destroy);
        for (ProcessHandle each : tree) {
            if (!endedWithin(each, TO_END_ITSELF)) {
                // what was started meanwhile as well
                each.descendants().forEach(ProcessHandle::destroyForcibly);
                each.destroyForcibly();
            }
        }
    }

    private static boolean endedWithin(Process process, Duration wait) throws InterruptedException {
        return process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean endedWithin(ProcessHandle process, Duration wait) throws InterruptedException {
        try {
            return process.onExit().get(wait.toMillis(), TimeUnit.MILLISECONDS) != null;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
