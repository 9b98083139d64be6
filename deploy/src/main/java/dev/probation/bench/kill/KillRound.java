package dev.probation.bench.kill;

import dev.probation.bench.agent.AgentProcess;
import dev.probation.bench.agent.Lab;
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
    /** How long a trap may wait for its message, which may never come. */
    private static final Duration TRAPPED = Duration.ofSeconds(6);
    /** Long enough for a repeat to arrive, were there one. */
    private static final Duration QUIET = Duration.ofMillis(300);

    private final KillPlan plan;
    private final KillStore store;
    private final String name;
    private final AgentProcess agent;
    private final Witness witness;
    private String deployment = "";

    KillRound(Lab lab, Witness witness, KillStore store, KillPlan plan, String name) throws IOException {
        this.plan = plan;
        this.store = store;
        this.name = name;
        this.witness = witness;
        this.agent = lab.agent(name, (home, port) -> configuration(home, port, store.address(home, name)));
    }

    private String configuration(Path home, int port, String address) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("agent: { store: \"" + address + "\", listen: \"127.0.0.1:" + port + "\" }\n");
        yaml.append("targets: { app: { http: \"" + witness.address() + "\" } }\n");
        yaml.append("windows: { immediate: { until: 2h } }\n");
        yaml.append("rollback:\n  to:\n");
        yaml.append("    - { webhook: \"" + witness.address() + "/hook\", secret-file: \"" + home
                + "/hook\", name: hook }\n");
        yaml.append("    - { command: [ \"" + home + "/rollback\" ], timeout: 20s, name: command }\n");
        yaml.append("notify:\n");
        yaml.append("  team: { webhook: { url: \"" + witness.address()
                + "/team\" }, on: [ started, failing, recovered, rollback ] }\n");
        yaml.append("  pager: { pagerduty: { routing-key: key, url: \"" + witness.address()
                + "/pager\", changes: false }, on: [ failing, recovered, rollback ] }\n");
        yaml.append("services:\n  shop:\n    checks:\n");
        for (String check : CHECKS) {
            yaml.append("      " + check + ": { http: app, path: /e/" + check
                    + ", status: 200, every: 250ms, timeout: 250ms, failures: " + Witness.FAILURES + ", on-breach: rollback }\n");
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
            Lab.await("each check was asked twice", LIMIT, () -> witness.wasAsked(CHECKS, 2));
            kill();
            KillResult.Before before = new KillResult.Before(store.copy(agent.home(), name), witness.arrivals());
            witness.set(null);
            witness.breakDown(plan.straggler());
            start();
            long ready = agent.awaitReady();
            mendAndFollow();
            Lab.pause(QUIET);
            JsonObject report = agent.report(deployment);
            agent.kill();
            return new KillResult(
                    before,
                    agent.startedAt(),
                    ready,
                    store.copy(agent.home(), name),
                    witness.arrivals(),
                    starts(),
                    report);
        } catch (IOException failed) {
            throw new IOException(failed.getMessage() + "\n" + agent.tail(), failed);
        } finally {
            agent.kill();
            Lab.remove(agent.home());
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
                if mv trap sprung 2>/dev/null; then kill -9 "$(cat pid)"; fi
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
                witness.breakDown(plan.breaking());
                Lab.pause(plan.after());
            }
            case WRITE -> killAtWrite();
            case RECEIVED, ANSWERED, OVERTAKEN -> killAtArrival();
            case COMMAND -> {
                Files.createFile(agent.home().resolve("trap"));
                witness.breakDown(plan.breaking());
                awaitEnd(TRAPPED);
            }
        }
        agent.strike();
        agent.awaitEnd();
    }

    private void killAtArrival() throws IOException {
        if (plan.mended()) {
            witness.breakDown(plan.breaking());
            awaitTold();
        }
        witness.set(new Trap(
                plan.target().channel(),
                plan.target().nth(),
                plan.aim() == KillAim.ANSWERED,
                this::strikeAfterArrival));
        if (plan.mended()) {
            witness.mend();
        } else {
            witness.breakDown(plan.breaking());
        }
        awaitEnd(TRAPPED);
    }

    private void strikeAfterArrival() {
        if (plan.aim() == KillAim.OVERTAKEN) {
            witness.breakDown(plan.straggler());
        }
        LockSupport.parkNanos(plan.after().toNanos());
        agent.strike();
    }

    /** At any moment around the write, or as the file of the store is seen to change. */
    private void killAtWrite() throws IOException {
        try (WatchService watcher = agent.home().getFileSystem().newWatchService()) {
            witness.breakDown(plan.breaking());
            Lab.await("the last bad answer", LIMIT, witness::isLastStraw);
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
        long end = System.nanoTime() + most.toNanos();
        while (agent.isAlive() && System.nanoTime() < end) {
            Lab.pause(Duration.ofMillis(5));
        }
    }

    private void mendAndFollow() throws IOException {
        if (!plan.mended()) {
            if (plan.early()) {
                await("a rollback was decided", () -> report().getJsonObject("rollback") != null);
            } else {
                awaitTold();
            }
        }
        witness.mend();
        await("all is over and was told", () -> {
            Due due = due();
            return due.isOver() && due.missing().isEmpty();
        });
    }

    /** Until all that is broken is known to be, and was told. */
    private void awaitTold() throws IOException {
        await("all failures were told", () -> {
            Due due = due();
            return due.failing().containsAll(witness.broken()) && due.missing().isEmpty();
        });
    }

    private Due due() throws IOException {
        return Due.of(report(), witness.arrivals());
    }

    private JsonObject report() throws IOException {
        return agent.report(deployment);
    }

    /** Something that can be asked of the agent. */
    private interface Question {
        boolean isSo() throws IOException;
    }

    private void await(String what, Question question) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!question.isSo()) {
            if (System.nanoTime() > end) {
                throw new IOException("waited " + LIMIT.toSeconds() + " s in vain until " + what + ": "
                        + due().missing() + ", failing " + due().failing() + ", broken " + witness.broken());
            }
            Lab.pause(Duration.ofMillis(100));
        }
    }
}
