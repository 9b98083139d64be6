package dev.probation.bench.kill;

import dev.probation.agent.time.AllowForbiddenApi;
import dev.probation.bench.agent.TestBed;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Kills the agent with SIGKILL between a breach and the last acknowledgement of what it brought about, and starts it again, or
 * has one take over that waits for its store, many times: no decision is lost and none is made twice, each message arrives under exactly one id and in order, and a
 * rollback command is started at most once.
 */
@AllowForbiddenApi("a program that prints what it came to, and takes its seed from the clock")
public final class KillTrial {
    /** What is asked for. */
    private record Options(Path program, int rounds, long seed, int lanes, boolean isPostgresql, boolean hasStandby) {
        static Options of(String[] arguments, Instant now) {
            return new Options(
                    Path.of(arguments[0]),
                    Integer.parseInt(arguments[1]),
                    arguments[2].isEmpty() ? now.toEpochMilli() : Long.parseLong(arguments[2]),
                    Integer.parseInt(arguments[3]),
                    !arguments[4].equals("sqlite"),
                    arguments[4].equals("standby"));
        }
    }

    private final Options options;
    private final TestBed bed;
    private final Vertx vertx;
    private final KillStore store;
    private final KillTally tally = new KillTally(System.out, Instant.now());
    private final AtomicInteger next = new AtomicInteger();

    private KillTrial(Options options, TestBed bed, Vertx vertx, KillStore store) {
        this.options = options;
        this.bed = bed;
        this.vertx = vertx;
        this.store = store;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = Options.of(arguments, Instant.now());
        System.out.printf(
                Locale.ROOT,
                "%d rounds on %s%s, %d at a time, seed %d%n",
                options.rounds(),
                options.isPostgresql() ? "PostgreSQL" : "SQLite",
                options.hasStandby() ? ", with a standby that takes over" : "",
                options.lanes(),
                options.seed());
        KillTally tally;
        try (TestBed bed = TestBed.open(options.program());
                KillStore store = options.isPostgresql() ? KillStore.postgresql() : KillStore.sqlite()) {
            Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
            tally = new KillTrial(options, bed, vertx, store).run();
        }
        tally.print(Instant.now());
        System.exit(tally.isRight(options.rounds()) ? 0 : 1);
    }

    private KillTally run() throws InterruptedException {
        List<Thread> lanes = new ArrayList<>();
        for (int lane = 0; lane < options.lanes(); lane++) {
            Thread thread = new Thread(this::lane, "lane-" + lane);
            thread.start();
            lanes.add(thread);
        }
        for (Thread lane : lanes) {
            lane.join();
        }
        return tally;
    }

    private void lane() {
        for (int round = next.incrementAndGet(); round <= options.rounds(); round = next.incrementAndGet()) {
            KillPlan plan = KillPlan.of(options.seed(), round, !options.isPostgresql());
            try {
                tally.add(round, plan, played(round, plan));
            } catch (IOException | RuntimeException failed) {
                tally.failed(round, plan, failed);
            }
        }
    }

    private KillResult played(int round, KillPlan plan) throws IOException {
        String name = "round_" + round;
        store.create(name);
        try (FakeServices services = FakeServices.open(vertx)) {
            return new KillRound(bed, services, store, plan, name, options.hasStandby()).play();
        } finally {
            store.drop(name);
        }
    }
}
