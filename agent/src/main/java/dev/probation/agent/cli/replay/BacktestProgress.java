package dev.probation.agent.cli.replay;

import dev.probation.agent.cli.command.CommandClock;
import dev.probation.agent.cli.command.Progress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** How far a backtest is: a bar, and how long it may still take. */
final class BacktestProgress {

    private static final int WIDTH = 20;

    private final Progress progress;
    private final CommandClock clock;
    private final long total;
    private final long start;
    private final AtomicLong done = new AtomicLong();

    BacktestProgress(Progress progress, CommandClock clock, long total) {
        this.progress = progress;
        this.clock = clock;
        this.total = total;
        this.start = clock.nanos();
    }

    /** More moments have been read; callable from any thread. */
    void read(int moments) {
        long sum = done.addAndGet(moments);
        assert sum <= total;
    }

    void show(String what) {
        long now = done.get();
        int filled = total == 0 ? WIDTH : (int) (WIDTH * now / total);
        String left =
                now == 0 ? "" : ", " + Progress.left(Duration.ofNanos((clock.nanos() - start) / now * (total - now)));
        progress.show(String.format(
                Locale.ROOT,
                "%s  [%s%s] %,d of %,d read%s",
                what,
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                now,
                total,
                left));
    }

    void end() {
        progress.end();
    }
}
