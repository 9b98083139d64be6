package dev.probation.bench.drain;

import dev.probation.agent.time.AllowForbiddenApi;
import dev.probation.bench.options.Options;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;

/** Measures how long the outbox takes to deliver what waits, and whether receivers that fail hold up those that do not. */
@AllowForbiddenApi("a program that prints a table")
public final class DrainBench {

    private static final int MESSAGES = 1_000;

    private DrainBench() {}

    /** Arguments: {@code --messages} for each receiver, or {@code --short}. */
    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(arguments, Set.of("--messages"), Set.of(), Map.of("--messages", 100));
        int messages = options.count("--messages", MESSAGES);
        // each failed attempt is logged, which would be most of what the terminal shows
        LogManager.getLogManager().reset();
        // what is measured is the outbox, and not how the machine warms up
        DrainTrial.Result unusedWarmUp = new DrainTrial(Math.min(messages, 200), 2, 1).run();
        System.out.printf(
                Locale.ROOT,
                "%9s %8s %9s %10s %10s %11s%n",
                "receivers",
                "failing",
                "messages",
                "first s",
                "last s",
                "messages/s");
        for (DrainTrial trial : trials(messages)) {
            DrainTrial.Result result = trial.run();
            System.out.printf(
                    Locale.ROOT,
                    "%9d %8d %9d %10.2f %10.2f %11.0f%n",
                    trial.receivers(),
                    trial.failing(),
                    result.delivered(),
                    result.first().toMillis() / 1000.0,
                    result.last().toMillis() / 1000.0,
                    result.perSecond());
        }
        System.exit(0);
    }

    /** The last two are the starvation trials: they differ from the one before in receivers that always fail. */
    private static List<DrainTrial> trials(int messages) {
        return List.of(
                new DrainTrial(messages, 1, 0),
                new DrainTrial(messages, 4, 0),
                new DrainTrial(messages, 4, 1),
                new DrainTrial(messages, 4, 4));
    }
}
