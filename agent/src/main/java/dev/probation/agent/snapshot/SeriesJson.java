package dev.probation.agent.snapshot;

import dev.probation.rules.check.series.ComparisonProgress;
import dev.probation.rules.check.series.SeriesFinding;
import dev.probation.rules.check.series.SeriesProgress;
import dev.probation.rules.check.series.TrendCheckProgress;
import dev.probation.rules.evidence.trend.Trend;
import dev.probation.rules.evidence.trend.TrendProgress;
import dev.probation.rules.evidence.trend.TrendResult;
import dev.probation.rules.evidence.trend.TrendSnapshot;
import dev.probation.rules.expectation.Quality;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a check's series has come to, as JSON. */
final class SeriesJson {

    private SeriesJson() {}

    static JsonObject write(SeriesProgress series) {
        return series instanceof TrendCheckProgress trended ? write(trended) : write((ComparisonProgress) series);
    }

    static SeriesProgress read(JsonObject json) {
        return json.containsKey("trend") ? readTrended(json) : readCompared(json);
    }

    private static JsonObject write(TrendCheckProgress trended) {
        TrendSnapshot snapshot = trended.progress().snapshot();
        JsonArray stretches = new JsonArray();
        snapshot.stretches().forEach(stretch -> stretches.add(stretch.index()).add(stretch.least()));
        JsonObject trend = new JsonObject()
                .put("from", snapshot.from())
                .put("to", snapshot.to())
                .put("width", snapshot.width())
                .put("begin", snapshot.begin())
                .put("looks", snapshot.looks())
                .put("stretches", stretches);
        snapshot.newest().ifPresent(newest -> trend.put("newest", writeTrend(newest)));
        JsonObject json = new JsonObject().put("trend", trend);
        trended.newest().ifPresent(look -> json.put("newest", writeLook(look)));
        return json;
    }

    private static JsonObject writeTrend(Trend trend) {
        return new JsonObject()
                .put("result", trend.result().name())
                .put("slope", trend.slope())
                .put("relative", trend.relative())
                .put("low", trend.low())
                .put("high", trend.high())
                .put("pValue", trend.pValue())
                .put("since", trend.since())
                .put("hours", trend.hours())
                .put("start", trend.start())
                .put("level", trend.level())
                .put("reason", trend.reason());
    }

    private static TrendCheckProgress readTrended(JsonObject json) {
        JsonObject trend = json.getJsonObject("trend");
        JsonArray numbers = trend.getJsonArray("stretches");
        List<TrendSnapshot.Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 2) {
            stretches.add(new TrendSnapshot.Stretch(numbers.getInteger(i), numbers.getDouble(i + 1)));
        }
        TrendSnapshot snapshot = new TrendSnapshot(
                trend.getDouble("from"),
                trend.getDouble("to"),
                trend.getDouble("width"),
                trend.getDouble("begin"),
                trend.getInteger("looks"),
                stretches,
                Optional.ofNullable(trend.getJsonObject("newest")).map(SeriesJson::readTrend));
        return new TrendCheckProgress(TrendProgress.of(snapshot), readLook(json.getJsonObject("newest")));
    }

    private static Trend readTrend(JsonObject json) {
        return new Trend(
                TrendResult.valueOf(json.getString("result")),
                json.getDouble("slope"),
                json.getDouble("relative"),
                json.getDouble("low"),
                json.getDouble("high"),
                json.getDouble("pValue"),
                json.getDouble("since"),
                json.getDouble("hours"),
                json.getDouble("start"),
                json.getDouble("level"),
                json.getString("reason"));
    }

    static JsonObject write(ComparisonProgress compared) {
        JsonObject json =
                new JsonObject().put("values", new JsonArray(compared.values())).put("looks", compared.looks());
        compared.from().ifPresent(from -> json.put("from", from));
        compared.taken().ifPresent(taken -> json.put("taken", taken));
        compared.newest().ifPresent(look -> json.put("newest", writeLook(look)));
        return json;
    }

    static ComparisonProgress readCompared(JsonObject json) {
        List<Double> values = new ArrayList<>();
        json.getJsonArray("values").forEach(value -> values.add(((Number) value).doubleValue()));
        return new ComparisonProgress(
                values,
                Optional.ofNullable(json.getInstant("from")),
                Optional.ofNullable(json.getInstant("taken")),
                json.getInteger("looks"),
                readLook(json.getJsonObject("newest")));
    }

    private static JsonObject writeLook(SeriesFinding look) {
        return new JsonObject()
                .put("at", look.at())
                .put("quality", look.quality().name())
                .put("reason", look.reason());
    }

    private static Optional<SeriesFinding> readLook(@Nullable JsonObject json) {
        return Optional.ofNullable(json)
                .map(look -> new SeriesFinding(
                        look.getInstant("at"), Quality.valueOf(look.getString("quality")), look.getString("reason")));
    }
}
