package dev.probation.bench.stop;

import dev.probation.agent.time.AllowForbiddenApi;
import dev.probation.bench.agent.AgentProcess;
import dev.probation.bench.agent.RealTime;
import dev.probation.bench.agent.TestBed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Stops the agent with SIGSTOP for a while and lets it go on: in the middle of a breach, while a signal is being delivered,
 * and over the end of a window. Nothing is sent or decided twice, the window ends as soon as there is somebody to end it, and
 * what was missed is not made up for in a burst.
 */
@AllowForbiddenApi("a program that prints what it came to, and takes its seed from the clock")
public final class StopTrial {
    /** When in the life of a release the agent is stopped. */
    private enum Moment {
        BREACH,
        DELIVERY,
        WINDOW_END
    }

    private static final Duration FIRST_WINDOW = Duration.ofSeconds(20);
    private static final Duration EVERY = Duration.ofMillis(500);
    /** Longer than any attempt takes that would be the second of a message. */
    private static final Duration QUIET = Duration.ofSeconds(20);
    /** In the first second after it goes on, twice what it asks otherwise, and one at once. */
    private static final int MOST_PROBES = 5;

    /** With a message before it that the receiver takes its time for. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

    private static final Duration NEVER = Duration.ofDays(1);

    private final TestBed bed;
    private final Duration stopped;
    private final Random random;

    private StopTrial(TestBed bed, Duration stopped, long seed) {
        this.bed = bed;
        this.stopped = stopped;
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[1]);
        Duration stopped = Duration.ofSeconds(arguments.length > 2 ? Integer.parseInt(arguments[2]) : 30);
        long seed = arguments.length > 3
                ? Long.parseLong(arguments[3])
                : Instant.now().toEpochMilli();
        System.out.printf(
                Locale.ROOT, "%d rounds, each stopped for %d s, seed %d%n", rounds, stopped.toSeconds(), seed);
        int wrong = 0;
        try (TestBed bed = TestBed.open(Path.of(arguments[0]))) {
            StopTrial trial = new StopTrial(bed, stopped, seed);
            for (int round = 1; round <= rounds; round++) {
                wrong += trial.round(round);
            }
            System.out.printf(Locale.ROOT, "%n%d of %d wrong%n", wrong, rounds * Moment.values().length);
        }
        System.exit(wrong == 0 ? 0 : 1);
    }

    /** One agent for each moment, side by side. */
    private int round(int round) throws IOException {
        Map<Moment, Future<String>> outcomes = new EnumMap<>(Moment.class);
        ExecutorService lanes = Executors.newFixedThreadPool(Moment.values().length);
        for (Moment moment : Moment.values()) {
            Duration shift = Duration.ofMillis(random.nextInt(1500));
            String name = moment.name().toLowerCase(Locale.ROOT) + '-' + round;
            outcomes.put(moment, lanes.submit(() -> outcome(moment, shift, name)));
        }
        lanes.shutdown();
        int wrong = 0;
        for (Map.Entry<Moment, Future<String>> one : outcomes.entrySet()) {
            String outcome = result(one.getValue());
            wrong += outcome.startsWith("ok") ? 0 : 1;
            System.out.printf(Locale.ROOT, "%3d  %-10s  %s%n", round, one.getKey(), outcome);
        }
        return wrong;
    }

    private static String result(Future<String> outcome) throws IOException {
        try {
            return outcome.get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IOException(failed);
        }
    }

    private String outcome(Moment moment, Duration shift, String name) throws IOException {
        try (StopServices services = StopServices.start()) {
            AgentProcess agent = bed.agent(name, (home, port) -> configuration(services.url(), home, port));
            try {
                agent.start(Map.of());
                agent.awaitReady();
                return look(moment, shift, agent, services);
            } catch (IOException failed) {
                return "WRONG  " + failed.getMessage() + "\n" + agent.tail();
            } finally {
                agent.kill();
                TestBed.remove(agent.home());
            }
        }
    }

    private static String configuration(String url, Path home, int port) {
        return String.join(
                "\n",
                "agent: { store: \"sqlite:" + home + "/probation.db\", listen: 127.0.0.1:" + port + " }",
                "targets: { app: { http: \"" + url + "\" } }",
                "windows: { first: { until: " + FIRST_WINDOW.toSeconds() + "s }, rest: { until: 2h } }",
                "rollback: { to: [ { webhook: \"" + url + "/hook\", secret-file: hook } ] }",
                "notify: { team: { webhook: { url: \"" + url + "/team\" } } }",
                "services:",
                "  bench:",
                "    checks:",
                "      health: { http: app, path: /health, status: 200, every: 500ms, timeout: 400ms,"
                        + " failures: 3, on-breach: rollback }",
                "");
    }

    private String look(Moment moment, Duration shift, AgentProcess agent, StopServices services) throws IOException {
        String deployment = agent.announce("bad");
        Instant announced = Instant.now();
        RealTime.await(
                "some probes", Duration.ofSeconds(20), () -> services.probes().size() > 4);
        switch (moment) {
            case BREACH -> {
                services.breaks();
                RealTime.pause(shift);
            }
            case DELIVERY -> {
                services.answersAfter(Duration.ofSeconds(2));
                services.breaks();
                RealTime.await(
                        "the signal",
                        Duration.ofSeconds(20),
                        () -> services.sent("/hook").size() == 1);
            }
            case WINDOW_END -> RealTime.pause(left(announced.plus(FIRST_WINDOW).minusSeconds(3)));
        }
        signal("STOP", agent.home());
        RealTime.pause(stopped);
        signal("CONT", agent.home());
        Instant on = Instant.now();
        RealTime.pause(QUIET);
        return judge(moment, agent.report(deployment), services, on);
    }

    private static Duration left(Instant until) {
        Duration left = Duration.between(Instant.now(), until);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private String judge(Moment moment, JsonObject report, StopServices services, Instant on) {
        List<String> sent = Stream.of("/hook", "/team")
                .flatMap(path -> services.sent(path).stream().map(message -> path + message.id()))
                .toList();
        long repeated = sent.size() - sent.stream().distinct().count();
        long probes = services.probes().stream()
                .filter(at -> !at.isBefore(on) && at.isBefore(on.plusSeconds(1)))
                .count();
        List<JsonObject> decided = entries(report, "rollback-decided");
        List<JsonObject> ended = entries(report, "window-ended");
        boolean bad = moment != Moment.WINDOW_END;
        Duration told = services.sent("/team").stream()
                .filter(message -> message.body().contains("\"occasion\":\"window\""))
                .findFirst()
                .map(message -> Duration.between(on, message.at()))
                .orElse(NEVER);
        Instant from = Instant.parse(report.getJsonObject("deployment").getString("deployedAt"));
        Duration length = ended.isEmpty()
                ? NEVER
                : Duration.between(from, Instant.parse(ended.get(0).getString("at")));
        boolean right = repeated == 0
                && probes <= MOST_PROBES
                && decided.size() == (bad ? 1 : 0)
                && services.sent("/hook").size() == (bad ? 1 : 0)
                && ended.size() == 1
                && told.compareTo(ENDS_WITHIN) < 0
                && length.minus(FIRST_WINDOW).abs().compareTo(EVERY) <= 0;
        return String.format(
                Locale.ROOT,
                "%s  %d decisions, %d signals, %d messages, %d sent twice, window of %.1f s told %.1f s after it went on,"
                        + " %d probes in the first second (%d or %d otherwise)",
                right ? "ok   " : "WRONG",
                decided.size(),
                services.sent("/hook").size(),
                sent.size(),
                repeated,
                length.toMillis() / 1000.0,
                told.toMillis() / 1000.0,
                probes,
                1000 / EVERY.toMillis(),
                1000 / EVERY.toMillis() + 1);
    }

    private static List<JsonObject> entries(JsonObject report, String kind) {
        return report.getJsonArray("timeline", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .filter(entry -> entry.getString("kind").equals(kind))
                .toList();
    }

    /** To the agent of this home, whatever script started it. */
    private static void signal(String name, Path home) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        ProcessHandle.current()
                .descendants()
                .filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.startsWith(home + "/")))
                .forEach(process -> command.add(Long.toString(process.pid())));
        if (command.size() == 2) {
            throw new IOException("no process of the agent found");
        }
        try {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IOException(command + " failed");
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }
}
