package dev.probation.bench.kill;

import dev.probation.bench.agent.AgentProcess;
import dev.probation.bench.agent.RealTime;
import dev.probation.bench.agent.TestBed;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One bad release, in which the agent is killed once; mended and followed to its end. After the kill it is started again, or an
 * agent that has waited for its store takes over.
 */
final class KillRound {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** From the kill until the standby is ready. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(15);
    /** How long a trigger may wait for its message, which may never come. */
    private static final Duration TRIGGERED = Duration.ofSeconds(6);
    /** Long enough for a repeat to arrive, were there one. */
    private static final Duration QUIET = Duration.ofMillis(300);

    private final KillPlan plan;
    private final KillStore store;
    private final String name;
    private final FakeServices services;
    /** Where the rollback command is and notes what it does. */
    private final Path folder;
    /** Waits for the store of the one that is killed; null where that is started again. */
    private final @Nullable AgentProcess standby;

    private AgentProcess agent;
    private String deployment = "";

    /** @param hasStandby whether another agent waits for the store, which it can only have with a server */
    KillRound(TestBed bed, FakeServices services, KillStore store, KillPlan plan, String name, boolean hasStandby)
            throws IOException {
        this.plan = plan;
        this.store = store;
        this.name = name;
        this.services = services;
        this.agent = bed.agent(
                name, (home, port) -> KillConfiguration.text(home, port, store.address(home, name), services));
        this.folder = agent.home();
        this.standby = hasStandby
                ? bed.agent(
                        name + "_standby",
                        (home, port) -> KillConfiguration.text(folder, port, store.address(folder, name), services))
                : null;
    }

    /** Plays it; what went wrong in it is part of the result. */
    KillResult play() throws IOException {
        writeCommand();
        try {
            start();
            agent.awaitReady();
            startStandby();
            deployment = agent.announce("shop", "bad");
            RealTime.await("each check was asked twice", LIMIT, () -> services.wasAsked(KillConfiguration.CHECKS, 2));
            kill();
            Instant killed = RealTime.now();
            KillResult.Before before = new KillResult.Before(store.copy(folder, name), services.arrivals());
            services.disarm();
            services.breakDown(plan.straggler());
            Instant since = goOn(killed);
            long ready = Duration.between(since, RealTime.now()).toMillis();
            mendAndFollow();
            RealTime.pause(QUIET);
            JsonObject report = agent.report(deployment);
            agent.kill();
            return new KillResult(
                    before, since, ready, store.copy(folder, name), services.arrivals(), starts(), report);
        } catch (IOException failed) {
            throw new IOException(failed.getMessage() + "\n" + agent.tail(), failed);
        } finally {
            endAll();
        }
    }

    private void endAll() throws IOException {
        agent.kill();
        if (standby != null) {
            standby.kill();
            TestBed.remove(standby.home());
        }
        TestBed.remove(folder);
    }

    private void start() throws IOException {
        agent.start(Map.of());
        Files.writeString(folder.resolve("pid"), Long.toString(agent.processId()));
    }

    private void startStandby() throws IOException {
        if (standby == null) {
            return;
        }
        standby.start(Map.of());
        RealTime.await(
                "the standby waits",
                LIMIT,
                () -> Files.readString(standby.log()).contains("waiting for the store"));
    }

    /** Since when the store's next agent was on its way; it is ready when this returns. */
    private Instant goOn(Instant killed) throws IOException {
        if (standby == null) {
            start();
            agent.awaitReady();
            return agent.startedAt();
        }
        agent = standby;
        agent.awaitReady();
        Duration took = Duration.between(killed, RealTime.now());
        if (took.compareTo(TAKEN_OVER) > 0) {
            throw new IOException("taken over only after " + took.toMillis() + " ms");
        }
        return killed;
    }

    /** Notes that it was started, and ends the agent where that is asked for, once. */
    private void writeCommand() throws IOException {
        String script = """
                #!/bin/sh
                cd %s
                echo "$PROBATION_ID" >> started
                if mv armed fired 2>/dev/null; then kill -9 "$(cat pid)"; fi
                sleep 0.2
                """.replace("%s", folder.toString());
        Path command = Files.writeString(folder.resolve("rollback"), script);
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    }

    private List<String> starts() throws IOException {
        Path started = folder.resolve("started");
        return Files.exists(started) ? Files.readAllLines(started) : List.of();
    }

    private void kill() throws IOException {
        switch (plan.aim()) {
            case ANY -> {
                services.breakDown(plan.breaking());
                RealTime.pause(plan.after());
            }
            case WRITE -> killAtWrite();
            case RECEIVED, ANSWERED, OVERTAKEN -> killAtArrival();
            case COMMAND -> {
                Files.createFile(folder.resolve("armed"));
                services.breakDown(plan.breaking());
                awaitEnd(TRIGGERED);
            }
        }
        agent.killAlone();
        agent.awaitEnd();
    }

    private void killAtArrival() throws IOException {
        if (plan.mended()) {
            services.breakDown(plan.breaking());
            awaitTold();
        }
        services.arm(new FaultTrigger(
                plan.target().channel(), plan.target().nth(), plan.aim() == KillAim.ANSWERED, this::killAfterArrival));
        if (plan.mended()) {
            services.mend();
        } else {
            services.breakDown(plan.breaking());
        }
        awaitEnd(TRIGGERED);
    }

    private void killAfterArrival() {
        if (plan.aim() == KillAim.OVERTAKEN) {
            services.breakDown(plan.straggler());
        }
        LockSupport.parkNanos(plan.after().toNanos());
        agent.killAlone();
    }

    /** At any moment around the write, or as the file of the store is seen to change. */
    private void killAtWrite() throws IOException {
        try (WatchService watcher = agent.home().getFileSystem().newWatchService()) {
            services.breakDown(plan.breaking());
            RealTime.await("the last bad answer", LIMIT, services::isLastStraw);
            if (plan.atWrite()) {
                WatchKey unused = agent.home().register(watcher, StandardWatchEventKinds.ENTRY_MODIFY);
                awaitWrite(watcher);
            } else {
                LockSupport.parkNanos(plan.after().toNanos());
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    private static void awaitWrite(WatchService watcher) throws InterruptedException {
        for (WatchKey key = watcher.poll(5, TimeUnit.SECONDS); key != null; key = watcher.poll(5, TimeUnit.SECONDS)) {
            for (WatchEvent<?> event : key.pollEvents()) {
                if (event.context().toString().endsWith("-wal")) {
                    return;
                }
            }
            key.reset();
        }
    }

    private void awaitEnd(Duration most) {
        boolean unused = RealTime.isWithin(most, Duration.ofMillis(5), () -> !agent.isAlive());
    }

    private void mendAndFollow() throws IOException {
        if (!plan.mended()) {
            if (plan.early()) {
                await("a rollback was decided", () -> report().getJsonObject("rollback") != null);
            } else {
                awaitTold();
            }
        }
        services.mend();
        await("all is over and was told", () -> {
            ExpectedMessages expected = expected();
            return expected.isOver() && expected.missing().isEmpty() && store.isSettled(name);
        });
    }

    /** Until all that is broken is known to be, and was told. */
    private void awaitTold() throws IOException {
        await("all failures were told", () -> {
            ExpectedMessages expected = expected();
            return expected.failing().containsAll(services.broken())
                    && expected.missing().isEmpty();
        });
    }

    private ExpectedMessages expected() throws IOException {
        return ExpectedMessages.of(report(), services.arrivals());
    }

    private JsonObject report() throws IOException {
        return agent.report(deployment);
    }

    private void await(String what, RealTime.Condition<IOException> condition) throws IOException {
        if (!RealTime.isWithin(LIMIT, Duration.ofMillis(100), condition)) {
            throw new IOException("waited " + LIMIT.toSeconds() + " s in vain until " + what + ": "
                    + expected().missing() + ", failing " + expected().failing() + ", broken " + services.broken());
        }
    }
}
