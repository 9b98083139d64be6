package dev.probation.agent.snapshot;

import dev.probation.rules.check.StoredEvidence;
import dev.probation.rules.evidence.proportion.RatioSnapshot;
import dev.probation.rules.evidence.proportion.RatioSnapshot.Group;
import dev.probation.rules.evidence.proportion.RatioSnapshot.Point;
import dev.probation.rules.sample.CheckId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What tests on shares have found, as JSON: numbers in rows, to the last bit. */
final class EvidenceJson {

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
                new RatioSnapshot(json.getLong("starts"), json.getLong("settledNanos"), points, groups));
    }
}
