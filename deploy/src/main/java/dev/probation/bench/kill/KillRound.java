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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One bad release, in which the agent is killed once and started again; mended and followed to its end. */
final class KillRound {
    private static final Set<String> CHECKS = Set.of("a", "b", "c");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** How long a trigger may wait for its message, which may never come. */
    private static final Duration TRIGGERED = Duration.ofSeconds(6);
    /** Long enough for a repeat to arrive, were there one. */
    private static final Duration QUIET = Duration.ofMillis(300);

    private final KillPlan plan;
    private final KillStore store;
    private final String name;
    private final AgentProcess agent;
    private final FakeServices services;
    private String deployment = "";

    KillRound(TestBed bed, FakeServices services, KillStore store, KillPlan plan, String name) throws IOException {
        this.plan = plan;
        this.store = store;
        this.name = name;
        this.services = services;
        this.agent = bed.agent(name, (home, port) -> configuration(home, port, store.address(home, name)));
    }

    private String configuration(Path home, int port, String address) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("agent: { store: \"" + address + "\", listen: \"127.0.0.1:" + port + "\" }\n");
        yaml.append("targets: { app: { http: \"" + services.address() + "\" } }\n");
        yaml.append("windows: { immediate: { until: 2h } }\n");
        yaml.append("rollback:\n  to:\n");
        yaml.append("    - { webhook: \"" + services.address() + "/hook\", secret-file: \"" + home
                + "/hook\", name: hook }\n");
        yaml.append("    - { command: [ \"" + home + "/rollback\" ], timeout: 20s, name: command }\n");
        yaml.append("notify:\n");
        yaml.append("  team: { webhook: { url: \"" + services.address()
                + "/team\" }, on: [ started, failing, recovered, rollback ] }\n");
        yaml.append("  pager: { pagerduty: { routing-key: key, url: \"" + services.address()
                + "/pager\", changes: false }, on: [ failing, recovered, rollback ] }\n");
        yaml.append("services:\n  shop:\n    checks:\n");
        for (String check : CHECKS) {
            yaml.append("      " + check + ": { http: app, path: /e/" + check
                    + ", status: 200, every: 250ms, timeout: 250ms, failures: " + FakeServices.FAILURES
                    + ", on-breach: rollback }\n");
        }
        return yaml.toString();
    }

    /** Plays it; what went wrong in it is part of the result. */
    KillResult play() throws IOException {
        writeCommand();
        try {
            start();
            agent.awaitReady();
            deployment = agent.announce("shop", "bad");
            RealTime.await("each check was asked twice", LIMIT, () -> services.wasAsked(CHECKS, 2));
            kill();
            KillResult.Before before = new KillResult.Before(store.copy(agent.home(), name), services.arrivals());
            services.disarm();
            services.breakDown(plan.straggler());
            start();
            agent.awaitReady();
            mendAndFollow();
            RealTime.pause(QUIET);
            JsonObject report = agent.report(deployment);
            agent.kill();
            return new KillResult(
                    before,
                    agent.startedAt(),
                    agent.millisUntilReady(),
                    store.copy(agent.home(), name),
                    services.arrivals(),
                    starts(),
                    report);
        } catch (IOException failed) {
            throw new IOException(failed.getMessage() + "\n" + agent.tail(), failed);
        } finally {
            agent.kill();
            TestBed.remove(agent.home());
        }
    }

    private void start() throws IOException {
        agent.start(Map.of());
        Files.writeString(agent.home().resolve("pid"), Long.toString(agent.processId()));
    }

    /** Notes that it was started, and ends the agent where that is asked for, once. */
    private void writeCommand() throws IOException {
        String script = """
                #!/bin/sh
                cd %s
                echo "$PROBATION_ID" >> started
                if mv armed fired 2>/dev/null; then kill -9 "$(cat pid)"; fi
                sleep 0.2
                """.replace("%s", agent.home().toString());
        Path command = Files.writeString(agent.home().resolve("rollback"), script);
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    }

    private List<String> starts() throws IOException {
        Path started = agent.home().resolve("started");
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
                Files.createFile(agent.home().resolve("armed"));
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
            return expected.isOver() && expected.missing().isEmpty();
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
