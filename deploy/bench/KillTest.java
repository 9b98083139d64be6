import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Kills the agent with SIGKILL at a random moment of a bad release and starts it again, many times: each time there must
 * be exactly one rollback decision, and one signal however often it is delivered. Every
 * other round aims at the moment of the decision.
 */
public final class KillTest {
    private static final Lab.Load LOAD = new Lab.Load(3, Duration.ofMillis(500), 3);
    /** From the breach to well after the signal. */
    private static final int LATEST_KILL_MILLIS = 2500;
    /** From the bad answer that decides to well after the decision is on disk and sent. */
    private static final int AROUND_THE_DECISION_MILLIS = 80;
    /** Long enough for a second signal to arrive, were there one. */
    private static final Duration QUIET = Duration.ofMillis(1500);

    private final Lab lab;
    private final Random random;
    private final Map<String, Integer> moments = new TreeMap<>();

    private KillTest(Lab lab, long seed) {
        this.lab = lab;
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[1]);
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.currentTimeMillis();
        System.out.printf(Locale.ROOT, "%d rounds, seed %d%n", rounds, seed);
        int wrong = 0;
        try (Lab lab = Lab.open(Path.of(arguments[0]))) {
            KillTest test = new KillTest(lab, seed);
            for (int round = 1; round <= rounds; round++) {
                String outcome = test.round(round);
                wrong += outcome.startsWith("ok") ? 0 : 1;
                System.out.printf(Locale.ROOT, "%3d  %s%n", round, outcome);
            }
            System.out.printf(Locale.ROOT, "%nkilled: %s%n%d of %d rounds wrong%n", test.moments, wrong, rounds);
        }
        System.exit(wrong == 0 ? 0 : 1);
    }

    private String round(int round) {
        try {
            AgentProcess agent = lab.agent("round-" + round, LOAD);
            try {
                return killAndLook(agent, round % 2 == 0);
            } catch (IOException failed) {
                return "WRONG  " + failed.getMessage() + "\n" + agent.tail();
            } finally {
                agent.kill();
            }
        } catch (IOException failed) {
            return "WRONG  " + failed.getMessage();
        }
    }

    private String killAndLook(AgentProcess agent, boolean aimed) throws IOException {
        lab.expect(LOAD);
        agent.start(Map.of());
        agent.awaitReady();
        String deployment = agent.announce("bad");
        Lab.await("each endpoint was probed twice", Duration.ofSeconds(20), () -> isProbedTwice());
        long brokenAt = lab.control("break").getLong("at");
        if (aimed) {
            Lab.await("the last straw", Duration.ofSeconds(20), () -> stats().getLong("lastStrawAt") != 0);
        }
        Lab.pause(Duration.ofMillis(random.nextInt(aimed ? AROUND_THE_DECISION_MILLIS : LATEST_KILL_MILLIS)));
        agent.kill();
        Instant killedAt = Instant.now();
        boolean signalledBefore = !lab.hooks().isEmpty();
        agent.start(Map.of());
        agent.awaitReady();
        Lab.await("the rollback signal", Duration.ofSeconds(30), () -> isSignalled());
        Lab.pause(QUIET);
        JsonObject report = agent.report(deployment);
        String moment = moment(report, killedAt, signalledBefore);
        moments.merge(moment, 1, Integer::sum);
        return String.format(
                Locale.ROOT,
                "%s  killed %4d ms after the breach, %s",
                judge(report),
                killedAt.toEpochMilli() - brokenAt,
                moment);
    }

    private static String moment(JsonObject report, Instant killedAt, boolean signalledBefore) {
        if (signalledBefore) {
            return "after the signal";
        }
        JsonObject rollback = report.getJsonObject("rollback");
        boolean decidedBefore = rollback != null
                && Instant.parse(rollback.getString("decidedAt")).isBefore(killedAt);
        return decidedBefore ? "between decision and signal" : "before the decision";
    }

    private String judge(JsonObject report) throws IOException {
        List<JsonObject> hooks = lab.hooks();
        long ids = hooks.stream().map(hook -> hook.getString("id")).distinct().count();
        long unsigned = hooks.stream()
                .filter(hook -> hook.getString("signature") == null)
                .count();
        long decisions = report.getJsonArray("timeline", new JsonArray()).stream()
                .filter(entry -> ((JsonObject) entry).getString("kind").equals("rollback-decided"))
                .count();
        boolean right = ids == 1 && decisions == 1 && unsigned == 0 && report.getJsonObject("rollback") != null;
        return String.format(
                Locale.ROOT,
                "%s  %d decision, %d signal id, delivered %d times",
                right ? "ok   " : "WRONG",
                decisions,
                ids,
                hooks.size());
    }

    private boolean isProbedTwice() {
        JsonObject stats = stats();
        return stats.getInteger("paths") == LOAD.endpoints() && stats.getInteger("least") >= 2;
    }

    private JsonObject stats() {
        try {
            return lab.control("stats");
        } catch (IOException unreachable) {
            throw new IllegalStateException(unreachable);
        }
    }

    private boolean isSignalled() {
        try {
            return !lab.hooks().isEmpty();
        } catch (IOException unreachable) {
            throw new IllegalStateException(unreachable);
        }
    }
}
