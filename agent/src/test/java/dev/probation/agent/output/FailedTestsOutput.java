package dev.probation.agent.output;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints what a test printed and logged only where it fails, since the agents that the tests start log thousands of lines. All
 * of a class is in {@code CLASS-output.txt} beside its report. The build names that folder; where nobody does, as in an editor,
 * everything is printed at once. Tests of one process run one after the other, so that whatever thread logs, it is theirs.
 */
public final class FailedTestsOutput implements TestExecutionListener {

    /** Of this process, however many listeners it has. */
    private static @Nullable KeptOutput kept;

    private static PrintStream console = System.out;

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        String folder = System.getProperty("probation.test.output");
        if (folder == null || kept != null) {
            return;
        }
        kept = new KeptOutput(Path.of(folder));
        console = System.out;
        PrintStream stream = new PrintStream(kept, true, StandardCharsets.UTF_8);
        System.setOut(stream);
        System.setErr(stream);
        logAnew();
    }

    /** A handler that is there already has the stream of before. */
    private static void logAnew() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            if (handler instanceof ConsoleHandler) {
                root.removeHandler(handler);
                root.addHandler(new ConsoleHandler());
            }
        }
    }

    @Override
    public void executionStarted(TestIdentifier started) {
        if (kept == null) {
            return;
        }
        if (started.isTest()) {
            kept.forget();
        }
        if (started.getSource().orElse(null) instanceof ClassSource source && isWhole(source)) {
            begin(kept, source.getClassName());
        }
    }

    /** Rather than one that is nested. */
    private static boolean isWhole(ClassSource source) {
        return !source.getClassName().contains("$");
    }

    private static void begin(KeptOutput output, String className) {
        try {
            output.begin(className);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
        if (kept == null) {
            return;
        }
        if (result.getStatus() == Status.FAILED && !kept.text().isEmpty()) {
            String name = finished.getLegacyReportingName();
            console.print("--- the log of " + name + ", which failed; of the whole class: " + kept.file() + '\n'
                    + kept.text() + "--- the end of the log of " + name + '\n');
        }
        kept.forget();
    }
}
