package dev.probation.agent.snapshot;

import dev.probation.rules.check.StoredEvidence;
import dev.probation.rules.evidence.proportion.Arrivals;
import dev.probation.rules.evidence.proportion.Bursts;
import dev.probation.rules.evidence.proportion.Bursts.Burst;
import dev.probation.rules.evidence.proportion.Dispersion;
import dev.probation.rules.evidence.proportion.Dispersion.Pairs;
import dev.probation.rules.evidence.proportion.RatioSnapshot;
import dev.probation.rules.evidence.proportion.RatioSnapshot.Group;
import dev.probation.rules.evidence.proportion.RatioSnapshot.Point;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What tests on shares have found, as JSON: numbers in rows, to the last bit. */
final class EvidenceJson {

    /** As it is read where it was written before there was such a thing. */
    static final JsonArray NOTHING = new JsonArray();

    private EvidenceJson() {}

    static JsonObject write(Map<CheckId, List<StoredEvidence>> evidence) {
        JsonObject json = new JsonObject();
        evidence.forEach((check, all) -> {
            JsonArray each = new JsonArray();
            all.forEach(stored -> each.add(write(stored)));
            if (!each.isEmpty()) {
                json.put(check.value(), each);
            }
        });
        return json;
    }

    static Map<CheckId, List<StoredEvidence>> read(JsonObject json) {
        Map<CheckId, List<StoredEvidence>> evidence = new HashMap<>();
        for (String check : json.fieldNames()) {
            List<StoredEvidence> all = new ArrayList<>();
            json.getJsonArray(check).forEach(each -> all.add(readOne((JsonObject) each)));
            evidence.put(new CheckId(check), all);
        }
        return evidence;
    }

    private static JsonObject write(StoredEvidence stored) {
        RatioSnapshot found = stored.found();
        JsonArray recent = new JsonArray();
        found.recent()
                .forEach(point -> recent.add(point.time()).add(point.bad()).add(point.total()));
        JsonArray groups = new JsonArray();
        found.groups()
                .forEach(group -> groups.add(group.alternative())
                        .add(group.bad())
                        .add(group.total())
                        .add(group.logWeight())
                        .add(group.takenOut()));
        return new JsonObject()
                .put("limit", stored.limit())
                .put("lastingNanos", stored.lasting().toNanos())
                .put("starts", found.starts())
                .put("settledNanos", found.settled())
                .put("clump", found.clump())
                .put("dispersion", write(found.arrivals().dispersion()))
                .put("burstRows", write(found.arrivals().bursts()))
                .put("recent", recent)
                .put("groups", groups);
    }

    private static StoredEvidence readOne(JsonObject json) {
        JsonArray recent = json.getJsonArray("recent");
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < recent.size(); i += 3) {
            points.add(new Point(recent.getLong(i), recent.getLong(i + 1), recent.getLong(i + 2)));
        }
        JsonArray numbers = json.getJsonArray("groups");
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 5) {
            groups.add(new Group(
                    numbers.getInteger(i),
                    numbers.getLong(i + 1),
                    numbers.getLong(i + 2),
                    numbers.getDouble(i + 3),
                    numbers.getDouble(i + 4)));
        }
        return new StoredEvidence(
                json.getDouble("limit"),
                Duration.ofNanos(json.getLong("lastingNanos")),
                new RatioSnapshot(
                        json.getLong("starts"),
                        json.getLong("settledNanos"),
                        json.getDouble("clump", 1.0),
                        new Arrivals(
                                dispersion(json.getJsonArray("dispersion", NOTHING)),
                                bursts(json.getJsonArray("burstRows", NOTHING))),
                        points,
                        groups));
    }

    /** First the block that is being counted, then those before it, and then the classes. */
    private static JsonArray write(Dispersion dispersion) {
        JsonArray numbers = new JsonArray()
                .add(dispersion.blockAt())
                .add(dispersion.before().bad())
                .add(dispersion.before().total())
                .add(dispersion.newest().size());
        dispersion.newest().forEach(block -> numbers.add(block.bad()).add(block.total()));
        dispersion
                .classes()
                .forEach(pairs -> numbers.add(pairs.count()).add(pairs.bad()).add(pairs.squares()));
        return numbers;
    }

    private static Dispersion dispersion(JsonArray numbers) {
        if (numbers.isEmpty()) {
            return Dispersion.NONE;
        }
        int classes = 4 + 2 * numbers.getInteger(3);
        List<Counts> newest = new ArrayList<>();
        for (int i = 4; i < classes; i += 2) {
            newest.add(new Counts(numbers.getLong(i), numbers.getLong(i + 1)));
        }
        List<Pairs> compared = new ArrayList<>();
        for (int i = classes; i < numbers.size(); i += 3) {
            compared.add(new Pairs(numbers.getInteger(i), numbers.getLong(i + 1), numbers.getDouble(i + 2)));
        }
        Counts before = new Counts(numbers.getLong(1), numbers.getLong(2));
        return new Dispersion(numbers.getLong(0), before, newest, compared);
    }

    static JsonArray write(Bursts bursts) {
        JsonArray numbers = new JsonArray();
        bursts.all()
                .forEach(burst -> numbers.add(burst.from())
                        .add(burst.began())
                        .add(burst.to())
                        .add(burst.bad())
                        .add(burst.total())
                        .add(burst.before()));
        return numbers;
    }

    static Bursts bursts(JsonArray numbers) {
        List<Burst> all = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 6) {
            all.add(new Burst(
                    numbers.getLong(i),
                    numbers.getLong(i + 1),
                    numbers.getLong(i + 2),
                    numbers.getLong(i + 3),
                    numbers.getLong(i + 4),
                    numbers.getLong(i + 5)));
        }
        return new Bursts(all);
    }
}
