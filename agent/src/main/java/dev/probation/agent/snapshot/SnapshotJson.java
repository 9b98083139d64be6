package dev.probation.agent.snapshot;

import dev.probation.agent.deployments.WindowJson;
import dev.probation.rules.check.CheckProgress;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.check.Streak;
import dev.probation.rules.deployment.Event.RollbackDecided;
import dev.probation.rules.deployment.JudgeSnapshot;
import dev.probation.rules.deployment.Unanswered;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.Tally;
import dev.probation.rules.window.WindowVerdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A judge's state as JSON, from which another one goes on after a restart; without baselines, which are samples. Absent members
 * are empty ones.
 */
public final class SnapshotJson {

    private SnapshotJson() {}

    public static JsonObject write(JudgeSnapshot snapshot) {
        JsonArray ended = new JsonArray();
        snapshot.ended().forEach(window -> ended.add(WindowJson.write(window)));
        JsonObject progress = new JsonObject();
        snapshot.progress().forEach((check, made) -> progress.put(check.value(), writeProgress(made)));
        JsonObject tallies = new JsonObject();
        snapshot.tallies().forEach((check, tally) -> tallies.put(check.value(), writeTally(tally)));
        JsonObject json = new JsonObject()
                .put("now", snapshot.now())
                .put("ended", ended)
                .put("cut", snapshot.cut())
                .put("progress", progress)
                .put("evidence", EvidenceJson.write(snapshot.evidence()))
                .put("tallies", tallies)
                .put("blind", snapshot.blind())
                .put("signed", new JsonArray(List.copyOf(snapshot.signed())))
                .put(
                        "withheld",
                        new JsonArray(
                                snapshot.withheld().stream().map(CheckId::value).toList()))
                .put("unanswered", writeUnanswered(snapshot.unanswered()))
                .put("rollbackEnded", snapshot.rollbackEnded());
        snapshot.decision()
                .ifPresent(made -> json.put(
                        "decision",
                        new JsonObject()
                                .put("at", made.at())
                                .put("check", made.by())
                                .put("reason", made.reason())));
        return json;
    }

    /** @param baselines which are in the store beside it */
    public static JudgeSnapshot read(JsonObject json, Map<CheckId, List<Sample>> baselines) {
        List<WindowVerdict> ended = new ArrayList<>();
        json.getJsonArray("ended").forEach(window -> ended.add(WindowJson.read((JsonObject) window)));
        Map<CheckId, CheckProgress> progress = new HashMap<>();
        json.getJsonObject("progress").forEach(entry -> progress.put(new CheckId(entry.getKey()), readProgress(entry)));
        Map<CheckId, Tally> tallies = new HashMap<>();
        json.getJsonObject("tallies")
                .forEach(entry -> tallies.put(new CheckId(entry.getKey()), readTally((JsonObject) entry.getValue())));
        Set<String> signed = new HashSet<>();
        json.getJsonArray("signed").forEach(name -> signed.add((String) name));
        Set<CheckId> withheld = new HashSet<>();
        json.getJsonArray("withheld", new JsonArray()).forEach(check -> withheld.add(new CheckId((String) check)));
        Optional<RollbackDecided> decision = Optional.ofNullable(json.getJsonObject("decision"))
                .map(made ->
                        RollbackDecided.by(made.getString("check"), made.getInstant("at"), made.getString("reason")));
        return new JudgeSnapshot(
                json.getInstant("now"),
                ended,
                json.getBoolean("cut"),
                progress,
                EvidenceJson.read(json.getJsonObject("evidence", new JsonObject())),
                tallies,
                json.getBoolean("blind"),
                decision,
                signed,
                withheld,
                readUnanswered(json.getJsonObject("unanswered", new JsonObject())),
                baselines,
                json.getBoolean("rollbackEnded", false));
    }

    private static JsonObject writeUnanswered(Map<CheckId, Unanswered> unanswered) {
        JsonObject json = new JsonObject();
        unanswered.forEach((check, found) -> {
            JsonObject one = new JsonObject()
                    .put("first", found.first())
                    .put("last", found.last())
                    .put("samples", found.samples());
            found.told().ifPresent(reason -> one.put("told", reason));
            json.put(check.value(), one);
        });
        return json;
    }

    private static Map<CheckId, Unanswered> readUnanswered(JsonObject json) {
        Map<CheckId, Unanswered> unanswered = new HashMap<>();
        json.forEach(entry -> {
            JsonObject one = (JsonObject) entry.getValue();
            unanswered.put(
                    new CheckId(entry.getKey()),
                    new Unanswered(
                            one.getInstant("first"),
                            one.getInstant("last"),
                            one.getInteger("samples"),
                            Optional.ofNullable(one.getString("told"))));
        });
        return unanswered;
    }

    private static JsonObject writeProgress(CheckProgress made) {
        JsonObject json = new JsonObject().put("state", made.state().label()).put("goodInRow", made.goodInRow());
        made.since().ifPresent(since -> json.put("since", since));
        made.streak().ifPresent(streak -> json.put("streak", writeStreak(streak)));
        made.proof().ifPresent(proof -> json.put("proof", writeStreak(proof)));
        made.row().ifPresent(row -> json.put("row", NewestSamplesJson.write(row)));
        made.sharp().ifPresent(sharp -> json.put("sharp", writeStreak(sharp)));
        made.last().ifPresent(last -> json.put("last", writeSample(last)));
        made.seenAt().ifPresent(seen -> json.put("seenAt", seen));
        if (made.answers().stretches() > 0) {
            json.put("answers", AnswersJson.write(made.answers()));
        }
        made.series().ifPresent(series -> json.put("series", SeriesJson.write(series)));
        made.inherited().ifPresent(breach -> json.put("inherited", PreExistingBreachJson.write(breach)));
        if (made.counted().total() > 0) {
            json.put("bad", made.counted().bad()).put("total", made.counted().total());
        }
        return json;
    }

    private static CheckProgress readProgress(Map.Entry<String, Object> entry) {
        JsonObject json = (JsonObject) entry.getValue();
        return new CheckProgress(
                CheckState.valueOf(WindowJson.constant(json.getString("state"))),
                Optional.ofNullable(json.getInstant("since")),
                readStreak(json.getJsonObject("streak")),
                readStreak(json.getJsonObject("proof")),
                Optional.ofNullable(json.getJsonObject("row")).map(NewestSamplesJson::read),
                json.getInteger("goodInRow"),
                readStreak(json.getJsonObject("sharp")),
                Optional.ofNullable(json.getJsonObject("last")).map(last -> readSample(entry.getKey(), last)),
                Optional.ofNullable(json.getInstant("seenAt")),
                Optional.empty(),
                Optional.empty(),
                AnswersJson.read(json.getJsonObject("answers")),
                Optional.ofNullable(json.getJsonObject("series")).map(SeriesJson::read),
                Optional.ofNullable(json.getJsonObject("inherited")).map(PreExistingBreachJson::read),
                new Counts(json.getLong("bad", 0L), json.getLong("total", 0L)));
    }

    private static JsonObject writeStreak(Streak streak) {
        return new JsonObject()
                .put("bad", streak.bad())
                .put("samples", streak.samples())
                .put("first", streak.first())
                .put("last", streak.last())
                .put("answered", streak.answered());
    }

    private static Optional<Streak> readStreak(@Nullable JsonObject json) {
        return Optional.ofNullable(json)
                .map(streak -> new Streak(
                        streak.getLong("bad"),
                        streak.getLong("samples"),
                        streak.getInstant("first"),
                        streak.getInstant("last"),
                        streak.getBoolean("answered")));
    }

    private static JsonObject writeSample(Sample sample) {
        JsonObject json = new JsonObject().put("at", sample.at());
        if (sample.outcome() instanceof Outcome.Measured measured) {
            return json.put("value", measured.value()).put("detail", measured.detail());
        }
        if (sample.outcome() instanceof Outcome.NoData nothing) {
            return nothing.idle()
                    ? json.put("detail", nothing.detail()).put("idle", true)
                    : json.put("detail", nothing.detail());
        }
        Outcome.Failed failed = (Outcome.Failed) sample.outcome();
        return json.put("cause", failed.cause().name()).put("detail", failed.detail());
    }

    /** Without the sample's counts, which are in the progress. */
    private static Sample readSample(String check, JsonObject json) {
        String detail = json.getString("detail");
        Outcome outcome = json.containsKey("value")
                ? Outcome.Measured.of(json.getDouble("value"), detail)
                : json.containsKey("cause")
                        ? new Outcome.Failed(Outcome.Cause.valueOf(json.getString("cause")), detail)
                        : new Outcome.NoData(detail, json.getBoolean("idle", false));
        return new Sample(json.getInstant("at"), new CheckId(check), outcome);
    }

    private static JsonObject writeTally(Tally tally) {
        JsonObject json = new JsonObject()
                .put("good", tally.good())
                .put("soft", tally.soft())
                .put("bad", tally.bad())
                .put("inheritedBad", tally.inherited())
                .put("regularBad", tally.regular().bad())
                .put("regular", tally.regular().total())
                .put("noData", tally.noData())
                .put("errors", tally.errors())
                .put("failedNanos", tally.failed().toNanos())
                .put("covered", tally.covered())
                .put("lastUnmeasured", tally.lastUnmeasured());
        tally.due().ifPresent(due -> json.put("due", due));
        tally.failingFrom().ifPresent(from -> json.put("failingFrom", from));
        tally.before().newest().ifPresent(burst -> json.put("burstsBefore", EvidenceJson.write(tally.before())));
        if (tally.counted().total() > 0) {
            json.put("badEvents", tally.counted().bad())
                    .put("events", tally.counted().total());
        }
        if (!Double.isNaN(tally.min())) {
            json.put("min", tally.min()).put("max", tally.max());
        }
        return json;
    }

    private static Tally readTally(JsonObject json) {
        return new Tally(
                json.getLong("good"),
                json.getLong("soft"),
                json.getLong("bad"),
                json.getLong("inheritedBad", 0L),
                new Counts(json.getLong("regularBad", 0L), json.getLong("regular", 0L)),
                json.getLong("noData"),
                json.getLong("errors"),
                Duration.ofNanos(json.getLong("failedNanos")),
                Optional.ofNullable(json.getInstant("failingFrom")),
                json.getDouble("min", Double.NaN),
                json.getDouble("max", Double.NaN),
                new Counts(json.getLong("badEvents", 0L), json.getLong("events", 0L)),
                json.getLong("covered"),
                Optional.ofNullable(json.getInstant("due")),
                EvidenceJson.bursts(json.getJsonArray("burstsBefore", EvidenceJson.NOTHING)),
                json.getString("lastUnmeasured"));
    }
}
