package dev.probation.agent.watch;

import dev.probation.rules.check.Compared;
import dev.probation.rules.check.Look;
import dev.probation.rules.check.Quality;
import dev.probation.rules.check.SeriesProgress;
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
        return write((Compared) series);
    }

    static JsonObject write(Compared compared) {
        JsonObject json =
                new JsonObject().put("values", new JsonArray(compared.values())).put("looks", compared.looks());
        compared.from().ifPresent(from -> json.put("from", from));
        compared.taken().ifPresent(taken -> json.put("taken", taken));
        compared.newest().ifPresent(look -> json.put("newest", writeLook(look)));
        return json;
    }

    static Compared read(JsonObject json) {
        List<Double> values = new ArrayList<>();
        json.getJsonArray("values").forEach(value -> values.add(((Number) value).doubleValue()));
        return new Compared(
                values,
                Optional.ofNullable(json.getInstant("from")),
                Optional.ofNullable(json.getInstant("taken")),
                json.getInteger("looks"),
                readLook(json.getJsonObject("newest")));
    }

    private static JsonObject writeLook(Look look) {
        return new JsonObject()
                .put("at", look.at())
                .put("quality", look.quality().name())
                .put("reason", look.reason());
    }

    private static Optional<Look> readLook(@Nullable JsonObject json) {
        return Optional.ofNullable(json)
                .map(look -> new Look(
                        look.getInstant("at"), Quality.valueOf(look.getString("quality")), look.getString("reason")));
    }
}
